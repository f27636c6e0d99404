export type { FleetInput, TenantInput } from "../fleet/index.ts";
export { Catalogue } from "./catalogue.ts";
export { Fleet, type FleetArgs } from "./fleet.ts";
export { Tenant } from "./tenant.ts";
