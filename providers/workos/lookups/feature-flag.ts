import type { FeatureFlagResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { ask, only, text } from "./question.ts";

export type FeatureFlagFound = Readonly<ReturnType<typeof found>>;

const some = z
  .strictObject({ organizationId: text.optional(), userId: text.optional() })
  .refine(({ organizationId, userId }) => !organizationId || !userId, "takes organizationId or userId, not both");

/** The flags that are on for one organization or one user, for whatever reason; neither means all flags there are. */
export type FeatureFlagQuestion = Readonly<z.input<typeof some>>;

export const listFeatureFlags = (of: FeatureFlagQuestion = {}): Promise<readonly FeatureFlagFound[]> =>
  ask("listFeatureFlags", some, of, async (answers, { organizationId, userId }) => {
    const ofUser = userId === undefined ? at`/feature-flags` : at`/user_management/users/${userId}/feature-flags`;
    const path = organizationId === undefined ? ofUser : at`/organizations/${organizationId}/feature-flags`;
    return (await answers.list<FeatureFlagResponse>(path)).map(found);
  });

/**
 * One feature flag by its slug.
 * @throws UnansweredError when there is none
 */
export const getFeatureFlag = (of: { readonly slug: string }): Promise<FeatureFlagFound> =>
  ask("getFeatureFlag", z.strictObject({ slug: text }), of, async (answers, args) => {
    const row = await answers.find<FeatureFlagResponse>(at`/feature-flags/${args.slug}`);
    return only(["feature flag", "feature flags"], args, [row && found(row)]);
  });

const found = (row: FeatureFlagResponse) => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description ?? null,
  /** Whether it is switched on in this environment at all. */
  enabled: row.enabled,
  /** What those get who are no target. */
  defaultValue: row.default_value ?? false,
  tags: (row.tags ?? []) as readonly string[],
});
