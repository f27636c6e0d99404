import type { CatalogueInputs, TenantInputs } from "../fleet/index.ts";
import type { Verdict } from "./verdict.ts";

/** Controls that a rule is evidence for, by framework. */
export interface Controls {
  /** Trust Services Criteria, e.g. `CC6.1`. */
  readonly soc2?: readonly string[];
  /** ISO/IEC 27001:2022, Annex A, e.g. `8.5`. */
  readonly iso27001?: readonly string[];
  /** NIST AI Risk Management Framework, e.g. `GOVERN 2`. */
  readonly aiRmf?: readonly string[];
}

/** A threshold or a list that `policies.settings` of fleet.yaml may change, as a JSON Schema. */
export type Setting = { readonly description: string } & (
  | {
      readonly type: "integer" | "number";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly default?: number;
    }
  | { readonly type: "array"; readonly items: { readonly type: "string" }; readonly default?: readonly string[] }
  | { readonly type: "boolean"; readonly default?: boolean }
);
export type Settings = Readonly<Record<string, Setting>>;

/** The values of settings. One without a default may be missing. */
export type ValuesOf<All extends Settings> = {
  readonly [Name in keyof All]:
    | (All[Name]["type"] extends "array" ? readonly string[] : All[Name]["type"] extends "boolean" ? boolean : number)
    | (All[Name] extends { readonly default: unknown } ? never : undefined);
};

/** What a verdict may depend on besides what it judges. */
export interface Context<All extends Settings = Settings> {
  readonly settings: ValuesOf<All>;
  /** The name of the resource that is judged; of a tenant's component that is the tenant's key. */
  readonly resource: string;
  /** Whose it is that is judged; empty where it is no tenant's. */
  readonly tenant: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What policies see of a tenant. A program may leave out what the planner always fills in. */
export type SeenTenant = Partly<TenantInputs>;
/** The same of what all tenants share. */
export type SeenCatalogue = Partly<CatalogueInputs>;
type Partly<Value> = Value extends readonly (infer Item)[]
  ? readonly Partly<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]?: Partly<Value[Name]> | undefined }
    : Value;

/** Inputs or outputs of a resource. What was not read is missing. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource of the stack. */
export interface Seen {
  readonly urn: string;
  /** E.g. `workos:Member`. */
  readonly type: string;
  readonly name: string;
  readonly outputs: Properties;
}

/** What a preview would do to one resource. */
export interface Step {
  readonly urn: string;
  /** E.g. `workos:Member`, or the token of a component. */
  readonly type: string;
  readonly name: string;
  /** As the engine has it, e.g. `create`, `update`, `delete`, `replace`, `same`. */
  readonly op: string;
  /** Inputs of the last run; missing for what is not there yet. */
  readonly old?: Properties;
  /** Inputs of this run; missing for what goes. */
  readonly new?: Properties;
}

/** Where a rule judges: in each of these places that it has. */
export interface Places<All extends Settings = Settings> {
  /** What a tenant's file declares, complete with defaults. In a preview, before anything is sent. */
  tenant?(declared: SeenTenant, context: Context<All>): Verdict;
  /** What `fleet.yaml` declares for all tenants, likewise. */
  catalogue?(declared: SeenCatalogue, context: Context<All>): Verdict;
  /** Inputs of resources of any other type, by its token. */
  readonly inputs?: Readonly<Record<string, (inputs: Properties, context: Context<All>) => Verdict>>;
  /** Each resource of a type, by what was last seen of it: `"workos:Member"`. Before it is made, by its inputs. */
  readonly observed?: Readonly<Record<string, (outputs: Properties, context: Context<All>) => Verdict>>;
  /** A tenant by what it declares and what was last seen of its resources. */
  observedTenant?(declared: SeenTenant, own: readonly Seen[], context: Context<All>): Verdict;
  /** All resources of the stack together. */
  stack?(resources: readonly Seen[], context: Context<All>): Verdict;
  /** One step of a preview, with what was there before: what no policy pack is shown. */
  step?(step: Step, context: Context<All>, all: readonly Step[]): Verdict;
  /** All steps of a preview together. */
  steps?(steps: readonly Step[], context: Context<All>): Verdict;
}
