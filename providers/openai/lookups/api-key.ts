import type { OpenAI } from "openai";
import { at, fail, given, isNotFound, when, z } from "../../kit.ts";
import { type Answers, ask, text } from "./question.ts";

/** What OpenAI shows of a project's key: never its value, nor what it may do. */
export type ProjectKeyFound = Readonly<ReturnType<typeof projectKey>>;
/** What OpenAI shows of an admin key: never its value. */
export type AdminKeyFound = Readonly<ReturnType<typeof adminKey>>;

type ProjectKeyRow = OpenAI.Admin.Organization.Projects.ProjectAPIKey;
type AdminKeyRow = OpenAI.Admin.Organization.AdminAPIKey;

const some = z.strictObject({ projectId: text });

/** The API keys of a project, of people and of service accounts, those of owners who have lost their access among them. */
export const listProjectKeys = (of: Readonly<z.input<typeof some>>): Promise<readonly ProjectKeyFound[]> =>
  ask("listProjectKeys", some, of, async (answers, { projectId }) =>
    (await keysOf(answers, projectId)).map(projectKey),
  );

/**
 * The admin keys of the organization. Nothing here makes, changes or revokes one. OpenAI has listed keys of projects among
 * them, labelled as admin keys (reported in March 2026): so the keys of every project, archived ones too, are read as well and
 * left out, by a request for each project. ASSUMED: a project that is not found has no keys.
 */
export const listAdminKeys = (): Promise<readonly AdminKeyFound[]> =>
  ask("listAdminKeys", z.strictObject({}), {}, async (answers) => {
    // First: a key that a project is given from here on is in no way among these.
    const listed = await answers.list<AdminKeyRow>(at`/organization/admin_api_keys`);
    const projects = await answers.list<{ id: string }>(at`/organization/projects`, { include_archived: true });
    const none = when(isNotFound, () => []);
    const ofProjects = await Promise.all(projects.map(({ id }) => keysOf(answers, id).catch(none)));
    const mislabelled = new Set(ofProjects.flat().map(({ id }) => given(id, "id of a key")));
    return listed.filter(({ id }) => !mislabelled.has(id)).map(adminKey);
  });

/** What the list shows without `owner_project_access` is not all. */
const keysOf = (answers: Answers, projectId: string): Promise<readonly ProjectKeyRow[]> =>
  answers.list(at`/organization/projects/${projectId}/api_keys`, { owner_project_access: "any" });

const projectKey = (row: ProjectKeyRow) => ({
  ...shown(row),
  owner: ownerOf(row),
  /** Whether the owner still has access to the project. */
  ownerHasAccess: given(row.owner_project_access, `owner_project_access of ${row.id}`) === "active",
});

const adminKey = (row: AdminKeyRow) => {
  const { type, id } = given(row.owner, `owner of ${row.id}`);
  return {
    ...shown(row),
    /** Either is undefined where OpenAI does not say. */
    owner: { type, id },
  };
};

/** Of a person the address alone. */
function ownerOf({ id, owner }: ProjectKeyRow) {
  const { service_account: account, user } = given(owner, `owner of ${id}`);
  if (account) return { type: "service_account" as const, id: account.id, name: account.name };
  if (user)
    return { type: "user" as const, id: user.id, email: given(user.email, `email of ${user.id}`).toLowerCase() };
  throw fail(`the vendor's answer does not say who owns ${id}; nothing is concluded from it`, "");
}

const shown = (row: ProjectKeyRow | AdminKeyRow) => ({
  id: row.id,
  /** Null for one without, undefined where OpenAI does not say. */
  name: row.name,
  /** What people can know it by, e.g. `sk-proj-...3456`. */
  redactedValue: row.redacted_value,
  createdAt: row.created_at,
  /** Null when it does not expire, undefined where OpenAI does not say: its published description has it for admin keys alone. */
  expiresAt: row.expires_at,
  /** Null when nobody has used it yet, undefined where OpenAI does not say. */
  lastUsedAt: row.last_used_at,
});
