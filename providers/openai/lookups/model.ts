import type { OpenAI } from "openai";
import { at, fail, given, z } from "../../kit.ts";
import { type LimitRow, showLimits } from "../project-rate-limit.ts";
import { type Answers, ask, text } from "./question.ts";

export interface ModelFound {
  /** As OpenAI lists it, e.g. `gpt-5`. */
  readonly model: string;
  /** Whether the project may use it. */
  readonly allowed: boolean;
}
export type RateLimitsFound = Readonly<ReturnType<typeof limits>>;

type PermissionsRow = OpenAI.Admin.Organization.Projects.ProjectModelPermissions;

const some = z.strictObject({ projectId: text });
export type ModelsQuestion = Readonly<z.input<typeof some>>;

/**
 * The models that there are for a project: those that it has limits for. ASSUMED: a project whose models are not restricted is
 * answered with 404 when asked for its list of them, and the list has the same names as the limits.
 */
export const listModels = (of: ModelsQuestion): Promise<readonly ModelFound[]> =>
  ask("listModels", some, of, async (answers, { projectId }) => {
    // First: it fails for a project that is not there, which the other answers like one without a list.
    const rows = await limitsIn(answers, projectId);
    const list = await answers.find<PermissionsRow>(at`/organization/projects/${projectId}/model_permissions`);
    return rows.map((row) => {
      const model = given(row.model, `model of ${row.id}`);
      return { model, allowed: list === undefined || isAllowed(list, model) };
    });
  });

/** What a project may ask of each model. */
export const listRateLimits = (of: ModelsQuestion): Promise<readonly RateLimitsFound[]> =>
  ask("listRateLimits", some, of, async (answers, { projectId }) => (await limitsIn(answers, projectId)).map(limits));

const limitsIn = (answers: Answers, projectId: string): Promise<readonly LimitRow[]> =>
  answers.list(at`/organization/projects/${projectId}/rate_limits`);

function isAllowed({ mode, model_ids }: PermissionsRow, model: string): boolean {
  const isListed = given(model_ids, "model_ids").includes(model);
  if (mode === "allow_list") return isListed;
  if (mode === "deny_list") return !isListed;
  throw fail(`OpenAI restricts models by ${mode}, and here allow_list and deny_list are known`, "");
}

/** As `ProjectRateLimit` has them; undefined are those that the model has not, or of which OpenAI does not say. */
const limits = (row: LimitRow) => ({
  ...showLimits(row),
  model: given(row.model, `model of ${row.id}`),
  requestsPerMinute: given(row.max_requests_per_1_minute, `max_requests_per_1_minute of ${row.id}`),
  tokensPerMinute: given(row.max_tokens_per_1_minute, `max_tokens_per_1_minute of ${row.id}`),
});
