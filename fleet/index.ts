export type { PermissionConfig } from "./catalogue/permissions.ts";
export type { Declaration, Reference, Shown, ShownKind } from "./declaration.ts";
export type { DeletionBudget } from "./deletion-budget.ts";
export { type Explained, explain } from "./explain.ts";
export { FleetError, isFleetError, type Problem, problemText } from "./fleet-error.ts";
export { composeFleet, type FleetSource, fleetFrom, type LoadedFleet, loadFleet } from "./load.ts";
export { type MfaPolicy, mfaLadder } from "./mfa-ladder.ts";
export { nearest } from "./nearest.ts";
export { type NewTenant, newTenantFile, unfitKey } from "./new-tenant.ts";
export { pathText } from "./paths.ts";
export {
  type CatalogueInputs,
  declareFleet,
  type FleetDeclarations,
  type TenantDeclarations,
  type TenantInputs,
  type Watch,
} from "./planner.ts";
export type { Exemption, Policies } from "./policies.ts";
export type { SettingSchema } from "./policy-rules.ts";
export { type FleetSources, type FolderSources, readFolder } from "./read-folder.ts";
export type { PlanRequirements } from "./requirements.ts";
export { catalogue, nameOf, ownerAndKey, tenantOf } from "./resource-names.ts";
export type { ResourceType } from "./resource-types.ts";
export { daysBetween, nextRotation } from "./rotation.ts";
export type { Environment, FleetInput, TenantConfig } from "./schema.ts";
export { ownCredentials, type SecretSource } from "./secret-references.ts";
export { factsAlone, type TenantInput } from "./tenant/index.ts";
export type { SourceFile } from "./yaml-file.ts";
