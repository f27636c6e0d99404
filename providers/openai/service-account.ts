import type { OpenAI } from "openai";
import { at, defineResource, eventsOf, z } from "../kit.ts";
import { openai } from "./client.ts";
import { name, serviceAccountRole, unixTime, vendorId } from "./fields.ts";

type AccountRow = OpenAI.Admin.Organization.Projects.ProjectServiceAccount;

/**
 * An identity for programs in one OpenAI project. It is made without the key that OpenAI would hand out by default;
 * keys are resources of their own. Removing it removes its keys. Source: OpenAI API reference, "Project service accounts".
 * @removal deletes, with its keys
 */
export class ServiceAccount extends defineResource(openai, "ServiceAccount", {
  inputs: z.strictObject({
    projectId: vendorId,
    /** Shown to people, and the natural key within the project. */
    name,
    /** What the account may do in its project. @default "member" */
    role: serviceAccountRole.default("member"),
  }),
  outputs: z.object({ createdAt: unixTime }),
  parent: { projectId: "openai:Project" },
  key: ["name"],
  isPrivileged: ({ role }) => role === "owner",
  feed: { ...eventsOf("service_account"), covers: {} },
  list: (api, { projectId }) => api.list<AccountRow>(at`/organization/projects/${projectId}/service_accounts`),
  lookAgain: (api, { projectId, id }) => api.find(at`/organization/projects/${projectId}/service_accounts/${id}`),
  show: ({ name, role, created_at }) => ({
    name,
    // `none` is what a new account has, and what no declaration can ask for: always a difference.
    role: role as "member" | "owner",
    createdAt: created_at,
  }),
  ensure: (api, { projectId, name }) =>
    api.post(at`/organization/projects/${projectId}/service_accounts`, { name, create_service_account_only: true }),
  sync: (api, changes, { projectId, id }) =>
    api.post(at`/organization/projects/${projectId}/service_accounts/${id}`, changes),
  remove: (api, { projectId, id }) => api.delete(at`/organization/projects/${projectId}/service_accounts/${id}`),
}) {}
