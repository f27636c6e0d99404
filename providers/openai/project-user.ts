import type { OpenAI } from "openai";
import { ABSENT, advise, at, defineResource, isInvalid, unlessThere, type VendorError, when, z } from "../kit.ts";
import { openai } from "./client.ts";
import { projectUserRole, vendorId } from "./fields.ts";
import { mayBeOf, USER_EVENTS } from "./organization-user.ts";

type Listed = OpenAI.Admin.Organization.Projects.ProjectUser;
export interface ProjectUserRow {
  readonly userId: string;
  /** For `ProjectMember`, which knows people by it; null for who has none. */
  readonly email?: string | null | undefined;
  readonly role: string;
}

/**
 * That a member of the OpenAI organization is in one of its projects. Who has not accepted their invitation cannot be in one
 * yet (`ProjectMember` invites). What they may do there beyond the basic role is for `ProjectUserRole`. Its id is
 * `projectId/userId`. Source: OpenAI API reference, "Project users".
 * @removal takes the person out of the project; they stay in the organization
 */
export class ProjectUser extends defineResource(openai, "ProjectUser", {
  inputs: z.strictObject({
    projectId: vendorId,
    /** `user-…`, of a member of the organization. */
    userId: vendorId,
    role: projectUserRole,
  }),
  parent: { projectId: "openai:Project" },
  key: ["userId"],
  isPrivileged: ({ role }) => role === "owner",
  immutable: ["userId"],
  importId: "key",
  feed: { ...USER_EVENTS, about: (data, { userId }) => mayBeOf(data, userId), covers: {} },
  list: async (api, { projectId }): Promise<ProjectUserRow[]> =>
    (await api.list<Listed>(at`/organization/projects/${projectId}/users`)).map(shortened),
  lookAgain: async (api, { projectId, userId }) => {
    const user = await api
      .find<Listed>(at`/organization/projects/${projectId}/users/${userId}`)
      .catch(when(isNotInProject, () => undefined));
    return user && shortened(user);
  },
  id: ({ userId }, { projectId }) => `${projectId}/${userId}`,
  show: ({ userId, role }) => ({ userId, role: role as z.output<typeof projectUserRole> }),
  ensure: async (api, { projectId, userId, role }) => {
    const users = at`/organization/projects/${projectId}/users`;
    const isThere = async () => (await api.list<Listed>(users)).some(({ id }) => id === userId);
    return shortened(
      await api.post<Listed>(users, { user_id: userId, role }).catch(unlessThere(`${userId} in it`, isThere)),
    );
  },
  sync: async (api, changes, { projectId, userId }) =>
    shortened(await api.post<Listed>(at`/organization/projects/${projectId}/users/${userId}`, changes)),
  remove: (api, { projectId, userId }) =>
    api
      .delete(at`/organization/projects/${projectId}/users/${userId}`)
      .catch(when(isNotInProject, () => ABSENT))
      .catch(
        advise(
          isInvalid,
          "OpenAI lets nobody leave its default project but with the organization, and may keep owners",
        ),
      ),
}) {}

/** By allow-list: each comes with the person's name. */
export const shortened = ({ id, email, role }: Listed): ProjectUserRow => ({
  userId: id,
  email,
  role,
});

/** OpenAI has no code for it, and not always a 404. */
export const isNotInProject = (error: unknown): error is VendorError =>
  isInvalid(error) && / is not a member of /.test(error.message);
