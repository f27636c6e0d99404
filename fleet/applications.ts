import { z } from "zod";
import { line } from "../providers/contract/fields.ts";
import * as workos from "../providers/workos/fields.ts";
import { inOrder, only } from "./canonical.ts";
import { type Declaration, declaration, idOf } from "./declaration.ts";
import { catalogue, nameOf } from "./resource-names.ts";
import { byDate, epochKey, epochsOf, nameInEpoch, rotationWithoutExpiry } from "./rotation.ts";
import { oneOf } from "./words.ts";

/** Applications that sign people in or act for themselves, whether they are a customer's or our own. */

const mostSecrets = 2;

const clientSecret = z.strictObject({
  /** Ours: WorkOS knows secrets by their last characters. With an epoch, its label is appended, for which this leaves room. */
  name: line(200),
  /** When another one takes its place. Left out: never. */
  rotation: rotationWithoutExpiry("WorkOS gives client secrets no expiry", "secret").exactOptional(),
});

const fields = z.strictObject({
  /** The natural key, with `type`. */
  name: workos.name,
  description: workos.longDescription.exactOptional(),
  /** `oauth` signs people in, `m2m` acts for itself. Fixed once the application is made. */
  type: oneOf(["oauth", "m2m"]),
  /** Fixed once the application is made. */
  usesPkce: z.boolean().exactOptional(),
  scopes: workos.scopes.exactOptional(),
  /** Where people may be sent after signing in, for `oauth` only; the whole list. */
  redirectUris: z
    .array(
      z.strictObject({
        uri: workos.redirectUri,
        /** Where people are sent if a request names no address: exactly one of several. @default false */
        default: z.boolean().exactOptional(),
      }),
    )
    .refine((uris) => new Set(uris.map(({ uri }) => uri)).size === uris.length, { error: "lists an address twice" })
    .refine((uris) => uris.length < 2 || uris.filter((uri) => uri.default).length === 1, {
      error: "lists several addresses: exactly one of them needs default: true",
    })
    .exactOptional(),
  /** Client secrets, at most two at once: one that rotates counts twice. */
  secrets: z
    .array(clientSecret)
    .refine((secrets) => liveAtOnce(secrets) <= mostSecrets, {
      error: `an application has at most ${mostSecrets} secrets, and one that rotates counts twice: its old value lives beside the new one`,
    })
    .exactOptional(),
  /** Declared, for policies: WorkOS has no such settings. */
  declared: z
    .strictObject({
      /** How its clients get tokens. */
      grantTypes: z
        .array(oneOf(["authorization_code", "refresh_token", "client_credentials", "device_code"]))
        .exactOptional(),
      /** Where people may be sent after signing out. */
      postLogoutRedirectUris: z.array(workos.redirectUri).exactOptional(),
      /** How its clients prove who they are. */
      tokenEndpointAuthMethod: oneOf([
        "client_secret_basic",
        "client_secret_post",
        "private_key_jwt",
        "none",
      ]).exactOptional(),
      /** How long an access token lives: 1 to 31,536,000 seconds (365 days). */
      accessTokenTtlSeconds: z.int().min(1).max(31_536_000).exactOptional(),
      /** How long a refresh token lives: 1 to 315,360,000 seconds (10 years). */
      refreshTokenTtlSeconds: z.int().min(1).max(315_360_000).exactOptional(),
    })
    .exactOptional(),
});
type Application = z.output<typeof fields>;

const liveAtOnce = (secrets: readonly z.output<typeof clientSecret>[]): number =>
  secrets.reduce((live, { rotation }) => live + (rotation === undefined ? 1 : 2), 0);

const onlyForOauth = "is for applications of type oauth: an m2m application signs nobody in";

/** A customer's application. */
export const application = fields
  .refine(({ type, usesPkce }) => type === "oauth" || usesPkce === undefined, {
    error: onlyForOauth,
    path: ["usesPkce"],
  })
  .refine(({ type, redirectUris = [] }) => type === "oauth" || redirectUris.length === 0, {
    error: onlyForOauth,
    path: ["redirectUris"],
  });

/** Our own. WorkOS wants an organization for every m2m application, and these have none. */
export const firstPartyApplication = fields.extend({
  /** `oauth`: they sign people in. */
  type: z.literal("oauth", {
    error: (issue) =>
      issue.input === "m2m"
        ? "an m2m application belongs to an organization: declare it in a tenant file"
        : issue.input === undefined
          ? undefined
          : "must be oauth",
  }),
});

/** What policies see of it. */
export const applicationFacts = (application: Application) => ({
  ...only(application, "name", "type"),
  usesPkce: application.usesPkce ?? true,
  scopes: application.scopes ?? [],
  redirectUris: inOrder(
    application.redirectUris?.map(({ uri }) => uri),
    (uri) => uri,
  ),
  secrets: inOrder(application.secrets, ({ name }) => name),
  declared: application.declared ?? {},
});

/** The application and its secrets, current epochs and those that overlap. */
export function declareApplication(
  { name, type, description, usesPkce, scopes, redirectUris, secrets }: Application,
  { owner, today }: { readonly owner: string; readonly today: string },
): Declaration[] {
  const application = nameOf(owner, "workos:ConnectApplication", name);
  const isFirstParty = owner === catalogue;
  return [
    declaration(
      "workos:ConnectApplication",
      [owner, name],
      {
        name,
        type,
        ...(type === "oauth" && { isFirstParty }),
        ...only({ description, usesPkce, scopes }, "description", "usesPkce", "scopes"),
        ...(redirectUris && { redirectUris: inOrder(redirectUris, ({ uri }) => uri) }),
      },
      {
        ...(!isFirstParty && { refs: { organizationId: idOf(nameOf(owner, "workos:Organization")) } }),
        shows: [{ as: "clientIds", name, property: "clientId" }],
      },
    ),
    ...inOrder(secrets, (secret) => secret.name).flatMap((secret) =>
      // WorkOS cannot end a secret later, so during an overlap both are declared.
      epochsOf(secret.rotation, today).map((epoch, index) =>
        declaration(
          "workos:ApplicationClientSecret",
          [owner, name, secret.name, ...epochKey(epoch)],
          { name: nameInEpoch(secret.name, epoch) },
          {
            refs: { applicationId: idOf(application) },
            deletedWith: application,
            ...byDate(secret.rotation, index),
            // The value to use is the current epoch's.
            ...(index === 0 && {
              shows: [{ as: "clientSecrets", name: `${name}/${secret.name}`, property: "secret" }],
            }),
          },
        ),
      ),
    ),
  ];
}
