export { FleetError, isFleetError, type Problem, problemText } from "./fleet-error.ts";
export { jsonSchemas } from "./json-schema.ts";
export { composeFleet, type LoadedFleet, loadFleet } from "./load.ts";
export { type MfaPolicy, mfaLadder } from "./mfa-ladder.ts";
export {
  type Declaration,
  declareCatalogue,
  declareTenant,
  type InvitationInputs,
  type OrganizationDomainInputs,
  type OrganizationInputs,
  type OrganizationRoleInputs,
  type PermissionInputs,
  type ProjectInputs,
  type ServiceAccountDeclaration,
  type ServiceAccountInputs,
  type ServiceAccountKeyInputs,
  type TenantDeclarations,
  type TenantInputs,
} from "./planner.ts";
export type { FleetSources } from "./read-folder.ts";
export { resourceNames, tenantOf } from "./resource-names.ts";
export type {
  Environment,
  PermissionConfig,
  PlanRequirements,
  TenantConfig,
} from "./schema.ts";
export type { SourceFile } from "./yaml-file.ts";
