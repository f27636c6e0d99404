import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { redirectUri } from "./redirect-uri.ts";

interface ApplicationRow {
  id: string;
  client_id: string;
  application_type: "oauth" | "m2m";
  name: string;
  description: string | null;
  scopes: string[];
  /** Absent for what belongs to the environment. */
  organization_id?: string | null;
  redirect_uris?: { uri: string; default: boolean }[];
  uses_pkce?: boolean;
  is_first_party?: boolean;
  was_dynamically_registered?: boolean;
  created_at: string;
}

type RedirectUris = { uri: string; default: boolean }[];

const byUri = (a: { uri: string }, b: { uri: string }): number => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0);

const inputs = z
  .strictObject({
    /** Shown to people who are asked for consent. Within its organization the natural key, together with the type. */
    name: z.string().trim().min(1),
    /** null for none. */
    description: z.string().trim().nullish(),
    /** `oauth` signs people in, `m2m` is for machines of one organization. */
    type: z.enum(["oauth", "m2m"]),
    /** Whose it is. Omitted for a first-party application, which belongs to the environment. */
    organizationId: z.string().min(1).optional(),
    /** oauth only: of your own company, so that nobody is asked for consent. Omitted: true without an organization. */
    isFirstParty: z.boolean().optional(),
    /** oauth only: for apps that cannot keep a secret. */
    usesPkce: z.boolean().optional(),
    /** The whole set, in any order, e.g. `openid`, `email`. `[]` for none. */
    scopes: z
      .array(z.string().trim().min(1))
      .transform((scopes) => [...new Set(scopes)].sort())
      .optional(),
    /** oauth only: the whole set, in any order; of several, one is the default. `[]` for none. */
    redirectUris: z
      .array(z.strictObject({ uri: redirectUri, default: z.boolean().optional() }))
      .refine((all) => new Set(all.map(({ uri }) => uri)).size === all.length, "has one address twice")
      .refine(
        (all) => all.length < 2 || all.filter((one) => one.default).length === 1,
        "must have exactly one with default: true",
      )
      .transform(
        (all): RedirectUris =>
          // WorkOS takes the only one for the default, said or not.
          all.map((one) => ({ uri: one.uri, default: all.length === 1 || one.default === true })).sort(byUri),
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

const computed = z.object({
  /** `client_…`, by which it presents itself. */
  clientId: z.string(),
});

const APPLICATIONS = "/connect/applications";

const path = (id: string): string => `${APPLICATIONS}/${encodeURIComponent(id)}`;

/** All of the environment, those included that registered themselves, which the list leaves out unless asked. */
export const connectApplications: Collection<WorkosClient, ApplicationRow> = {
  name: "Connect applications",
  list: (client) => client.list(APPLICATIONS, { registration_types: "authenticated,dynamic" }),
  id: (row) => row.id,
};

/** The fields that an update may send, in the API's words; what is not given is left out, since null would empty it. */
const body = ({ name, description, scopes, redirectUris }: Partial<z.output<typeof inputs>>) => ({
  name,
  description,
  scopes,
  redirect_uris: redirectUris,
});

/**
 * An application that signs in through WorkOS: for people, or for machines of one organization. Its secrets are
 * resources of their own. One of the same name that this stack did not make is refused: people sign in by its addresses.
 * ASSUMED: names may repeat, so nothing but the name keeps a second one from being made.
 * Source: WorkOS API reference, "Connect application".
 */
export class ConnectApplication extends defineResource({
  vendor: workos,
  name: "ConnectApplication",
  inputs,
  computed,
  identity: ["name", "type", "organizationId"],
  immutable: ["type", "organizationId", "isFirstParty", "usesPkce"],
  standalone: { createdAt: (row: ApplicationRow) => new Date(row.created_at) },
  collection: connectApplications,
  scope: () => "",
  matches: (row, { name, type, organizationId }) =>
    row.name === name &&
    row.application_type === type &&
    (row.organization_id ?? undefined) === organizationId &&
    // What registered itself is somebody else's.
    row.was_dynamically_registered !== true,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({
    id: row.id,
    inputs: {
      name: row.name,
      description: row.description,
      type: row.application_type,
      organizationId: row.organization_id ?? undefined,
      isFirstParty: row.is_first_party,
      usesPkce: row.uses_pkce,
      scopes: [...row.scopes].sort(),
      redirectUris: row.redirect_uris?.map(({ uri, default: isDefault }) => ({ uri, default: isDefault })).sort(byUri),
    },
    computed: { clientId: row.client_id },
  }),

  observe: (client, { id }) => client.find<ApplicationRow>(path(id)),

  ensure: (client, declared) =>
    client.post<ApplicationRow>(APPLICATIONS, {
      ...body(declared),
      application_type: declared.type,
      organization_id: declared.organizationId,
      ...(declared.type === "oauth" && {
        uses_pkce: declared.usesPkce,
        is_first_party: declared.isFirstParty ?? declared.organizationId === undefined,
      }),
    }),

  sync: (client, changes, { row }) => client.put<ApplicationRow>(path(row.id), body(changes)),

  async remove(client, { id }) {
    await client.delete(path(id));
  },
}) {}
