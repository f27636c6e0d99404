import type { DirectoryGroupResponse, DirectoryResponse, DirectoryUserResponse } from "@workos-inc/node";
import { at } from "../../kit.ts";
import { ask, type OneOf, oneOf, only } from "./question.ts";

/** How many people and groups come from where, and nothing about any of them. */
export interface DirectorySummary {
  /** One, or as many as the organization has. */
  readonly directories: number;
  /** Should WorkOS have other states than these, they are counted as well. */
  readonly users: Readonly<Record<string, number>> & Readonly<UsersByState>;
  readonly groups: number;
}

type UsersByState = Record<"active" | "suspended" | "inactive", number>;

const one = oneOf("directoryId", "organizationId");

/**
 * What is in one directory, or in all directories of one organization, counted. WorkOS counts users itself, but only as active
 * or not; here every page of them is read.
 * @throws UnansweredError when there is no such directory; an organization may have none
 */
export const getDirectorySummary = (of: OneOf<"directoryId" | "organizationId">): Promise<DirectorySummary> =>
  ask("getDirectorySummary", one, of, async (answers, args) => {
    const { directoryId, organizationId } = args;
    const directories =
      directoryId === undefined
        ? await answers.list<DirectoryResponse>(at`/directories`, { organization_id: organizationId })
        : [
            only(["directory", "directories"], args, [
              await answers.find<DirectoryResponse>(at`/directories/${directoryId}`),
            ]),
          ];

    const users: Record<string, number> & UsersByState = { active: 0, suspended: 0, inactive: 0 };
    let groups = 0;
    for (const { id: directory } of directories) {
      for (const { state } of await answers.list<DirectoryUserResponse>(at`/directory_users`, { directory }))
        users[state] = (users[state] ?? 0) + 1;
      groups += (await answers.list<DirectoryGroupResponse>(at`/directory_groups`, { directory })).length;
    }
    return { directories: directories.length, users, groups };
  });
