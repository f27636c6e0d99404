import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, post } from "../../core/api.ts";
import { mapOf } from "../../core/map-of.ts";
import { givenMembers } from "../changes.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { listed, plainPage } from "../paging.ts";
import type { IdentityProvider } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";

const given = z.string().regex(/\S/, "must not be empty");
const verification = z.discriminatedUnion("type", [
  z.object({ type: z.literal("discovery"), discovery_url: z.string().nullable() }),
  z.object({ type: z.literal("uploaded_jwks"), jwks: mapOf(z.unknown()) }),
]);
const changeable = {
  name: given,
  issuer: given,
  audience: given,
  enabled: z.boolean().optional(),
  attribute_transformations: z.array(z.object({ attribute: z.string(), expression: z.string() })).optional(),
  verification: verification.optional(),
};
const createSchema = z.object({ ...changeable, type: z.literal("oidc"), description: z.string().optional() });
const updateSchema = z.object({ ...changeable, description: z.string().nullable() }).partial();

export function identityProviderEndpoints(store: OpenaiStore): Endpoint[] {
  const { identityProviders } = store;
  const base = "/organization/workload_identity_providers";

  return [
    get(base, ({ query }) => {
      const all = listed(identityProviders, identityProviders.all);
      return { status: 200, body: plainPage(all, query, render, { ordered: true }) };
    }),

    post(base, (call) => {
      const { type, ...body } = valid(createSchema, call.body);
      const provider = identityProviders.insert({
        id: store.id("wip_"),
        ...body,
        description: body.description ?? null,
        enabled: body.enabled ?? true,
        attribute_transformations: body.attribute_transformations ?? [],
        verification: body.verification ?? { type: "discovery", discovery_url: null },
        created_at: seconds(call.now),
        updated_at: seconds(call.now),
      });
      const data = givenMembers({ type, ...body });
      store.audit("workload_identity_provider.created", { id: provider.id, data }, call.actor, call.now);
      return store.created(render(provider));
    }),

    get(`${base}/{workload_identity_provider_id}`, (call) => ({
      status: 200,
      body: render(existingProvider(store, call)),
    })),

    post(`${base}/{workload_identity_provider_id}`, (call) => {
      const provider = existingProvider(store, call);
      const changes = givenMembers(valid(updateSchema, optionalBody(call)));
      const updated = identityProviders.replace({ ...provider, ...changes, updated_at: seconds(call.now) });
      const detail = { id: provider.id, changes_requested: changes };
      if (Object.keys(changes).length > 0)
        store.audit("workload_identity_provider.updated", detail, call.actor, call.now);
      return { status: 200, body: render(updated) };
    }),

    // Source: SDK 7.57. Its rules have to go first.
    del(`${base}/{workload_identity_provider_id}`, (call) => {
      const { id, name } = existingProvider(store, call);
      if (store.federationRules.group("provider_id", id).size > 0)
        throw refusal("A workload identity provider that has federation rules cannot be deleted.");
      identityProviders.delete(id);
      store.audit("workload_identity_provider.deleted", { id, name }, call.actor, call.now);
      return { status: 200, body: { object: "organization.workload_identity_provider.deleted", id, deleted: true } };
    }),
  ];
}

export function existingProvider(store: OpenaiStore, call: Call): IdentityProvider {
  const id = param(call, "workload_identity_provider_id");
  const provider = store.identityProviders.get(id);
  if (!provider) throw notFound("workload identity provider", id);
  return provider;
}

const render = (provider: IdentityProvider) => ({
  object: "organization.workload_identity_provider",
  type: "oidc",
  ...provider,
});
