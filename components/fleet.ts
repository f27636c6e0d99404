import * as pulumi from "@pulumi/pulumi";
import {
  declareFleet,
  FleetError,
  type FleetSource,
  fleetFrom,
  type LoadedFleet,
  ownCredentials,
  problemText,
} from "../fleet/index.ts";
import { printableLines } from "../providers/contract/printable.ts";
import type { HttpVendor } from "../providers/http/vendor.ts";
import { openai } from "../providers/openai/client.ts";
import { workos } from "../providers/workos/client.ts";
import { Catalogue } from "./catalogue.ts";
import { withinBudget } from "./deletion-budget.ts";
import { leavingInTwoSteps } from "./guard.ts";
import { hinted } from "./hints.ts";
import { Tenant } from "./tenant.ts";
import { watch } from "./undeclared.ts";

/** Files, objects or both: a folder, what stands in for `fleet.yaml`, and tenants beside those that have files. */
export interface FleetArgs extends FleetSource {}

/**
 * A whole fleet, from its files: `new Fleet("fleet", { directory: import.meta.dirname })`, or from objects with the same
 * fields: `new Fleet("fleet", { directory, tenants: await customers() })`. All of it and the environment are checked before
 * anything is registered.
 *
 * @throws pulumi.RunError with every problem at once: of the files, as `file:line:col: message`, or of the environment
 */
export class Fleet extends pulumi.ComponentResource {
  /** What all tenants share. */
  readonly catalogue: Catalogue;
  /** By slug. */
  readonly tenants: ReadonlyMap<string, Tenant>;

  constructor(name: string, source: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    const fleet = forPeople(() => fleetFrom(source));
    forPeople(() => checkEnvironment(fleet, process.env));
    const declared = declareFleet(fleet);
    const kept = leavingInTwoSteps(new Set(fleet.tenants.map(({ tenant }) => tenant)));
    const options = [hinted(declared), kept, withinBudget(fleet.deletionBudget, declared.tenants)].reduce(
      (all, more) => pulumi.mergeOptions(all, more),
      opts ?? {},
    );
    super("tenantry:index:Fleet", name, { environment: fleet.environment }, options);
    for (const warning of fleet.warnings) pulumi.log.warn(problemText(warning), this);

    const inUse = fleet.tenants.some(({ status }) => status !== "offboarding");
    const catalogue = new Catalogue("catalogue", declared.catalogue, inUse, { parent: this });
    this.catalogue = catalogue;
    const tenants = declared.tenants.map(
      (tenant) => [tenant, new Tenant(tenant, catalogue, { parent: this })] as const,
    );
    this.tenants = new Map(tenants.map(([{ slug }, tenant]) => [slug, tenant]));
    watch(
      tenants.map(([tenant, { registry }]) => [tenant, registry] as const),
      this,
    );
    // For rules on the whole stack, which see outputs alone.
    this.registerOutputs(declared.policies && { policies: declared.policies });
  }
}

/**
 * Checks the settings of the vendors that the fleet needs, that the WorkOS key is one for this kind of environment, that the
 * accounts are those of the files, and that the secrets are there which files refer to.
 */
function checkEnvironment(fleet: LoadedFleet, environment: NodeJS.ProcessEnv): void {
  const needsOpenai = fleet.catalogue.openai || fleet.tenants.some((tenant) => tenant.openai?.project);
  const problems: string[] = [];
  const collect = (check: () => void) => {
    try {
      check();
    } catch (error) {
      problems.push(...(error as Error).message.split("\n"));
    }
  };
  collect(() => {
    const { key } = workos.configuration(environment);
    const { mode } = fleet.environment;
    if (!key.startsWith(`sk_${mode}_`)) {
      throw new Error(
        `WORKOS_API_KEY is not a ${mode} key, but fleet.yaml says environment.mode: ${mode}; the key begins with ${key.slice(0, 8)}`,
      );
    }
  });
  collect(() => checkAccount(workos, fleet, "workosClientId", environment));
  if (needsOpenai) {
    collect(() => openai.configuration(environment));
    collect(() => checkAccount(openai, fleet, "openaiOrganizationId", environment));
  }
  collect(() => checkSecrets(fleet, environment));
  if (problems.length > 0) throw new Error([...new Set(problems)].join("\n"));
}

/** A stack that is pointed at another account than its files say is none of theirs. */
function checkAccount(
  vendor: HttpVendor,
  fleet: LoadedFleet,
  field: "workosClientId" | "openaiOrganizationId",
  environment: NodeJS.ProcessEnv,
): void {
  const declared = fleet.environment[field];
  if (declared === undefined) return;
  const { variable, id } = vendor.account(environment);
  const said = `fleet.yaml says environment.${field}: ${declared}`;
  if (id === undefined)
    throw new Error(`${variable} is not set, but ${said}: set it to the id of the account that the key is of`);
  if (id !== declared)
    throw new Error(
      `${variable} is ${id}, but ${said}: take the key and the id of that account, or the files of this one`,
    );
}

/**
 * Checks that every secret is there which the files refer to, and that none is a credential of our own under another name.
 * An empty variable counts as missing.
 */
function checkSecrets(fleet: LoadedFleet, environment: NodeJS.ProcessEnv): void {
  const own = new Set(ownCredentials.flatMap((variable) => environment[variable]?.trim() || []));
  const configuration = new pulumi.Config();
  const problems = fleet.secrets.flatMap(({ source: { from, name }, missing, own: isOwn }) => {
    const value = from === "environment" ? environment[name] : configuration.get(name);
    if (!value) return [missing];
    return own.has(value.trim()) ? [isOwn] : [];
  });
  if (problems.length > 0) throw new FleetError(problems);
}

/** Pulumi prints a RunError as its message alone; anything else comes with a stack. */
function forPeople<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new pulumi.RunError(printableLines((error as Error).message));
  }
}
