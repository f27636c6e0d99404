import { z } from "zod";
import { ask, only, text } from "./question.ts";

export interface FeatureFlagFound {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  /** Whether it is switched on in this environment at all. */
  readonly enabled: boolean;
  /** What those get who are no target. */
  readonly defaultValue: boolean;
  readonly tags: readonly string[];
}

/** The flags that are on for one organization or one user, for whatever reason; neither means all flags there are. */
export interface FeatureFlagQuestion {
  readonly organizationId?: string | undefined;
  readonly userId?: string | undefined;
}

interface Row {
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  enabled: boolean;
  default_value?: boolean;
  tags?: string[];
}

const some = z
  .strictObject({ organizationId: text.optional(), userId: text.optional() })
  .refine(({ organizationId, userId }) => organizationId === undefined || userId === undefined, {
    error: "takes organizationId or userId, not both",
  });
const one = z.strictObject({ slug: text });

export const listFeatureFlags = (of: FeatureFlagQuestion = {}): Promise<readonly FeatureFlagFound[]> =>
  ask("listFeatureFlags", some, of, async (answers, { organizationId, userId }) => {
    const organization = organizationId && `/organizations/${encodeURIComponent(organizationId)}`;
    const user = userId && `/user_management/users/${encodeURIComponent(userId)}`;
    return (await answers.list<Row>(`${organization ?? user ?? ""}/feature-flags`)).map(found);
  });

/**
 * One feature flag by its slug.
 * @throws UnansweredError when there is none
 */
export const getFeatureFlag = (of: { readonly slug: string }): Promise<FeatureFlagFound> =>
  ask("getFeatureFlag", one, of, async (answers, args) => {
    const row = await answers.find<Row>(`/feature-flags/${encodeURIComponent(args.slug)}`);
    return only(["feature flag", "feature flags"], args, row ? [found(row)] : []);
  });

const found = (row: Row): FeatureFlagFound => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description ?? null,
  enabled: row.enabled,
  defaultValue: row.default_value ?? false,
  tags: row.tags ?? [],
});
