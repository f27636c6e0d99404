import type * as pulumi from "@pulumi/pulumi";
import type { FleetDeclarations } from "../fleet/index.ts";
import { classOf } from "./registry.ts";

/**
 * Tells the provider, in a property that never gets into state, what no single resource says: how many of the fleet stand alone,
 * so that all that a preview refuses is refused at once; a customer's domains, by which an organization is known that was
 * made under another external id; and what a tenant was called before.
 */
export function hinted({
  catalogue,
  tenants,
}: FleetDeclarations): Pick<pulumi.ComponentResourceOptions, "transformations"> {
  const owners = [{ ...catalogue, formerly: [] as readonly string[] }, ...tenants];
  const hints = owners.flatMap(({ resources, formerly }) => {
    const domains = resources.flatMap(({ type, inputs }) =>
      type === "workos:OrganizationDomain" ? [inputs.domain] : [],
    );
    return resources
      .filter(({ type, reads }) => reads === undefined && classOf(type).definition.isStandalone)
      .map(({ type, resourceName }) => {
        const alike = type === "workos:Organization" ? { domains } : {};
        return [resourceName, { alike, ...(formerly.length > 0 && { formerly }) }] as const;
      });
  });
  const byName = new Map(hints);
  const hint: pulumi.ResourceTransformation = ({ name, props, opts }) =>
    byName.has(name) ? { props: { ...props, __hints: { among: byName.size, ...byName.get(name) } }, opts } : undefined;
  return { transformations: [hint] };
}
