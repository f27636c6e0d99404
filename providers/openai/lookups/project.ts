import type { OpenAI } from "openai";
import { at, given } from "../../kit.ts";
import { ask, type OneOf, oneOf, only } from "./question.ts";

export type ProjectFound = Readonly<ReturnType<typeof found>>;

type ProjectRow = OpenAI.Admin.Organization.Project;

const one = oneOf("id", "name");

/**
 * One project, by its id, archived or not, or by its name as it is spelled: there, archived ones do not count.
 * @throws UnansweredError when there is none, or when several projects have the name
 */
export const getProject = (by: OneOf<"id" | "name">): Promise<ProjectFound> =>
  ask("getProject", one, by, async (answers, args) => {
    const { id, name } = args;
    const words = ["project", "projects"] as const;
    if (id !== undefined) {
      const row = await answers.find<ProjectRow>(at`/organization/projects/${id}`);
      return only(words, args, [row && found(row)]);
    }
    // Without archived ones: an answer may leave out which ones those are.
    const rows = await answers.list<ProjectRow>(at`/organization/projects`);
    const named = rows.filter((row) => given(row.name, `name of ${row.id}`) === name?.trim());
    return only(words, args, named.filter(({ status }) => status !== "archived").map(found));
  });

const found = (row: ProjectRow) => ({
  id: row.id,
  /** Null for one without. */
  name: given(row.name, `name of ${row.id}`),
  /** `active` or `archived`; null where OpenAI does not say. */
  status: row.status ?? null,
  /** E.g. `EU_STORAGE_PROCESSING`; null where OpenAI does not say. */
  residency: (row.residency ?? null) as string | null,
  createdAt: row.created_at,
});
