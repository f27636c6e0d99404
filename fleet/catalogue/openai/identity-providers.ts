import { z } from "zod";
import { attribute, cloudName, description, httpsUrl, jwks, name } from "../../../providers/openai/fields.ts";
import { inOrder, only } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { each } from "../../paths.ts";
import { catalogue } from "../../resource-names.ts";
import { catalogueSection } from "../../section.ts";

const identityProvider = z.strictObject({
  /** Shown to people, and what tenants' files call it. */
  name,
  /** The `iss` of its tokens. */
  issuer: httpsUrl,
  /** The `aud` that its tokens are made for. */
  audience: cloudName,
  description: description.exactOptional(),
  /** Whether its tokens are accepted. Left out: as it is there. */
  enabled: z.boolean().exactOptional(),
  /** Attributes that rules can match beside the token's own, each by an expression. The whole list. */
  attributeTransformations: z.array(z.strictObject({ attribute, expression: cloudName })).exactOptional(),
  /** How OpenAI checks its tokens: by `discoveryUrl` or by `jwks`. */
  verification: z
    .strictObject({
      /** Where its keys are described; null: at the issuer's own place. */
      discoveryUrl: httpsUrl.nullable().exactOptional(),
      /** The keys themselves, where OpenAI cannot ask for them. */
      jwks: jwks.exactOptional(),
    })
    .refine(({ discoveryUrl, jwks }) => (discoveryUrl === undefined) !== (jwks === undefined), {
      error: "has either discoveryUrl or jwks",
    })
    .exactOptional(),
});

/** Whose tokens OpenAI trusts, such as a CI's or a cloud's: what shows one needs no key, see `federation` of projects. */
export const identityProviders = catalogueSection({
  at: ["openai"],
  fields: { identityProviders: z.array(identityProvider).exactOptional() },
  sharedBy: ["issuer", "audience"],
  ofOwner: [
    ["openai", "identityProviders", each, "description"],
    ["openai", "identityProviders", each, "enabled"],
    ["openai", "identityProviders", each, "attributeTransformations"],
    ["openai", "identityProviders", each, "verification"],
  ],
  distinct: [
    { items: ["openai", "identityProviders", each], by: ["name"] },
    { items: ["openai", "identityProviders", each], by: ["issuer", "audience"] },
    { items: ["openai", "identityProviders", each, "attributeTransformations", each], by: ["attribute"] },
  ],
  declare: ({ identityProviders }) =>
    inOrder(identityProviders, ({ name }) => name).map(({ attributeTransformations, verification, ...provider }) =>
      declaration("openai:WorkloadIdentityProvider", [catalogue, provider.name], {
        ...only(provider, "name", "issuer", "audience", "description", "enabled"),
        ...(attributeTransformations && {
          attributeTransformations: inOrder(attributeTransformations, ({ attribute }) => attribute),
        }),
        ...(verification?.jwks && { verification: { jwks: verification.jwks } }),
        ...(verification?.discoveryUrl !== undefined && { verification: { discoveryUrl: verification.discoveryUrl } }),
      }),
    ),
});
