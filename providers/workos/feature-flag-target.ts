import type { FeatureFlagResponse } from "@workos-inc/node";
import { Answers, type Api, at, defineResource, isNotFound, when, z } from "../kit.ts";
import { workos } from "./client.ts";
import { flagSlug } from "./fields.ts";

interface TargetRow {
  /** Whether WorkOS said that it is one; if not, it may be a target or not, and only what is declared stands. */
  isProven: boolean;
}

/**
 * An organization or a user that a feature flag is on for. WorkOS never lists targets; a refresh goes by the events about
 * the flag and, where they are too old, by the flags that are on for the target. Where neither tells, the target is taken
 * to be as it was declared; creating it again would change nothing. Its id is `flag/targetId`.
 * Source: WorkOS API reference, "Feature Flags".
 * @removal no longer targets it
 */
export class FeatureFlagTarget extends defineResource(workos, "FeatureFlagTarget", {
  inputs: z.strictObject({
    /** Slug of a flag that exists; flags are made in the dashboard. */
    flag: flagSlug,
    /** Id of an organization or a user. */
    targetId: z
      .string()
      .regex(/^(org|user)_[A-Za-z0-9]+$/, "must be the id of an organization (org_…) or of a user (user_…)"),
  }),
  scope: ["flag", "targetId"],
  key: ["flag", "targetId"],
  importId: "key",
  feed: {
    changes: ["flag.rule_updated"],
    removals: [],
    // The event's payload is the flag; whom the change was about stands beside it.
    about: (data, { flag }) => (data.slug === flag ? undefined : false),
  },
  /**
   * One target of one flag, as far as WorkOS tells. A flag that is on for many says nothing about why, so that a target is
   * proven by the latest change of the flag only, and its absence by that or by the flag being off for it.
   */
  async list(api, { flag: slug, targetId }): Promise<TargetRow[]> {
    const { flag, rule } = await latestRule(api, slug);
    if (!flag) return [];
    if (isTarget(rule, targetId)) return [{ isProven: true }];
    if (rule?.targets && rule.accessType !== "all") return [];
    // A flag that is switched off is off for its targets too.
    return flag.enabled && !(await isOnFor(api, flag, targetId)) ? [] : [{ isProven: false }];
  },
  id: (_row, { flag, targetId }) => `${flag}/${targetId}`,
  matches: ({ isProven }) => isProven,
  show: (_row, { flag, targetId }) => ({ flag, targetId }),
  // Only what is proven can be taken over, so that a creation need not ask which flags are on.
  async lookUp(api, { flag, targetId }) {
    const { rule } = await latestRule(api, flag);
    return isTarget(rule, targetId) ? { isProven: true } : undefined;
  },
  async ensure(api, { flag, targetId }) {
    await api.post(at`/feature-flags/${flag}/targets/${targetId}`);
    answersOf(api).forget(RULES);
    return { isProven: true };
  },
  remove: (api, { flag, targetId }) =>
    api.delete(at`/feature-flags/${flag}/targets/${targetId}`).finally(() => answersOf(api).forget(RULES)),
}) {}

/** Who a flag is for, as of its latest change. */
interface Rule {
  /** `all`: the list of targets decides nothing. */
  accessType: string;
  /** Absent where the event about the change does not say. */
  targets: ReadonlySet<string> | undefined;
}

const isTarget = (rule: Rule | undefined, targetId: string): boolean => rule?.targets?.has(targetId) ?? false;

const RULES = "the latest rule of each flag";

/** The flag, and its rule where it was changed lately. */
async function latestRule(api: Api, slug: string) {
  const answers = answersOf(api);
  const flag = (await answers.list<FeatureFlagResponse>(at`/feature-flags`)).find((each) => each.slug === slug);
  const rule = flag && (await answers.once(RULES, () => latestRules(api))).get(flag.id);
  return { flag, rule };
}

/** Whether a flag is on for an organization or a user, whatever the reason: as a target, by default, or for all. */
async function isOnFor(api: Api, { id }: FeatureFlagResponse, targetId: string): Promise<boolean> {
  const path = targetId.startsWith("org_")
    ? at`/organizations/${targetId}/feature-flags`
    : at`/user_management/users/${targetId}/feature-flags`;
  const flags = answersOf(api).list<FeatureFlagResponse>(path);
  // Whoever is gone has no flags.
  return (await flags.catch(when(isNotFound, () => []))).some((flag) => flag.id === id);
}

/** What is read about all flags is asked for once in a run. */
const answersOf = (api: Api): Answers => api.run.memory("answers about feature flags", () => new Answers(api));

/** As far as the events are read back for the latest change of each flag; every one of them names all its targets. */
const EVENT_PAGES = 3;

/**
 * The newest rule of each flag that was changed lately. No endpoint lists the targets of a flag, but the event about a
 * change has them all.
 */
async function latestRules(api: Api): Promise<ReadonlyMap<string, Rule>> {
  const rules = new Map<string, Rule>();
  let after: string | undefined;
  for (let page = 0; page < EVENT_PAGES; page++) {
    const query = { events: "flag.rule_updated", order: "desc", limit: 100, after };
    const { data, list_metadata } = await api.get<EventPage>(at`/events`, query);
    for (const { data: flag, context } of data) {
      if (rules.has(flag.id)) continue;
      // One that does not tell counts all the same: an older one is not the latest any more.
      const { access_type: accessType = "some", configured_targets: told } = context ?? {};
      const targets = told && new Set([...(told.organizations ?? []), ...(told.users ?? [])].map(({ id }) => id));
      rules.set(flag.id, { accessType, targets });
    }
    after = list_metadata?.after ?? undefined;
    if (!after) break;
  }
  return rules;
}

type Ids = { id: string }[];

interface EventPage {
  data: {
    data: { id: string };
    context?: { access_type?: string; configured_targets?: { organizations?: Ids; users?: Ids } };
  }[];
  list_metadata?: { after?: string | null };
}
