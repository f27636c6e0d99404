import { z } from "zod";
import { asSet, inOrder, only } from "../canonical.ts";
import { declaration, idOf } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { tenantSection } from "../section.ts";
import { integrationSlug, line, scope } from "../words.ts";

const connector = z
  .strictObject({
    /** Of an integration of the environment, see `dataIntegrations` of the fleet. */
    slug: integrationSlug,
    enabled: z.boolean().exactOptional(),
    /** Null: those of the integration. */
    scopes: z.array(scope).nullable().exactOptional(),
    /** Of the customer's own application at the provider, with `clientSecret`. */
    clientId: line(255).exactOptional(),
    clientSecret: secretReference.exactOptional(),
    /** What the provider asks for besides, e.g. an account identifier. */
    config: z.record(z.string().min(1), z.string().max(1000)).exactOptional(),
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
      scopes: connector.scopes === undefined ? null : connector.scopes && asSet(connector.scopes),
    })),
  }),
  declare: ({ connectors }, { tenant }) =>
    inOrder(connectors, ({ slug }) => slug).map(({ scopes, clientSecret, ...connector }) =>
      declaration(
        "workos:DataIntegrationConfiguration",
        resourceNames.connector(tenant, connector.slug),
        { ...connector, ...(scopes !== undefined && { scopes: scopes && asSet(scopes) }) },
        {
          refs: {
            organizationId: idOf(resourceNames.organization(tenant)),
            ...(clientSecret !== undefined && { clientSecret: { secret: secretSource(clientSecret) } }),
          },
          after: [resourceNames.dataIntegration(connector.slug)],
          deletedWith: resourceNames.organization(tenant),
        },
      ),
    ),
});
