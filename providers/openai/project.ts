import type { OpenAI } from "openai";
import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { type OpenaiClient, openai } from "./client.ts";

type ProjectRow = OpenAI.Admin.Organization.Project;

const inputs = z.strictObject({
  /** Shown to people, and the natural key. OpenAI lets two projects share a name; here that is an error. */
  name: z.string().trim().min(1).max(255),
  /** Where the project's data is stored and processed, e.g. `EU_STORAGE_PROCESSING`. Cannot be changed. */
  residency: z.string().min(1).optional(),
  /** Id of a customer-managed key of the organization; null for none. */
  externalKeyId: z.string().min(1).nullish(),
});

const computed = z.object({
  /** Unix seconds. */
  createdAt: z.number(),
});

/** Archived projects are listed too: one that is missing without them might still be there. */
export const projects: Collection<OpenaiClient, ProjectRow> = {
  name: "projects",
  list: async (client) =>
    (
      await client.list("/organization/projects", (organization, page) =>
        organization.projects.list({ ...page, include_archived: true }),
      )
    ).filter(isActive),
  id: (row) => row.id,
};

/** An archived project stays readable for ever and can never be used again: gone. */
function isActive(row: ProjectRow): boolean {
  return row.status !== "archived";
}

/** What OpenAI answers to writes in an archived project, and has answered to an archiving that worked. */
export const isArchivedAnswer = (error: unknown): boolean =>
  error instanceof InvalidRequestError && error.request.code === "project_archived";

/**
 * A customer's project at OpenAI. Removing it archives it, which no API undoes. OpenAI's default project is refused by
 * OpenAI itself. Source: OpenAI API reference, "Projects".
 */
export class Project extends defineResource({
  vendor: openai,
  name: "Project",
  inputs,
  computed,
  identity: ["name"],
  immutable: ["residency"],
  standalone: { createdAt: (row: ProjectRow) => new Date(row.created_at * 1000) },
  collection: projects,
  scope: () => "",
  matches: (row, { name }) => row.name === name,
  feed: {
    changes: ["project.created", "project.updated"],
    removals: ["project.archived", "project.deleted"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      name: row.name ?? undefined,
      // Answers may leave it out: then it stands as declared.
      residency: row.residency ?? undefined,
      externalKeyId: row.external_key_id ?? null,
    },
    computed: { createdAt: row.created_at },
  }),

  // No lookUp: OpenAI cannot find a project by name, and a name need not be unique.
  async observe(client, { id }) {
    const row = await client.find((organization) => organization.projects.retrieve(id));
    return row && isActive(row) ? row : undefined;
  },

  ensure: (client, { name, residency, externalKeyId }) =>
    client.admin((organization) =>
      organization.projects.create({
        name,
        ...(residency === undefined
          ? {}
          : { residency: residency as OpenAI.Admin.Organization.ProjectCreateParams["residency"] & string }),
        ...(externalKeyId === undefined ? {} : { external_key_id: externalKeyId }),
      }),
    ),

  sync: (client, { name, externalKeyId }, { row }) =>
    client.admin((organization) =>
      organization.projects.update(row.id, {
        ...(name === undefined ? {} : { name }),
        ...(externalKeyId === undefined ? {} : { external_key_id: externalKeyId }),
      }),
    ),

  async remove(client, { id }) {
    try {
      await client.find((organization) => organization.projects.archive(id));
    } catch (error) {
      if (!isArchivedAnswer(error) && !isOutcomeUnknown(error)) throw error;
      const row = await client.find((organization) => organization.projects.retrieve(id));
      if (row && isActive(row)) throw error;
    }
  },
}) {}

const isOutcomeUnknown = (error: unknown): boolean => error instanceof Error && error.name === "OutcomeUnknownError";
