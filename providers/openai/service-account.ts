import type { OpenAI } from "openai";
import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type OpenaiClient, openai } from "./client.ts";
import { isArchivedAnswer } from "./project.ts";

/** The account as the API answers it, and the project it was asked for in: the answer does not name it. */
interface AccountRow
  extends Pick<OpenAI.Admin.Organization.Projects.ProjectServiceAccount, "id" | "name" | "created_at"> {
  projectId: string;
  role: string;
}

const inputs = z.strictObject({
  projectId: z.string().min(1),
  /** Shown to people, and the natural key within the project. */
  name: z.string().trim().min(1).max(255),
  /** What the account may do in its project. @default "member" */
  role: z.enum(["member", "owner"]).default("member"),
});

const computed = z.object({
  /** Unix seconds. */
  createdAt: z.number(),
});

export const serviceAccounts: Collection<OpenaiClient, AccountRow> = {
  name: "service accounts",
  within: "openai:Project",
  async list(client, projectId) {
    try {
      const rows = await client.list("/organization/projects/{project_id}/service_accounts", (organization, page) =>
        organization.projects.serviceAccounts.list(projectId, page),
      );
      return rows.map((row) => ({ ...row, projectId }));
    } catch (error) {
      if (isArchivedAnswer(error)) return []; // An archived project has none.
      throw error;
    }
  },
  id: (row) => row.id,
};

/**
 * An identity for programs in one OpenAI project. It is made without the key that OpenAI would hand out by default;
 * keys are resources of their own. Removing it removes its keys. Source: OpenAI API reference, "Project service accounts".
 */
export class ServiceAccount extends defineResource({
  vendor: openai,
  name: "ServiceAccount",
  inputs,
  computed,
  identity: ["projectId", "name"],
  immutable: ["projectId"],
  importId: ["projectId", "id"],
  collection: serviceAccounts,
  scope: ({ projectId }) => projectId,
  matches: (row, { name }) => row.name === name,
  feed: {
    changes: ["service_account.created", "service_account.updated"],
    removals: ["service_account.deleted"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      projectId: row.projectId,
      name: row.name,
      // `none` is what a new account has, and what no declaration can ask for: always a difference.
      role: row.role as "member" | "owner",
    },
    computed: { createdAt: row.created_at },
  }),

  ensure: async (client, { projectId, name }) => ({
    ...(await client.admin((organization) =>
      organization.projects.serviceAccounts.create(projectId, { name, create_service_account_only: true }),
    )),
    projectId,
  }),

  sync: async (client, changes, { row }) => {
    const { name, role } = changes;
    const updated = await client.admin((organization) =>
      organization.projects.serviceAccounts.update(row.id, {
        project_id: row.projectId,
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
      }),
    );
    return { ...updated, projectId: row.projectId };
  },

  async remove(client, { id, inputs: { projectId } }) {
    try {
      await client.find((organization) => organization.projects.serviceAccounts.delete(id, { project_id: projectId }));
    } catch (error) {
      if (!isArchivedAnswer(error)) throw error; // An archived project has none.
    }
  },
}) {}
