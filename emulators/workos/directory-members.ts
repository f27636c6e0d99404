import type { DirectoryGroup, DirectoryUser } from "./records.ts";
import type { WorkosStore } from "./store.ts";

/** Adds a user to a group or removes it. Sends an event if that changes anything. */
export function setMember(
  store: WorkosStore,
  group: DirectoryGroup,
  user: DirectoryUser,
  is: boolean,
  now: Date,
): void {
  if (user.group_ids.includes(group.id) === is) return;
  const others = user.group_ids.filter((id) => id !== group.id);
  const updated = store.directoryUsers.replace({ ...user, group_ids: is ? [...others, group.id] : others });
  const data = {
    directory_id: group.directory_id,
    user: renderDirectoryUser(updated),
    group: renderDirectoryGroup(group),
  };
  const facts = { cause: { kind: "system" }, now, organizationId: group.organization_id } as const;
  store.emit(`dsync.group.user_${is ? "added" : "removed"}`, data, facts);
}

/** Roles come of a mapping that the customer makes; without it there are none, not even empty ones. */
export function renderDirectoryRoles(slugs: readonly string[]): object {
  const [first] = slugs;
  return first === undefined ? {} : { role: { slug: first }, roles: slugs.map((slug) => ({ slug })) };
}

/** As events carry it, without deprecated members. */
export function renderDirectoryUser({ group_ids, role_slugs, ...user }: DirectoryUser) {
  const { first_name, last_name, email, idp_id } = user;
  const name = [first_name, last_name].filter((part) => part).join(" ");
  return {
    object: "directory_user",
    ...user,
    ...renderDirectoryRoles(role_slugs),
    name: name === "" ? null : name,
    raw_attributes: { id: idp_id, ...(email === null ? {} : { email }) },
  };
}

export const renderDirectoryGroup = (group: DirectoryGroup) => ({ object: "directory_group", ...group });
