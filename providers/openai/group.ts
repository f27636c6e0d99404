import type { OpenAI } from "openai";
import { type Api, at, defineResource, eventsOf, z } from "../kit.ts";
import { openai } from "./client.ts";
import { name, unixTime } from "./fields.ts";

/**
 * A group of people of the OpenAI organization, which roles and projects can be given to. One of the same name that this
 * stack did not make is refused, since its people would get what is declared here. What an identity provider manages
 * (SCIM) is changed there alone. Source: OpenAI API reference, "Groups".
 * @removal deletes, with its places in projects and its roles; refused for one that an identity provider manages
 */
export class Group extends defineResource(openai, "Group", {
  inputs: z.strictObject({
    /** Shown to people, and the natural key; up to 255 characters. OpenAI does not say that names are unique. */
    name,
  }),
  outputs: z.object({
    /** The organization's identity provider decides about it, and nobody else can. */
    scimManaged: z.boolean(),
    createdAt: unixTime,
  }),
  key: ["name"],
  feed: { ...eventsOf("group"), covers: {} },
  list: (api) => api.list<OpenAI.Admin.Organization.Group>(at`/organization/groups`),
  show: (row) => ({ name: row.name, scimManaged: row.is_scim_managed, createdAt: row.created_at }),
  readOnly: managedByIdentityProvider,
  born: (row) => new Date(row.created_at * 1000),
  observe: (api, { id }) => api.find(at`/organization/groups/${id}`),
  ensure: (api, group) => api.post(at`/organization/groups`, group),
  sync: (api, changes, { id }) => api.post(at`/organization/groups/${id}`, changes),
  remove: (api, { id }) => api.delete(at`/organization/groups/${id}`),
}) {}

/** Why nobody but the organization's identity provider changes a group, or who is in it. */
export function managedByIdentityProvider({ scimManaged }: { scimManaged?: boolean | undefined }): string | undefined {
  return scimManaged ? "the organization's identity provider manages it" : undefined;
}

/** By the one listing of all groups; no answer about a group's users says it. */
export async function isScimManaged({ snapshots }: Api, groupId: string): Promise<boolean> {
  const groups = await snapshots.all(Group.definition.collection, "");
  return groups.some(({ id, is_scim_managed }) => id === groupId && is_scim_managed);
}
