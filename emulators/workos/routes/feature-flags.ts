import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post, put } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { dashboardCause } from "../dashboard.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { list } from "../paging.ts";
import type { FeatureFlag, FlagTargetStep } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";

const nothingElse = {
  description: null,
  owner: null,
  tags: [],
  enabled: false,
  default_value: false,
  targets: [],
} as const;

/** Flags that a new environment has here. ASSUMED: at WorkOS somebody makes the first ones in the dashboard. */
export const FIRST_FLAGS = [
  { ...nothingElse, slug: "advanced-analytics", name: "Advanced Analytics", enabled: true },
  { ...nothingElse, slug: "beta-export", name: "Beta Export" },
] as const;

const slug = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "may contain lowercase letters, digits, - and _ only");
const fields = {
  name: z.string().regex(/\S/, "must not be empty"),
  description: z.string().nullable(),
  owner: z
    .object({
      email: z.string(),
      first_name: z.string().nullable().default(null),
      last_name: z.string().nullable().default(null),
    })
    .nullable(),
  tags: z.array(z.string()),
  default_value: z.boolean(),
};
const updateSchema = z.object({ ...fields, enabled: z.boolean() }).partial();
const createSchema = updateSchema.extend({ slug, name: fields.name });

export function featureFlagEndpoints(store: WorkosStore): Endpoint[] {
  const { featureFlags } = store;
  const setEnabled = (call: Call, enabled: boolean) => ({
    status: 200,
    body: render(updateFlag(store, existing(store, call), { enabled }, call.actor, call.now)),
  });
  /** The flags that are on for somebody; `isTarget` says whether they are a target of a flag. */
  const enabledFor = (call: Call, isTarget: (id: string) => boolean) => {
    const where = (flag: FeatureFlag) => flag.enabled && (flag.default_value || flag.targets.some(isTarget));
    return { status: 200, body: list(featureFlags, featureFlags.all, call.query, render, { where }) };
  };

  return [
    get("/feature-flags", ({ query }) => ({ status: 200, body: list(featureFlags, featureFlags.all, query, render) })),

    get("/feature-flags/{slug}", (call) => ({ status: 200, body: render(existing(store, call)) })),

    put("/feature-flags/{slug}/enable", (call) => setEnabled(call, true)),
    put("/feature-flags/{slug}/disable", (call) => setEnabled(call, false)),

    // Without a change there is no event.
    post("/feature-flags/{slug}/targets/{resourceId}", (call) => {
      const flag = existing(store, call);
      const id = existingTarget(store, call);
      if (!flag.targets.includes(id)) setTarget(store, flag, id, true, call);
      return { status: 204 };
    }),

    // ASSUMED: 204 for what is no target; the listed 404 is for unknown flags, users and organizations.
    del("/feature-flags/{slug}/targets/{resourceId}", (call) => {
      const flag = existing(store, call);
      const id = existingTarget(store, call);
      if (flag.targets.includes(id)) setTarget(store, flag, id, false, call);
      return { status: 204 };
    }),

    get("/organizations/{organizationId}/feature-flags", (call) => {
      const organization = existingOrganization(store, param(call, "organizationId"));
      return enabledFor(call, (id) => id === organization.id);
    }),

    // Those of the organizations that the user is an active member of count as well.
    get("/user_management/users/{userId}/feature-flags", (call) => {
      const user = existingUser(store, param(call, "userId"));
      const ids = new Set([user.id]);
      for (const membership of store.memberships.group("user_id", user.id))
        if (membership.status === "active") ids.add(membership.organization_id);
      return enabledFor(call, (id) => ids.has(id));
    }),
  ];
}

/** Flags are made, described and deleted in the dashboard only. */
export function featureFlagControl(store: WorkosStore): Endpoint[] {
  const { featureFlags } = store;
  return [
    post("/feature_flags", (call) => {
      const body = valid(createSchema, call.body);
      if (featureFlags.find("slug", body.slug))
        throw refusal(409, "feature_flag_slug_conflict", `A flag with the slug '${body.slug}' already exists.`);
      const flag = insertFlag(store, { ...nothingElse, ...body } as FlagFields, call.now);
      emit(store, "flag.created", flag, dashboardCause(call), call.now, {});
      return { status: 201, body: render(flag) };
    }),

    patch("/feature_flags/{slug}", (call) => {
      const changes = valid(updateSchema, optionalBody(call)) as Partial<FeatureFlag>;
      const flag = updateFlag(store, existing(store, call), changes, dashboardCause(call), call.now);
      return { status: 200, body: render(flag) };
    }),

    del("/feature_flags/{slug}", (call) => {
      const flag = existing(store, call);
      featureFlags.delete(flag.id);
      emit(store, "flag.deleted", flag, dashboardCause(call), call.now, {});
      return { status: 204 };
    }),
  ];
}

