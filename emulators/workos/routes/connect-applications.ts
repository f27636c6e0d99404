import { z } from "zod";
import { type Call, del, type Endpoint, get, param, patch, post, put } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { changed } from "../changes.ts";
import { invalid, notFound, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { moment } from "../fields.ts";
import { list, text, texts } from "../paging.ts";
import type { ClientSecret, ConnectApplication } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";
import { origin } from "./cors-origins.ts";

const name = z.string().regex(/\S/, "must not be empty");
const description = z.string().nullish();
const scopes = z.array(z.string()).nullish();
const redirectUris = z
  .array(
    z.object({ uri: z.string().refine((uri) => URL.canParse(uri), "must be a URI"), default: z.boolean().nullish() }),
  )
  .refine((uris) => uris.filter((one) => one.default).length < 2, "has more than one default")
  .nullish();

const corsOrigins = z.array(origin).nullish();

const createSchema = z.discriminatedUnion("application_type", [
  z.object({
    application_type: z.literal("oauth"),
    name,
    description,
    scopes,
    redirect_uris: redirectUris,
    cors_origins: corsOrigins,
    uses_pkce: z.boolean().nullish(),
    is_first_party: z.boolean(),
    organization_id: z.string().nullish(),
  }),
  z.object({ application_type: z.literal("m2m"), name, description, scopes, organization_id: z.string() }),
]);
const updateSchema = z.object({
  name: name.optional(),
  description,
  scopes,
  redirect_uris: redirectUris,
  cors_origins: corsOrigins,
});
/** What a new client secret is made from. */
const noMembers = z.object({});
const registrationTypes = z.array(z.enum(["authenticated", "dynamic"]));

export function connectApplicationEndpoints(store: WorkosStore): Endpoint[] {
  const { applications, clientSecrets } = store;
  const existing = (call: Call): ConnectApplication => {
    const id = param(call, "id");
    const application = findApplication(store, id);
    if (!application) throw notFound("Connect application", id);
    return application;
  };

  return [
    // Applications that registered themselves exist at WorkOS only, so that a list of those alone is empty.
    get("/connect/applications", ({ query }) => {
      const organizationId = text(query, "organization_id");
      const kinds = valid(registrationTypes, texts(query, "registration_types") ?? ["authenticated"]);
      const where = (application: ConnectApplication) =>
        kinds.includes("authenticated") &&
        (organizationId === undefined || application.organization_id === organizationId);
      return { status: 200, body: list(applications, applications.all, query, renderApplication, { where }) };
    }),

    // ASSUMED: names may repeat.
    post("/connect/applications", (call) => {
      const body = valid(createSchema, call.body);
      const isFirstParty = body.application_type === "oauth" && body.is_first_party;
      if (!isFirstParty && !body.organization_id)
        throw invalid([{ field: "organization_id", text: "is required for a third-party application" }]);
      const organization_id = isFirstParty ? null : existingOrganization(store, body.organization_id ?? "").id;
      const oauth = body.application_type === "oauth" ? body : undefined;
      const application = applications.insert({
        id: store.id("conn_app", call.now),
        client_id: store.id("client", call.now),
        application_type: body.application_type,
        name: body.name,
        description: body.description ?? null,
        scopes: body.scopes ?? [],
        organization_id,
        redirect_uris: withDefault(oauth?.redirect_uris),
        cors_origins: oauth?.cors_origins ?? [],
        uses_pkce: oauth?.uses_pkce ?? false,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: renderApplication(application) };
    }),

    get("/connect/applications/{id}", (call) => ({ status: 200, body: renderApplication(existing(call)) })),

    // Omitted members are unchanged; null clears them.
    put("/connect/applications/{id}", (call) => {
      const application = existing(call);
      const { name, description, scopes, redirect_uris, cors_origins } = valid(updateSchema, call.body);
      for (const [field, value] of Object.entries({ redirect_uris, cors_origins }))
        if (value && application.application_type === "m2m")
          throw invalid([{ field, text: "is for oauth applications only" }]);
      const change = changed<ConnectApplication>(
        application,
        {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(scopes === undefined ? {} : { scopes: scopes ?? [] }),
          ...(redirect_uris === undefined ? {} : { redirect_uris: withDefault(redirect_uris) }),
          ...(cors_origins === undefined ? {} : { cors_origins: cors_origins ?? [] }),
        },
        call.now,
      );
      return { status: 200, body: renderApplication(change ? applications.replace(change.record) : application) };
    }),

    del("/connect/applications/{id}", (call) => {
      removeApplication(store, existing(call));
      return { status: 204 };
    }),

    // A bare array, unlike every other list.
    get("/connect/applications/{id}/client_secrets", (call) => ({
      status: 200,
      body: [...clientSecrets.group("application_id", existing(call).id)].map(renderSecret),
    })),

    post("/connect/applications/{id}/client_secrets", (call) => {
      const application = existing(call);
      valid(noMembers, call.body);
      const secret = clientSecrets.insert({
        id: store.id("secret", call.now),
        application_id: application.id,
        secret: randomText(48),
        last_used_at: null,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: { ...renderSecret(secret), secret: secret.secret } };
    }),

    del("/connect/client_secrets/{id}", (call) => {
      const id = param(call, "id");
      if (!clientSecrets.get(id)) throw notFound("Client secret", id);
      clientSecrets.delete(id);
      return { status: 204 };
    }),
  ];
}

/** By id or by client id. */
export const findApplication = (store: WorkosStore, id: string): ConnectApplication | undefined =>
  store.applications.get(id) ?? store.applications.find("client_id", id);

/** Deletes an application with its secrets and the users' consents. */
export function removeApplication(store: WorkosStore, application: ConnectApplication): void {
  for (const grant of [...store.authorizedApplications.group("application_id", application.id)])
    store.authorizedApplications.delete(grant.id);
  for (const secret of [...store.clientSecrets.group("application_id", application.id)])
    store.clientSecrets.delete(secret.id);
  store.applications.delete(application.id);
}

/** ASSUMED: the first one is the default if none says it is. */
function withDefault(uris: readonly { uri: string; default?: boolean | null | undefined }[] | null | undefined) {
  const chosen = uris?.findIndex((one) => one.default) ?? -1;
  return (uris ?? []).map(({ uri }, index) => ({ uri, default: index === Math.max(0, chosen) }));
}

export function renderApplication(application: ConnectApplication) {
  const { id, client_id, name, description, scopes, created_at, updated_at } = application;
  const shared = { object: "connect_application", id, client_id, name, description, scopes, created_at, updated_at };
  const { application_type, redirect_uris, cors_origins, uses_pkce, organization_id } = application;
  if (application_type === "m2m") return { ...shared, application_type, organization_id };
  const oauth = { ...shared, application_type, redirect_uris, cors_origins, uses_pkce };
  return organization_id === null
    ? { ...oauth, is_first_party: true }
    : { ...oauth, is_first_party: false, was_dynamically_registered: false, organization_id };
}

const usedSchema = z.object({ last_used_at: moment.transform((text) => iso(new Date(text))).nullable() });

/** An application gets a token with its secret. */
export function clientSecretControl({ clientSecrets }: WorkosStore): Endpoint[] {
  return [
    patch("/client_secrets/{id}", (call) => {
      const secret = clientSecrets.get(param(call, "id"));
      if (!secret) throw notFound("Client secret", param(call, "id"));
      return { status: 200, body: renderSecret(clientSecrets.replace({ ...secret, ...valid(usedSchema, call.body) })) };
    }),
  ];
}

const renderSecret = ({ id, secret, last_used_at, created_at, updated_at }: ClientSecret) => ({
  object: "connect_application_secret",
  id,
  secret_hint: secret.slice(-6),
  last_used_at,
  created_at,
  updated_at,
});
