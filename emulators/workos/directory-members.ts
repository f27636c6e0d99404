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

/** As events carry it. Deprecated members and a role, which needs a mapping, are left out. */
export function renderDirectoryUser({ group_ids, ...user }: DirectoryUser) {
  const { first_name, last_name, email, idp_id } = user;
  const name = [first_name, last_name].filter((part) => part).join(" ");
  return {
    object: "directory_user",
    ...user,
    name: name === "" ? null : name,
    raw_attributes: { id: idp_id, ...(email === null ? {} : { email }) },
  };
}

export const renderDirectoryGroup = (group: DirectoryGroup) => ({ object: "directory_group", ...group });