type FlagFields = Omit<FeatureFlag, "id" | "created_at" | "updated_at">;

export function insertFlag(store: WorkosStore, fields: FlagFields, now: Date): FeatureFlag {
  return store.featureFlags.insert({
    id: store.id("flag", now),
    ...fields,
    created_at: iso(now),
    updated_at: iso(now),
  });
}

/** Removes a deleted organization or user from all targets. ASSUMED: without an event. */
export function dropFlagTarget(store: WorkosStore, id: string): void {
  for (const flag of [...store.featureFlags.all]) if (flag.targets.includes(id)) replaceTarget(store, flag, id, false);
}

function existing(store: WorkosStore, call: Call): FeatureFlag {
  const flag = store.featureFlags.find("slug", param(call, "slug"));
  if (!flag) throw notFound("Feature flag", param(call, "slug"));
  return flag;
}

function existingTarget(store: WorkosStore, call: Call): string {
  const id = param(call, "resourceId");
  if (id.startsWith("org_")) return existingOrganization(store, id).id;
  if (id.startsWith("user_")) return existingUser(store, id).id;
  throw refusal(400, "invalid_resource_id_format", "Invalid resource id");
}

function updateFlag(
  store: WorkosStore,
  flag: FeatureFlag,
  changes: Partial<FeatureFlag>,
  cause: Cause,
  now: Date,
): FeatureFlag {
  const change = changed<FeatureFlag>(flag, changes, now);
  if (!change) return flag;
  const { owner, ...previous } = change.previous;
  store.featureFlags.replace(change.record);
  emit(store, "flag.updated", change.record, cause, now, { previous_attributes: { data: previous } });
  return change.record;
}

function replaceTarget(store: WorkosStore, flag: FeatureFlag, id: string, isTarget: boolean): FeatureFlag {
  const steps = store.flagTargetSteps.get(flag.id) ?? [];
  store.flagTargetSteps.set(flag.id, steps);
  steps.push({ id, isTarget, label: store.organizations.get(id)?.name ?? store.users.get(id)?.email ?? "" });
  const others = flag.targets.filter((target) => target !== id);
  return store.featureFlags.replace({ ...flag, targets: isTarget ? [...others, id] : others });
}

/** Adds or removes a target. The event has all targets before and after. */
function setTarget(store: WorkosStore, flag: FeatureFlag, id: string, isTarget: boolean, call: Call): void {
  const changed = replaceTarget(store, flag, id, isTarget);
  const updated = store.featureFlags.replace({ ...changed, updated_at: iso(call.now) });
  const steps = store.flagTargetSteps.get(flag.id) ?? [];
  const count = steps.length;
  const [before, after] = [accessType(flag), accessType(updated)];
  emit(store, "flag.rule_updated", updated, call.actor, call.now, {
    access_type: after,
    // Computed when read: if thousands of targets are added one by one, storing each list would need too much memory.
    get configured_targets() {
      return targetsAfter(steps, count);
    },
    get previous_attributes() {
      const configured_targets = targetsAfter(steps, count - 1);
      return { context: { ...(before === after ? {} : { access_type: before }), configured_targets } };
    },
  });
}

/** Who the flag is for. ASSUMED: a flag that is on by default is for all, whoever its targets are. */
const accessType = ({ default_value, targets }: FeatureFlag) =>
  default_value ? "all" : targets.length > 0 ? "some" : "none";

function targetsAfter(steps: readonly FlagTargetStep[], count: number) {
  const labels = new Map<string, string>();
  for (const { id, isTarget, label } of steps.slice(0, count)) {
    labels.delete(id);
    if (isTarget) labels.set(id, label);
  }
  const all = [...labels].map(([id, label]) => ({ id, label }));
  return {
    organizations: all.filter(({ id }) => id.startsWith("org_")).map(({ id, label: name }) => ({ id, name })),
    users: all.filter(({ id }) => id.startsWith("user_")).map(({ id, label: email }) => ({ id, email })),
  };
}

const render = ({ targets, ...flag }: FeatureFlag) => ({ object: "feature_flag", ...flag });

/** Flags belong to the environment, so that their events have no organization. */
function emit(store: WorkosStore, type: string, flag: FeatureFlag, cause: Cause, now: Date, context: object): void {
  const data = { ...render(flag), environment_id: store.environmentId };
  const whole = Object.defineProperties({ client_id: store.clientId }, Object.getOwnPropertyDescriptors(context));
  store.emit(type, data, { cause, now, context: whole });
}
