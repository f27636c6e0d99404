import type { OpenAI } from "openai";
import { type Api, at, defineResource, isNotFound, isOutcomeUnknown, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { name, residency, unixTime, vendorId } from "./fields.ts";

type ProjectRow = OpenAI.Admin.Organization.Project;

/**
 * A customer's project at OpenAI. Removing it archives it, which no API undoes. OpenAI's default project is refused by
 * OpenAI itself. Source: OpenAI API reference, "Projects".
 * @removal archives, which OpenAI cannot undo. Protected until its tenant is offboarding
 */
export class Project extends defineResource(openai, "Project", {
  inputs: z.strictObject({
    /** Shown to people, and the natural key. OpenAI lets two projects share a name; here that is an error. */
    name,
    /** Where the project's data is stored and processed, e.g. `EU_STORAGE_PROCESSING`. Cannot be changed. */
    residency: residency.optional(),
    /** Id of a customer-managed key of the organization; null for none. */
    externalKeyId: vendorId.nullish(),
  }),
  outputs: z.object({ createdAt: unixTime }),
  key: ["name"],
  immutable: ["residency"],
  feed: {
    changes: ["project.created", "project.updated"],
    removals: ["project.archived", "project.deleted"],
    covers: { except: "`externalKeyId`" },
  },
  // Archived projects are listed too: one that is missing without them might still be there.
  list: async (api) =>
    (await api.list<ProjectRow>(at`/organization/projects`, { include_archived: true })).filter(isActive),
  show: (row) => ({
    name: row.name ?? undefined,
    // Answers may leave it out: then it stands as declared.
    residency: (row.residency ?? undefined) as z.output<typeof residency> | undefined,
    externalKeyId: row.external_key_id ?? null,
    createdAt: row.created_at,
  }),
  removal: {
    instead:
      "To move a customer: declare a second tenant that has the project to be, move the customer's programs to its keys, then " +
      "let this tenant go with status: offboarding.",
  },
  alike: (row, { name }) => (row.name?.toLowerCase() === name.toLowerCase() ? "has its name" : undefined),
  born: (row) => new Date(row.created_at * 1000),
  // No lookUp: OpenAI cannot find a project by name, and a name need not be unique.
  observe: active,
  ensure: (api, declared) => api.post(at`/organization/projects`, snakeCase(declared)),
  sync: (api, changes, { id }) => api.post(at`/organization/projects/${id}`, snakeCase(changes)),
  remove: (api, { id }) =>
    api.post(at`/organization/projects/${id}/archive`).catch(async (error) => {
      // OpenAI has answered an archiving that worked like one of a project that is archived already.
      if ((!isNotFound(error) && !isOutcomeUnknown(error)) || (await active(api, { id }))) throw error;
    }),
}) {}

/** An archived project stays readable for ever and can never be used again: gone. */
const isActive = ({ status }: ProjectRow): boolean => status !== "archived";

async function active(api: Api, { id }: { id: string }): Promise<ProjectRow | undefined> {
  const row = await api.find<ProjectRow>(at`/organization/projects/${id}`);
  return row && isActive(row) ? row : undefined;
}
