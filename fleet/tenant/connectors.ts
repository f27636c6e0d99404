import { z } from "zod";
import { clientId, integrationConfig, integrationSlug, scopes } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue, nameOf } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { tenantSection } from "../section.ts";
import { inOrganization } from "./organization.ts";

const connector = z
  .strictObject({
    /** Of an integration of the environment, see `dataIntegrations` of the fleet. */
    slug: integrationSlug,
    /** Whether accounts can be connected. @default true */
    enabled: z.boolean().exactOptional(),
    /** Null: those of the integration. */
    scopes: scopes.nullable().exactOptional(),
    /** Of the customer's own application at the provider, with `clientSecret`. */
    clientId: clientId.exactOptional(),
    clientSecret: secretReference.exactOptional(),
    /** What the provider asks for besides, e.g. an account identifier. */
    config: integrationConfig.exactOptional(),
  })
  .refine(({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined), {
    error: "clientId and clientSecret come together",
  })
  .refine(({ slug: _, ...settings }) => Object.keys(settings).length > 0, {
    error: "says nothing about the integration: write enabled: true or false",
  });

/** How the customer uses integrations with other services. */
export const connectors = tenantSection({
  shared: { connectors: z.array(connector).exactOptional() },
  distinct: [{ items: ["connectors", each], by: ["slug"] }],
  secrets: [["connectors", each, "clientSecret"]],
  facts: ({ connectors }) => ({
    connectors: inOrder(connectors, ({ slug }) => slug).map((connector) => ({
      ...only(connector, "slug", "clientId"),
      enabled: connector.enabled ?? true,
      scopes: connector.scopes ?? null,
    })),
  }),
  declare: ({ connectors }, { tenant }) =>
    inOrder(connectors, ({ slug }) => slug).map(({ clientSecret, ...connector }) => {
      const { refs, deletedWith } = inOrganization(tenant);
      return declaration("workos:DataIntegrationConfiguration", [tenant, connector.slug], connector, {
        refs: {
          ...refs,
          ...(clientSecret !== undefined && { clientSecret: { secret: secretSource(clientSecret) } }),
        },
        after: [nameOf(catalogue, "workos:DataIntegration", connector.slug)],
        deletedWith,
      });
    }),
});
