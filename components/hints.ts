import type * as pulumi from "@pulumi/pulumi";
import type { FleetDeclarations } from "../fleet/index.ts";
import { classOf } from "./registry.ts";

/**
 * Tells the provider, in a property that never gets into state, what no single resource says: how many of the fleet stand alone,
 * so that all that a preview refuses is refused at once; and a customer's domains, by which an organization is known that was
 * made under another external id.
 */
export function hinted({
  catalogue,
  tenants,
}: FleetDeclarations): Pick<pulumi.ComponentResourceOptions, "transformations"> {
  const standing = [catalogue, ...tenants].flatMap(({ resources }) => {
    const domains = resources.flatMap(({ type, inputs }) =>
      type === "workos:OrganizationDomain" ? [inputs.domain] : [],
    );
    return resources
      .filter(({ type, reads }) => reads === undefined && classOf(type).definition.isStandalone)
      .map(({ type, resourceName }) => [resourceName, type === "workos:Organization" ? { domains } : {}] as const);
  });
  const alike = new Map(standing);
  const hint: pulumi.ResourceTransformation = ({ name, props, opts }) =>
    alike.has(name) ? { props: { ...props, __hints: { among: alike.size, alike: alike.get(name) } }, opts } : undefined;
  return { transformations: [hint] };
}
