import * as pulumi from "@pulumi/pulumi";
import { nameOf, type TenantDeclarations } from "../fleet/index.ts";
import { tellOfApplied } from "./audit-event.ts";
import type { Catalogue } from "./catalogue.ts";
import { guarded } from "./guard.ts";
import { Registry } from "./registry.ts";
import { watchExclusively } from "./undeclared.ts";

type Outputs = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * One customer: the parent of everything the customer has at WorkOS and OpenAI. Its inputs are what policies judge. Until
 * the tenant is offboarding, only what was removed from its file can be deleted.
 */
export class Tenant extends pulumi.ComponentResource {
  /** What the tenant's file declares, by name. */
  readonly registry: Registry;
  readonly organizationId: pulumi.Output<string>;
  /** Absent for a tenant without a project. */
  readonly projectId?: pulumi.Output<string>;
  /** Values of the service accounts' keys at OpenAI, secret, by `<service account>/<key>`. */
  readonly keys: Outputs;
  /** Values of the organization's API keys, secret, by name; of a key that rotates, the current one. */
  readonly apiKeys: Outputs;
  /** Client ids of the applications, by name. */
  readonly clientIds: Outputs;
  /** Client secrets, by `<application>/<secret>`; of a secret that rotates, the current one. */
  readonly clientSecrets: Outputs;

  constructor(declared: TenantDeclarations, catalogue: Catalogue, opts?: pulumi.ComponentResourceOptions) {
    const { slug, protect, formerly } = declared;
    // The names of what is in it begin with its key, so the engine finds those under the former one as well.
    const aliases = formerly.map((name) => ({ name }));
    super("tenantry:index:Tenant", slug, declared.inputs, { ...opts, aliases, ...(protect && guarded(slug)) });

    const registry = new Registry(catalogue.registry);
    this.registry = registry;
    registry.register(declared.resources, this);

    const organization = registry.find(nameOf(slug, "workos:Organization"));
    if (organization === undefined) throw new Error(`bug: ${slug} declares no organization`);
    this.organizationId = organization.id;
    const project = registry.find(nameOf(slug, "openai:Project"));
    if (project) this.projectId = project.id;
    watchExclusively(declared, registry, this);
    tellOfApplied(declared, registry, this);
    this.keys = registry.shown("keys");
    this.apiKeys = registry.shown("apiKeys");
    this.clientIds = registry.shown("clientIds");
    this.clientSecrets = registry.shown("clientSecrets");
    this.registerOutputs({ organizationId: organization.id, ...(project && { projectId: project.id }) });
  }
}
