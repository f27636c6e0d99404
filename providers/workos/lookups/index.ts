/**
 * Questions to WorkOS for a Pulumi program: `const { id } = await getOrganization({ domain: "acme.example" })`. They read
 * and never write; in one run the same question is sent once. What they are asked by must be known: the output of a
 * resource goes in by `apply`. They are for what this stack does not manage; a resource of it knows itself.
 */

export { UnansweredError } from "../unanswered-error.ts";
export {
  type ConnectionFound,
  getConnection,
  listConnections,
} from "./connection.ts";
export { type DirectoryFound, getDirectory, listDirectories } from "./directory.ts";
export {
  type FeatureFlagFound,
  type FeatureFlagQuestion,
  getFeatureFlag,
  listFeatureFlags,
} from "./feature-flag.ts";
export {
  getMembership,
  listMemberships,
  type MembershipFound,
  type MembershipQuestion,
  type MembershipsQuestion,
} from "./membership.ts";
export {
  getOrganization,
  listOrganizations,
  type OrganizationFound,
  type OrganizationQuestion,
} from "./organization.ts";
export { getPermission, listPermissions, type PermissionFound } from "./permission.ts";
export { getRole, listRoles, type RoleFound, type RoleQuestion } from "./role.ts";
export type { SetUpQuestion } from "./set-up-by-customers.ts";
export { getUser, type UserFound, type UserQuestion } from "./user.ts";
