import type { ConnectApplicationOAuthResponse } from "@workos-inc/node";
import { at, defineResource, z } from "../kit.ts";
import { workos } from "./client.ts";
import { asSet, longDescription, name, redirectUri, scopes, timestamp, vendorId } from "./fields.ts";

/** What only applications of one type have may be missing. */
type ApplicationRow = Omit<Partial<ConnectApplicationOAuthResponse>, "application_type"> &
  Pick<ConnectApplicationOAuthResponse, "id" | "client_id" | "name" | "description" | "scopes" | "created_at"> & {
    application_type: "oauth" | "m2m";
  };

interface RedirectUri {
  uri: string;
  default: boolean;
}

const inputs = z
  .strictObject({
    /** Shown to people who are asked for consent. Within its organization the natural key, together with the type. */
    name,
    description: longDescription.optional(),
    /** `oauth` signs people in, `m2m` is for machines of one organization. */
    type: z.enum(["oauth", "m2m"]),
    /** Whose it is. Omitted for a first-party application, which belongs to the environment. */
    organizationId: vendorId.optional(),
    /** oauth only: of your own company, so that nobody is asked for consent. Omitted: true without an organization. */
    isFirstParty: z.boolean().optional(),
    /** oauth only: for apps that cannot keep a secret. */
    usesPkce: z.boolean().optional(),
    /** The whole set, in any order, e.g. `openid`, `email`. `[]` for none. */
    scopes: scopes.optional(),
    /** oauth only: the whole set, in any order; of several, one is the default. `[]` for none. */
    redirectUris: z
      .array(z.strictObject({ uri: redirectUri, default: z.boolean().optional() }))
      .refine((all) => new Set(all.map(({ uri }) => uri)).size === all.length, "has one address twice")
      .refine(
        (all) => all.length < 2 || all.filter((one) => one.default).length === 1,
        "must have exactly one with default: true",
      )
      // WorkOS takes the only one for the default, said or not.
      .transform((all) =>
        byUri(all.map((one) => ({ uri: one.uri, default: all.length === 1 || one.default === true }))),
      )
      .optional(),
  })
  .superRefine((declared, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message, input: declared });
    if (declared.type === "m2m") {
      for (const field of ["isFirstParty", "usesPkce", "redirectUris"] as const)
        if (declared[field] !== undefined) refuse(field, "is for applications of type oauth only");
      if (declared.organizationId === undefined)
        refuse("organizationId", "is needed: an m2m application belongs to one");
      return;
    }
    const firstParty = declared.isFirstParty ?? declared.organizationId === undefined;
    if (firstParty && declared.organizationId !== undefined)
      refuse("organizationId", "cannot be: a first-party application belongs to the environment");
    if (!firstParty && declared.organizationId === undefined)
      refuse("organizationId", "is needed: a third-party application belongs to one");
  });

/**
 * An application that signs in through WorkOS: for people, or for machines of one organization. Its secrets are
 * resources of their own. One of the same name that this stack did not make is refused: people sign in by its addresses.
 * ASSUMED: names may repeat, so nothing but the name keeps a second one from being made.
 * Source: WorkOS API reference, "Connect application".
 * @removal deletes, with its secrets
 */
export class ConnectApplication extends defineResource(workos, "ConnectApplication", {
  inputs,
  outputs: z.object({
    /** `client_…`, by which it presents itself. */
    clientId: z.string(),
    createdAt: timestamp,
  }),
  key: ["name", "type", "organizationId"],
  immutable: ["type", "organizationId", "isFirstParty", "usesPkce"],
  importId: ["id"],
  // Those included that registered themselves, which the list leaves out unless asked.
  list: (api) => api.list<ApplicationRow>(at`/connect/applications`, { registration_types: "authenticated,dynamic" }),
  matches: (row, { name, type, organizationId }) =>
    row.name === name &&
    row.application_type === type &&
    (row.organization_id ?? undefined) === organizationId &&
    // What registered itself is somebody else's.
    row.was_dynamically_registered !== true,
  show: (row) => ({
    name: row.name,
    description: row.description,
    type: row.application_type,
    organizationId: row.organization_id ?? undefined,
    isFirstParty: row.is_first_party,
    usesPkce: row.uses_pkce,
    scopes: asSet(row.scopes),
    redirectUris: row.redirect_uris && byUri(row.redirect_uris),
    clientId: row.client_id,
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  observe: (api, { id }) => api.find(at`/connect/applications/${id}`),
  ensure: (api, declared) =>
    api.post(at`/connect/applications`, {
      ...body(declared),
      application_type: declared.type,
      organization_id: declared.organizationId,
      ...(declared.type === "oauth" && {
        uses_pkce: declared.usesPkce,
        is_first_party: declared.isFirstParty ?? declared.organizationId === undefined,
      }),
    }),
  sync: (api, changes, { id }) => api.put(at`/connect/applications/${id}`, body(changes)),
  remove: (api, { id }) => api.delete(at`/connect/applications/${id}`),
}) {}

/** What an update may send. What is not given is left out, since null would empty it. */
const body = ({ name, description, scopes, redirectUris }: Partial<z.output<typeof inputs>>) => ({
  name,
  description,
  scopes,
  redirect_uris: redirectUris,
});

function byUri(all: readonly RedirectUri[]): RedirectUri[] {
  return all
    .map(({ uri, default: isDefault }) => ({ uri, default: isDefault }))
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}
