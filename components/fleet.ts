import * as pulumi from "@pulumi/pulumi";
import { declareCatalogue, declareTenant, type LoadedFleet, loadFleet, problemText } from "../fleet/index.ts";
import { openaiConfiguration } from "../providers/openai/client.ts";
import { workosConfiguration } from "../providers/workos/client.ts";
import { Catalogue } from "./catalogue.ts";
import { Tenant } from "./tenant.ts";

export interface FleetArgs {
  /** The folder with `fleet.yaml` and `tenants/`. */
  readonly directory: string;
}

/**
 * A whole fleet from its files: `new Fleet("fleet", { directory: import.meta.dirname })`. Files and environment are
 * checked before anything is registered.
 *
 * @throws pulumi.RunError with every problem at once: of the files, as `file:line:col: message`, or of the environment
 */
export class Fleet extends pulumi.ComponentResource {
  /** By slug. */
  readonly tenants: ReadonlyMap<string, Tenant>;

  constructor(name: string, { directory }: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    const fleet = forPeople(() => loadFleet(directory));
    forPeople(() => checkEnvironment(fleet, process.env));
    super("tenantry:index:Fleet", name, { environment: fleet.environment }, opts);
    for (const warning of fleet.warnings) pulumi.log.warn(problemText(warning), this);

    const inUse = fleet.tenants.some(({ status }) => status !== "offboarding");
    const catalogue = new Catalogue("catalogue", declareCatalogue(fleet), inUse, { parent: this });
    this.tenants = new Map(
      fleet.tenants.map((tenant) => [tenant.tenant, new Tenant(declareTenant(tenant), catalogue, { parent: this })]),
    );
    this.registerOutputs();
  }
}

/** Both vendors' settings, as far as the fleet needs them, and that the WorkOS key belongs to this kind of environment. */
function checkEnvironment(fleet: LoadedFleet, environment: NodeJS.ProcessEnv): void {
  const needsOpenai = fleet.tenants.some((tenant) => tenant.openai?.project);
  const problems: string[] = [];
  const collect = (check: () => void) => {
    try {
      check();
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  collect(() => {
    const { apiKey } = workosConfiguration(environment);
    const { mode } = fleet.environment;
    if (!apiKey.startsWith(`sk_${mode}_`)) {
      throw new Error(
        `WORKOS_API_KEY is not a ${mode} key, but fleet.yaml says environment.mode: ${mode}; the key begins with ${apiKey.slice(0, 8)}`,
      );
    }
  });
  if (needsOpenai) collect(() => openaiConfiguration(environment));
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** Pulumi prints a RunError as its message alone; anything else comes with a stack. */
function forPeople<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}
