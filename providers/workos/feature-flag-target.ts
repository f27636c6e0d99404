import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

interface FlagRow {
  id: string;
  slug: string;
  enabled: boolean;
}

/** Who a flag is for, as of its latest change. */
interface RuleRow {
  flagId: string;
  /** `all`: the list of targets decides nothing. */
  accessType: string;
  /** `untold`: the event about the change does not say. */
  targets: ReadonlySet<string> | "untold";
}

interface TargetRow {
  flag: string;
  targetId: string;
  /** Whether WorkOS said so; if not, it may be a target or not, and only what is declared stands. */
  isProven: boolean;
}

interface RuleEvent {
  id: string;
  data: { id: string };
  context?: {
    access_type?: string;
    configured_targets?: { organizations?: { id: string }[]; users?: { id: string }[] };
  };
}

const inputs = z.strictObject({
  /** Slug of a flag that exists; flags are made in the dashboard. */
  flag: z
    .string()
    .trim()
    .regex(/^[^/\s]+$/, "must be the slug of a flag"),
  /** Id of an organization or a user. */
  targetId: z
    .string()
    .regex(/^(org|user)_[A-Za-z0-9]+$/, "must be the id of an organization (org_…) or of a user (user_…)"),
});

const path = (flag: string, targetId: string): string =>
  `/feature-flags/${encodeURIComponent(flag)}/targets/${encodeURIComponent(targetId)}`;

const key = (flag: string, targetId: string): string => `${flag}/${targetId}`;

const featureFlags: Collection<WorkosClient, FlagRow> = {
  name: "feature flags",
  list: (client) => client.list("/feature-flags"),
  id: (row) => row.id,
};

/** As far as the events are read back for the latest change of each flag; every one of them names all its targets. */
const EVENT_PAGES = 3;

/**
 * The newest rule of each flag that was changed lately. No endpoint lists the targets of a flag, but the event about a
 * change has them all.
 */
const flagRules: Collection<WorkosClient, RuleRow> = {
  name: "rules of feature flags",
  async list(client) {
    const rules = new Map<string, RuleRow>();
    let after: string | undefined;
    for (let page = 0; page < EVENT_PAGES; page++) {
      const { data, list_metadata } = await client.get<{
        data: RuleEvent[];
        list_metadata?: { after?: string | null };
      }>("/events", { events: "flag.rule_updated", order: "desc", limit: 100, ...(after ? { after } : {}) });
      for (const { data: flag, context } of data) {
        // One that does not tell counts all the same: an older one is not the latest any more.
        if (!rules.has(flag.id))
          rules.set(flag.id, {
            flagId: flag.id,
            accessType: context?.access_type ?? "some",
            targets: targetsIn(context?.configured_targets),
          });
      }
      after = list_metadata?.after ?? undefined;
      if (!after) break;
    }
    return [...rules.values()];
  },
  id: (row) => row.flagId,
};

function targetsIn(configured: NonNullable<RuleEvent["context"]>["configured_targets"]): RuleRow["targets"] {
  if (!configured) return "untold";
  const { organizations = [], users = [] } = configured;
  return new Set([...organizations, ...users].map(({ id }) => id));
}

/** The flags that are on for an organization or a user, whatever the reason: as a target, by default, or for all. */
const flagsOn: Collection<WorkosClient, FlagRow> = {
  name: "flags that are on for a target",
  list(client, targetId) {
    const owner = targetId.startsWith("org_") ? "/organizations" : "/user_management/users";
    return noneIfGone(client.list(`${owner}/${encodeURIComponent(targetId)}/feature-flags`));
  },
  id: (row) => row.id,
};

/** The flag, and its rule where it was changed lately. */
async function latestRule(client: WorkosClient, slug: string) {
  const flag = (await client.snapshots.all(featureFlags, "")).find((each) => each.slug === slug);
  const rule = flag && (await client.snapshots.all(flagRules, "")).find(({ flagId }) => flagId === flag.id);
  return { flag, rule };
}

const isTarget = (rule: RuleRow | undefined, targetId: string): boolean =>
  rule !== undefined && rule.targets !== "untold" && rule.targets.has(targetId);

/**
 * One target of one flag, as far as WorkOS tells. A flag that is on for many says nothing about why, so that a target is
 * proven by the latest change of the flag only, and its absence by that or by the flag being off for it.
 */
export const featureFlagTargets: Collection<WorkosClient, TargetRow> = {
  name: "targets of feature flags",
  async list(client, scope) {
    const [slug = "", targetId = ""] = scope.split("/");
    const { flag, rule } = await latestRule(client, slug);
    if (!flag) return [];
    if (isTarget(rule, targetId)) return [{ flag: slug, targetId, isProven: true }];
    if (rule && rule.targets !== "untold" && rule.accessType !== "all") return [];
    // A flag that is switched off is off for its targets too.
    const isOff = flag.enabled && !(await client.snapshots.all(flagsOn, targetId)).some(({ id }) => id === flag.id);
    return isOff ? [] : [{ flag: slug, targetId, isProven: false }];
  },
  id: (row) => key(row.flag, row.targetId),
};

/**
 * An organization or a user that a feature flag is on for. WorkOS never lists targets; a refresh goes by the events about
 * the flag and, where they are too old, by the flags that are on for the target. Where neither tells, the target is taken
 * to be as it was declared; creating it again would change nothing. Source: WorkOS API reference, "Feature Flags".
 */
export class FeatureFlagTarget extends defineResource({
  vendor: workos,
  name: "FeatureFlagTarget",
  inputs,
  computed: z.object({}),
  identity: ["flag", "targetId"],
  immutable: ["flag", "targetId"],
  importId: ["flag", "targetId"],
  collection: featureFlagTargets,
  scope: ({ flag, targetId }) => key(flag, targetId),
  matches: ({ isProven }) => isProven,
  feed: {
    changes: ["flag.rule_updated"],
    removals: [],
    // The event's payload is the flag; whom the change was about stands beside it.
    concerns: (data, { inputs: { flag } }) => (data.slug === flag ? undefined : false),
  },

  describe: ({ flag, targetId }) => ({ id: key(flag, targetId), inputs: { flag, targetId }, computed: {} }),

  // Only what is proven can be taken over, so that a creation need not ask which flags are on.
  async lookUp(client, { flag, targetId }) {
    const { rule } = await latestRule(client, flag);
    return isTarget(rule, targetId) ? { flag, targetId, isProven: true } : undefined;
  },

  async ensure(client, { flag, targetId }) {
    await client.post(path(flag, targetId), {});
    return { flag, targetId, isProven: true };
  },

  async remove(client, { inputs: { flag, targetId } }) {
    await client.delete(path(flag, targetId));
  },
}) {}
