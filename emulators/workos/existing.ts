// What several groups of operations look up by its id. Each refuses an unknown id with WorkOS's 404.

import { notFound } from "./errors.ts";
import type {
  Connection,
  DataIntegration,
  Directory,
  DirectoryGroup,
  DirectoryUser,
  Organization,
  User,
} from "./records.ts";
import { integrationKey, type WorkosStore } from "./store.ts";

export function existingOrganization(store: WorkosStore, id: string): Organization {
  const organization = store.organizations.get(id);
  if (!organization) throw notFound("Organization", id);
  return organization;
}

export function existingUser(store: WorkosStore, id: string): User {
  const user = store.users.get(id);
  if (!user) throw notFound("User", id);
  return user;
}

export function existingConnection(store: WorkosStore, id: string): Connection {
  const connection = store.connections.get(id);
  if (!connection) throw notFound("Connection", id);
  return connection;
}

export function existingDirectory(store: WorkosStore, id: string): Directory {
  const directory = store.directories.get(id);
  if (!directory) throw notFound("Directory", id);
  return directory;
}

export function existingDirectoryUser(store: WorkosStore, id: string): DirectoryUser {
  const user = store.directoryUsers.get(id);
  if (!user) throw notFound("Directory user", id);
  return user;
}

export function existingDirectoryGroup(store: WorkosStore, id: string): DirectoryGroup {
  const group = store.directoryGroups.get(id);
  if (!group) throw notFound("Directory group", id);
  return group;
}

export function existingIntegration(
  store: WorkosStore,
  slug: string,
  ownership: DataIntegration["ownership"],
): DataIntegration {
  const integration = store.dataIntegrations.find("slug", integrationKey(ownership, slug));
  if (!integration) throw notFound("Data integration", slug);
  return integration;
}
