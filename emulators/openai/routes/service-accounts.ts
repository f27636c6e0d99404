import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, listed } from "../paging.ts";
import type { ServiceAccount } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";
import { createApiKey, expiresInSeconds, renderNewApiKey } from "./api-keys.ts";
import { activeProject, existingProject } from "./projects.ts";

const name = z.string().regex(/\S/, "must not be empty");
const createSchema = z.object({
  name,
  create_service_account_only: z.boolean().nullish(),
  expires_in_seconds: expiresInSeconds.nullish(),
});
const updateSchema = z.object({ name: name.optional(), role: z.enum(["member", "owner"]).optional() });
const createKeySchema = z.object({
  name: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  expires_in_seconds: expiresInSeconds.nullish(),
});

export function serviceAccountEndpoints(store: OpenaiStore): Endpoint[] {
  const { serviceAccounts } = store;
  const base = "/organization/projects/{project_id}/service_accounts";
  const existing = (call: Call): ServiceAccount => {
    const project = existingProject(store, call);
    const id = param(call, "service_account_id");
    const account = serviceAccounts.get(id);
    if (account?.project_id !== project.id) throw notFound("service account", id);
    return account;
  };

  return [
    get(base, (call) => {
      const accounts = serviceAccounts.group("project_id", activeProject(store, call).id);
      const { omitLastId } = store.switches.values;
      return { status: 200, body: cursorPage(listed(serviceAccounts, accounts), call.query, render, { omitLastId }) };
    }),

    post(base, (call) => {
      const project = activeProject(store, call);
      const body = valid(createSchema, call.body);
      const alone = body.create_service_account_only === true;
      if (alone && typeof body.expires_in_seconds === "number")
        throw refusal("'expires_in_seconds' cannot be set when only the service account is created.", {
          param: "expires_in_seconds",
          code: "invalid_value",
        });
      const account = serviceAccounts.insert({
        id: store.id("svc_acct_"),
        project_id: project.id,
        name: body.name,
        role: alone ? "none" : "member",
        created_at: seconds(call.now),
      });
      store.audit(
        "service_account.created",
        { id: account.id, data: { role: account.role } },
        call.actor,
        call.now,
        project.id,
      );
      const key = alone ? null : createApiKey(store, account, { expires_in_seconds: body.expires_in_seconds }, call);
      return store.created({ ...render(account), api_key: key && renderNewApiKey(key) });
    }),

    get(`${base}/{service_account_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    post(`${base}/{service_account_id}`, (call) => {
      activeProject(store, call);
      const account = existing(call);
      const body = valid(updateSchema, call.body);
      const updated = { ...account, name: body.name ?? account.name, role: body.role ?? account.role };
      serviceAccounts.replace(updated);
      if (updated.name !== account.name || updated.role !== account.role) {
        // The log shows the role only, whatever changed.
        const changes_requested = updated.role === account.role ? {} : { role: updated.role };
        const detail = { id: account.id, changes_requested };
        store.audit("service_account.updated", detail, call.actor, call.now, account.project_id);
      }
      return { status: 200, body: render(updated) };
    }),

    // ASSUMED: the account's keys and federation rules are deleted with it, without audit logs of their own.
    del(`${base}/{service_account_id}`, (call) => {
      const account = existing(call);
      for (const key of [...store.apiKeys.group("owner_id", account.id)]) store.apiKeys.delete(key.id);
      for (const rule of [...store.federationRules.group("project_id", account.project_id)])
        if (rule.service_account_id === account.id) store.federationRules.delete(rule.id);
      serviceAccounts.delete(account.id);
      store.audit("service_account.deleted", { id: account.id }, call.actor, call.now, account.project_id);
      return {
        status: 200,
        body: { object: "organization.project.service_account.deleted", id: account.id, deleted: true },
      };
    }),

    post(`${base}/{service_account_id}/api_keys`, (call) => {
      activeProject(store, call);
      const account = existing(call);
      const body = valid(createKeySchema, optionalBody(call));
      return store.created(renderNewApiKey(createApiKey(store, account, body, call)));
    }),
  ];
}

const render = (account: ServiceAccount) => ({
  object: "organization.project.service_account",
  id: account.id,
  name: account.name,
  role: account.role,
  created_at: account.created_at,
});
