import { at, given, z } from "../../kit.ts";
import type { RoleRow } from "../role.ts";
import { ask, text } from "./question.ts";

export type RoleFound = Readonly<ReturnType<typeof found>>;

const some = z.strictObject({
  /** Those that can be given in this project. Omitted: in the organization. */
  projectId: text.optional(),
});

/** The roles that users and groups can be given, OpenAI's own ones among them. */
export const listRoles = (of: Readonly<z.input<typeof some>> = {}): Promise<readonly RoleFound[]> =>
  ask("listRoles", some, of, async (answers, { projectId }) => {
    const path = projectId === undefined ? at`/organization/roles` : at`/projects/${projectId}/roles`;
    return (await answers.list<RoleRow>(path)).map(found);
  });

const found = (row: RoleRow) => ({
  /** Of one that OpenAI predefines, the id is OpenAI's to choose: know those by their name. */
  id: row.id,
  name: row.name,
  description: row.description || null,
  permissions: given(row.permissions, `permissions of ${row.id}`).toSorted() as readonly string[],
  /** Whether it is OpenAI's own, which nobody can change or remove. */
  predefined: given(row.predefined_role, `predefined_role of ${row.id}`),
});
