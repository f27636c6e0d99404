import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, post } from "../../core/api.ts";
import { mapOf } from "../../core/map-of.ts";
import { givenMembers } from "../changes.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { listed, plainPage, text } from "../paging.ts";
import type { FederationRule } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";
import { existingProvider } from "./workload-identity-providers.ts";

const permissions = z.discriminatedUnion("type", [
  z.object({ type: z.literal("service_account_default") }),
  z.object({ type: z.literal("restricted"), scopes: z.array(z.string()) }),
]);
const matchers = mapOf(z.union([z.string(), z.number(), z.boolean()]));
const createSchema = z.object({
  project_id: z.string(),
  service_account_id: z.string(),
  attribute_matchers: matchers,
  name: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  permissions: permissions.optional(),
});
const updateSchema = z.object({
  attribute_matchers: matchers.optional(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  enabled: z.boolean().optional(),
  permissions: permissions.optional(),
});

export function federationRuleEndpoints(store: OpenaiStore): Endpoint[] {
  const { federationRules } = store;
  const base = "/organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules";
  const existing = (call: Call): FederationRule => {
    const provider = existingProvider(store, call);
    const id = param(call, "federation_rule_id");
    const rule = federationRules.get(id);
    if (rule?.workload_identity_provider_id !== provider.id) throw notFound("federation rule", id);
    return rule;
  };
  /** Audit logs call rules mappings. */
  const audit = (verb: string, rule: FederationRule, detail: object, { actor, now }: Call) => {
    const ids = { id: rule.id, identity_provider_id: rule.workload_identity_provider_id };
    const type = `workload_identity_provider_mapping.${verb}`;
    store.audit(type, { ...ids, ...detail }, actor, now, rule.project_id);
  };

  return [
    get(base, (call) => {
      const accountId = text(call.query, "service_account_id");
      const where = (rule: FederationRule) => accountId === undefined || rule.service_account_id === accountId;
      const rules = federationRules.group("provider_id", existingProvider(store, call).id);
      return {
        status: 200,
        body: plainPage(listed(federationRules, rules, where), call.query, render, { ordered: true }),
      };
    }),

    post(base, (call) => {
      const provider = existingProvider(store, call);
      const body = valid(createSchema, call.body);
      if (store.serviceAccounts.get(body.service_account_id)?.project_id !== body.project_id)
        throw refusal("Invalid 'service_account_id': no such account in the project.", {
          param: "service_account_id",
          code: "invalid_value",
        });
      const rule = federationRules.insert({
        id: store.id("wifr_"),
        workload_identity_provider_id: provider.id,
        ...body,
        name: body.name ?? null,
        description: body.description ?? null,
        enabled: body.enabled ?? true,
        permissions: body.permissions ?? { type: "service_account_default" },
        created_at: seconds(call.now),
        updated_at: seconds(call.now),
      });
      audit("created", rule, { data: givenMembers(body) }, call);
      return store.created(render(rule));
    }),

    get(`${base}/{federation_rule_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    post(`${base}/{federation_rule_id}`, (call) => {
      const rule = existing(call);
      const changes = givenMembers(valid(updateSchema, optionalBody(call)));
      const updated = federationRules.replace({ ...rule, ...changes, updated_at: seconds(call.now) });
      if (Object.keys(changes).length > 0) audit("updated", rule, { changes_requested: changes }, call);
      return { status: 200, body: render(updated) };
    }),

    del(`${base}/{federation_rule_id}`, (call) => {
      const rule = existing(call);
      const { id, project_id, service_account_id } = rule;
      federationRules.delete(id);
      audit("deleted", rule, { project_id, service_account_id }, call);
      const object = "organization.workload_identity_federation_rule.deleted";
      return { status: 200, body: { object, id, deleted: true } };
    }),
  ];
}

const render = (rule: FederationRule) => ({ object: "organization.workload_identity_federation_rule", ...rule });
