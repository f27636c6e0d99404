import type { ActingClient, Emulators } from "../../emulators/index.ts";
import type { Bag } from "./description.ts";

/*
 * What resources live in, made at the vendor by somebody else. `name` belongs to one home alone.
 */

/** An organization. */
export async function organization(act: ActingClient, name: string): Promise<{ organizationId: string }> {
  const { id } = await act.post("/organizations", { name, external_id: name });
  return { organizationId: id };
}

/** Two permissions for roles and keys, `<name>:read` and `<name>:write`. */
export async function permissions(act: ActingClient, name: string): Promise<void> {
  for (const slug of [`${name}:read`, `${name}:write`])
    await act.post("/authorization/permissions", { slug, name: slug });
}

/** A role of the environment for members of organizations, with `name` as its slug. */
export async function role(act: ActingClient, name: string): Promise<void> {
  await act.post("/authorization/roles", { slug: name, name });
}

/** Somebody with a user account. */
export async function user(act: ActingClient, email: string): Promise<{ userId: string }> {
  const { id } = await act.post("/user_management/users", { email });
  return { userId: id };
}

/** Puts somebody into an organization. */
export async function member(
  act: ActingClient,
  { organizationId }: Bag,
  email: string,
): Promise<{ organizationMembershipId: string }> {
  const { userId } = await user(act, email);
  const body = { user_id: userId, organization_id: organizationId };
  const { id } = await act.post("/user_management/organization_memberships", body);
  return { organizationMembershipId: id };
}

/** A workspace in an organization, under that id of ours. */
export async function workspace(
  act: ActingClient,
  { organizationId }: Bag,
  externalId: string,
): Promise<{ resourceId: string }> {
  const { id } = await act.post("/authorization/resources", {
    organization_id: organizationId,
    resource_type_slug: "workspace",
    external_id: externalId,
    name: externalId,
  });
  return { resourceId: id };
}

/** A role for workspaces, with `name` as its slug. */
export async function workspaceRole(act: ActingClient, name: string): Promise<{ roleSlug: string }> {
  await act.post("/authorization/roles", { slug: name, name, resource_type_slug: "workspace" });
  return { roleSlug: name };
}

/** A project at OpenAI. */
export async function project(act: ActingClient, name: string): Promise<{ projectId: string }> {
  const { id } = await act.post("/organization/projects", { name });
  return { projectId: id };
}

/** A service account in a project at OpenAI, without a key. */
export async function serviceAccount(
  act: ActingClient,
  { projectId }: Bag,
  name: string,
): Promise<{ serviceAccountId: string }> {
  const path = `/organization/projects/${projectId}/service_accounts`;
  const { id } = await act.post(path, { name, create_service_account_only: true });
  return { serviceAccountId: id };
}

/** A member of the OpenAI organization, who has accepted. */
export async function person({ openai }: Emulators, email: string): Promise<{ userId: string }> {
  await openai.seed({ users: [{ email }] });
  const { data } = await openai.as(email).get(`/organization/users?emails=${email}`);
  return { userId: data[0].id };
}

/** A group of the OpenAI organization. */
export async function group(act: ActingClient, name: string): Promise<{ groupId: string }> {
  const { id } = await act.post("/organization/groups", { name });
  return { groupId: id };
}

/** A custom role at OpenAI, among those at a path. Answers its id. */
export const customRole = async (act: ActingClient, path: string, name: string): Promise<string> =>
  (await act.post(path, { role_name: name, permissions: ["api.model.read"] })).id;

/** Ids of the roles that somebody at OpenAI has of their own. */
export async function rolesHeld(act: ActingClient, path: string): Promise<string[]> {
  const rows = await everyPage(act, path);
  return rows
    .filter(({ assignment_sources }) => (assignment_sources as Bag[]).length === 0)
    .map(({ id }) => String(id));
}

/** Every page of a list at OpenAI. */
export async function everyPage(act: ActingClient, path: string): Promise<Bag[]> {
  const rows: Bag[] = [];
  for (let after = ""; ; ) {
    const query = `${path.includes("?") ? "&" : "?"}limit=100${after === "" ? "" : `&after=${after}`}`;
    const page = await act.get(path + query);
    rows.push(...page.data);
    if (!page.has_more) return rows;
    after = page.data.at(-1).id;
  }
}
