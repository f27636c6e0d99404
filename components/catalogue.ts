import * as pulumi from "@pulumi/pulumi";
import type { declareCatalogue } from "../fleet/index.ts";
import { Permission } from "../providers/workos/index.ts";

/** What all tenants of an environment share: the permissions that their roles are made of. */
export class Catalogue extends pulumi.ComponentResource {
  /** By slug. Roles depend on these, so that a permission exists before a role holds it. */
  readonly permissions: ReadonlyMap<string, Permission>;

  constructor(name: string, declared: ReturnType<typeof declareCatalogue>, opts?: pulumi.ComponentResourceOptions) {
    super("tenantry:index:Catalogue", name, {}, opts);
    this.permissions = new Map(
      declared.map(({ resourceName, inputs }) => [inputs.slug, new Permission(resourceName, inputs, { parent: this })]),
    );
    this.registerOutputs();
  }
}
