import type { OrganizationResponse, PermissionResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { landmarksAmong } from "../client.ts";
import type { RoleRow } from "../role.ts";
import { ask } from "./question.ts";

export interface EnvironmentFound {
  /**
   * What tells the environment from others: the id of its role `member`, which is there from the start. The same text stands
   * in state, and in the refusal of another environment's key.
   */
  readonly landmark: string | undefined;
  readonly organizations: number;
  /** Of the environment, which every organization has; those of single organizations are not among them. */
  readonly roles: number;
  /** WorkOS's own ones are not among them. */
  readonly permissions: number;
}

/**
 * The environment that the key is of, as far as the API tells: there is no operation that shows its id, its name or whether
 * it is the production one. All organizations are read for their number.
 */
export const getEnvironment = (): Promise<EnvironmentFound> =>
  ask("getEnvironment", z.strictObject({}), {}, async (answers) => {
    const [roles, permissions, organizations] = await Promise.all([
      answers.unpaged<RoleRow>(at`/authorization/roles`),
      answers.list<PermissionResponse>(at`/authorization/permissions`),
      answers.list<OrganizationResponse>(at`/organizations`),
    ]);
    return {
      landmark: landmarksAmong(roles)[0],
      organizations: organizations.length,
      roles: roles.length,
      permissions: permissions.filter(({ system }) => !system).length,
    };
  });
