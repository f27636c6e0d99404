import * as pulumi from "@pulumi/pulumi";
import { nameOf, type TenantDeclarations } from "../fleet/index.ts";
import { AUDIT_EVENT } from "../providers/host/audit-event.ts";
import { providerSource } from "../providers/host/resource.ts";
import { type Registry, valueAlone } from "./registry.ts";

/** What tells a customer's audit log of each run that applied something. */
class AuditEvent extends pulumi.CustomResource {
  constructor(owner: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    const properties = { ...inputs, __provider: providerSource(AUDIT_EVENT) };
    super(`pulumi-nodejs:dynamic/${AUDIT_EVENT}`, nameOf(owner, AUDIT_EVENT), properties, opts);
  }
}

/** Comes last in its tenant: what an event tells of is there. */
export function tellOfApplied(
  { slug, audited, resources }: TenantDeclarations,
  registry: Registry,
  parent: pulumi.Resource,
): void {
  if (audited === undefined) return;
  const { organizationId, action, declared, schema } = audited;
  const earlier = [...resources.map(({ resourceName }) => resourceName), schema];
  // Waited for here: as dependencies in the state they would draw it into a run that is for one key alone.
  const after = Promise.all(earlier.flatMap((name) => registry.find(name) ?? []).map(({ id }) => valueAlone(id)));
  const inputs = {
    organizationId: after.then(() => valueAlone(registry.resolve(organizationId))),
    action,
    tenant: slug,
    declared,
  };
  new AuditEvent(slug, inputs, { parent });
}
