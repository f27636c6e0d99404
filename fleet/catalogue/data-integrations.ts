import { z } from "zod";
import {
  authMethods,
  clientId,
  customProvider,
  integrationConfig,
  integrationSlug,
  longDescription,
  scopes,
} from "../../providers/workos/fields.ts";
import { inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { catalogueSection } from "../section.ts";
import { oneOf, refused } from "../words.ts";

const dataIntegration = z
  .strictObject({
    /** The provider's, as WorkOS knows it, or one of our own with `customProvider`. */
    slug: integrationSlug,
    ...refused(["provider"], "is what slug says: WorkOS names an integration after its provider"),
    description: longDescription.exactOptional(),
    /** Whether accounts can be connected. */
    enabled: z.boolean().exactOptional(),
    /** Null: those of the provider. */
    scopes: scopes.nullable().exactOptional(),
    authMethods: authMethods.exactOptional(),
    /** Whose OAuth application it is: ours, or one of each organization, see `connectors` of a tenant. */
    credentials: oneOf(["custom", "organization"]).exactOptional(),
    /** Of our own application, with `clientSecret`. */
    clientId: clientId.exactOptional(),
    clientSecret: secretReference.exactOptional(),
    config: integrationConfig.exactOptional(),
    customProvider: customProvider.exactOptional(),
  })
  .refine(({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined), {
    error: "clientId and clientSecret come together",
  })
  .refine(({ credentials, clientId }) => credentials !== "custom" || clientId !== undefined, {
    error: '"custom" needs clientId and clientSecret',
    path: ["credentials"],
  })
  .refine(({ credentials, clientId }) => credentials !== "organization" || clientId === undefined, {
    error: "each organization brings its own: write it under the tenant's connectors",
    path: ["clientId"],
  });

/** Other services that people of our tenants can connect their accounts at. */
export const dataIntegrations = catalogueSection({
  fields: { dataIntegrations: z.array(dataIntegration).exactOptional() },
  distinct: [{ items: ["dataIntegrations", each], by: ["slug"] }],
  secrets: [["dataIntegrations", each, "clientSecret"]],
  declare: ({ dataIntegrations }) =>
    inOrder(dataIntegrations, ({ slug }) => slug).map(({ clientSecret, ...integration }) =>
      declaration(
        "workos:DataIntegration",
        [catalogue, integration.slug],
        integration,
        clientSecret === undefined ? {} : { refs: { clientSecret: { secret: secretSource(clientSecret) } } },
      ),
    ),
});
