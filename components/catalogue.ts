import * as pulumi from "@pulumi/pulumi";
import type { FleetDeclarations } from "../fleet/index.ts";
import { guarded } from "./guard.ts";
import { Registry } from "./registry.ts";

type Outputs = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * What all tenants of an environment share: the permissions that their roles are made of, roles of the environment, and
 * its own settings. Its inputs are what policies judge.
 */
export class Catalogue extends pulumi.ComponentResource {
  /** What tenants may refer to. */
  readonly registry = new Registry();
  /** Client ids of our own applications, by name. */
  readonly clientIds: Outputs;
  /** Their client secrets, by `<application>/<secret>`; of a secret that rotates, the current one. */
  readonly clientSecrets: Outputs;
  /** Signing secrets of the webhooks, by name. */
  readonly signingSecrets: Outputs;

  /** @param inUse whether any tenant is not offboarding; then `pulumi destroy` is refused. */
  constructor(
    name: string,
    declared: FleetDeclarations["catalogue"],
    inUse: boolean,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tenantry:index:Catalogue", name, declared.inputs, { ...opts, ...(inUse && guarded("*")) });
    this.registry.register(declared.resources, this);
    this.clientIds = this.registry.shown("clientIds");
    this.clientSecrets = this.registry.shown("clientSecrets");
    this.signingSecrets = this.registry.shown("signingSecrets");
    this.registerOutputs();
  }
}
