export type { PermissionConfig } from "./catalogue/permissions.ts";
export type { Declaration, Reference, Shown, ShownKind } from "./declaration.ts";
export type { DeletionBudget } from "./deletion-budget.ts";
export { FleetError, isFleetError, type Problem, problemText } from "./fleet-error.ts";
export { composeFleet, type FleetSource, fleetFrom, type LoadedFleet, loadFleet } from "./load.ts";
export { type MfaPolicy, mfaLadder } from "./mfa-ladder.ts";
export { nearest as nearestOf } from "./nearest.ts";
export {
  type CatalogueInputs,
  declareFleet,
  type FleetDeclarations,
  type TenantDeclarations,
  type TenantInputs,
  type Watch,
} from "./planner.ts";
export type { FleetSources } from "./read-folder.ts";
export type { PlanRequirements } from "./requirements.ts";
export { catalogue, nameOf, ownerAndKey, tenantOf } from "./resource-names.ts";
export type { ResourceType } from "./resource-types.ts";
export type { Environment, FleetInput, TenantConfig } from "./schema.ts";
export { ownCredentials, type SecretSource } from "./secret-references.ts";
export type { TenantInput } from "./tenant/index.ts";
export { isSlug } from "./words.ts";
export type { SourceFile } from "./yaml-file.ts";
