import * as pulumi from "@pulumi/pulumi";
import type { declareCatalogue } from "../fleet/index.ts";
import { Permission } from "../providers/workos/index.ts";
import { guarded } from "./guard.ts";

/** What all tenants of an environment share: the permissions that their roles are made of. */
export class Catalogue extends pulumi.ComponentResource {
  /**
   * The last permission. Each depends on the one before it, so what depends on this one comes after them all: a role
   * then keeps one dependency in state, where one for each of its permissions would outweigh the role itself.
   */
  readonly last: Permission | undefined;

  /** @param inUse whether there are tenants that are not offboarding; then `pulumi destroy` leaves it alone. */
  constructor(
    name: string,
    declared: ReturnType<typeof declareCatalogue>,
    inUse: boolean,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tenantry:index:Catalogue", name, {}, { ...opts, ...(inUse && guarded("*")) });
    let last: Permission | undefined;
    for (const { resourceName, inputs } of declared) {
      last = new Permission(resourceName, inputs, { parent: this, dependsOn: last ? [last] : [] });
    }
    this.last = last;
    this.registerOutputs();
  }
}
