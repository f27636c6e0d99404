export { Invitation } from "./invitation.ts";
export { Organization } from "./organization.ts";
export { OrganizationDomain } from "./organization-domain.ts";
export { OrganizationRole } from "./organization-role.ts";
export { Permission } from "./permission.ts";
