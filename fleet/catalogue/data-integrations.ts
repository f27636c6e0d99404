import { z } from "zod";
import { asSet, inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { catalogueSection } from "../section.ts";
import { secureAddress } from "../web-addresses.ts";
import { description, integrationSlug, line, oneOf, refused, scope } from "../words.ts";

const authMethods = ["api_key", "client_credentials", "oauth"] as const;

/** For a service that WorkOS doesn't know. Of its fields only those written here are managed. */
const customProvider = z.strictObject({
  name: line(255),
  authorizationUrl: secureAddress.exactOptional(),
  tokenUrl: secureAddress.exactOptional(),
  /** Null: the same as `tokenUrl`. */
  refreshTokenUrl: secureAddress.nullable().exactOptional(),
  pkceEnabled: z.boolean().exactOptional(),
  requestScopeSeparator: z.string().max(10).exactOptional(),
  scopesRequired: z.boolean().exactOptional(),
  clientSecretRequired: z.boolean().exactOptional(),
  additionalAuthorizationParameters: z.record(z.string().min(1), z.string()).exactOptional(),
  tokenBodyContentType: line(255).exactOptional(),
  authenticateVia: oneOf(["request_body", "basic_auth_header"]).exactOptional(),
});

const dataIntegration = z
  .strictObject({
    /** The provider's, as WorkOS knows it, or one of our own with `customProvider`. */
    slug: integrationSlug,
    ...refused(["provider"], "is what slug says: WorkOS names an integration after its provider"),
    description: description.exactOptional(),
    /** Whether accounts can be connected. */
    enabled: z.boolean().exactOptional(),
    /** Null: those of the provider. */
    scopes: z.array(scope).nullable().exactOptional(),
    authMethods: z.array(oneOf(authMethods)).min(1).exactOptional(),
    /** Whose OAuth application it is: ours, or one of each organization, see `connectors` of a tenant. */
    credentials: oneOf(["custom", "organization"]).exactOptional(),
    /** Of our own application, with `clientSecret`. */
    clientId: line(255).exactOptional(),
    clientSecret: secretReference.exactOptional(),
    config: z.record(z.string().min(1), z.string().max(1000)).exactOptional(),
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
    inOrder(dataIntegrations, ({ slug }) => slug).map(({ scopes, authMethods, clientSecret, ...integration }) =>
      declaration(
        "workos:DataIntegration",
        resourceNames.dataIntegration(integration.slug),
        {
          ...integration,
          ...(scopes !== undefined && { scopes: scopes && asSet(scopes) }),
          ...(authMethods && { authMethods: asSet(authMethods) as typeof authMethods }),
        },
        clientSecret === undefined ? {} : { refs: { clientSecret: { secret: secretSource(clientSecret) } } },
      ),
    ),
});
