import * as pulumi from "@pulumi/pulumi";
import type { declareCatalogue } from "../fleet/index.ts";
import { Permission } from "../providers/workos/index.ts";
import { guarded } from "./guard.ts";

/** What all tenants of an environment share: the permissions that their roles are made of. */
export class Catalogue extends pulumi.ComponentResource {
  /** By slug. Roles depend on these, so that a permission exists before a role holds it. */
  readonly permissions: ReadonlyMap<string, Permission>;

  /** @param inUse whether there are tenants that are not offboarding; then `pulumi destroy` leaves it alone. */
  constructor(
    name: string,
    declared: ReturnType<typeof declareCatalogue>,
    inUse: boolean,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tenantry:index:Catalogue", name, {}, { ...opts, ...(inUse && guarded("*")) });
    this.permissions = new Map(
      declared.map(({ resourceName, inputs }) => [inputs.slug, new Permission(resourceName, inputs, { parent: this })]),
    );
    this.registerOutputs();
  }
}
