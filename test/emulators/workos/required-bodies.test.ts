import { expect, test } from "vitest";
import { workosDescription } from "../../contract/workos-overlay.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

/** Ids of one object of each kind, by the parameter of a path and what stands before it. */
async function ids(): Promise<Record<string, string>> {
  const { post, put } = workos;
  const made = async (path: string, body: object) => (await post(path, body)).body;
  const organization = await workos.organization({ external_id: "acme" });
  const user = await made("/user_management/users", { email: "ann@acme.com" });
  const pair = { user_id: user.id, organization_id: organization.id };
  const membership = await made("/user_management/organization_memberships", pair);
  const group = await made(`/organizations/${organization.id}/groups`, { name: "Team" });
  const permission = await made("/authorization/permissions", { slug: "read", name: "Read" });
  await made("/authorization/roles", { slug: "editor", name: "Editor" });
  await made(`/authorization/organizations/${organization.id}/roles`, { slug: "org-editor", name: "Editor" });
  const workspace = { organization_id: organization.id, resource_type_slug: "workspace", external_id: "w1", name: "W" };
  const resource = await made("/authorization/resources", workspace);
  const application = { name: "App", application_type: "m2m", organization_id: organization.id, scopes: [] };
  const endpoint = { endpoint_url: "https://acme.com/hook", events: ["user.created"] };
  await made("/data-integrations", {
    provider: "github",
    credentials: { type: "custom", client_id: "id", client_secret: "secret" },
  });
  await put(`/organizations/${organization.id}/data_integration_configurations/github`, { enabled: true });
  return {
    "organizations id": organization.id,
    organizationId: organization.id,
    organization_id: organization.id,
    "users id": user.id,
    userId: user.id,
    user_id: user.id,
    userlandUserId: user.id,
    "organization_memberships id": membership.id,
    organization_membership_id: membership.id,
    group_id: group.id,
    groupId: group.id,
    "permissions slug": permission.slug,
    "authorization/roles slug": "editor",
    "{organizationId}/roles slug": "org-editor",
    resource_id: resource.id,
    resource_type_slug: "workspace",
    external_id: "w1",
    actionName: "invoice.paid",
    "applications id": (await made("/connect/applications", application)).id,
    "webhook_endpoints id": (await made("/webhook_endpoints", endpoint)).id,
    "api_keys id": (await made(`/organizations/${organization.id}/api_keys`, { name: "Key" })).id,
    "kv id": (await made("/vault/v1/kv", { name: "secret", value: "v", key_context: {} })).id,
    "data-integrations slug": "github",
    "data_integration_configurations slug": "github",
    "invitations id": (await made("/user_management/invitations", { email: "bob@acme.com" })).id,
  };
}

test("an operation that requires a body refuses null, and to be sent without one", async () => {
  const known = await ids();
  const wrong: string[] = [];
  const refused = new Set<string>();
  for (const [route, item] of Object.entries(workosDescription().paths))
    for (const [verb, { requestBody }] of Object.entries(item)) {
      if (!requestBody?.required) continue;
      let isThere = true;
      const filled = route.split("/").map((segment, index, all) => {
        if (!segment.startsWith("{")) return segment;
        const [name, before, further] = [segment.slice(1, -1), all[index - 1], all[index - 2]];
        const id = known[`${further}/${before} ${name}`] ?? known[`${before} ${name}`] ?? known[name];
        if (id === undefined) isThere = false;
        return id ?? "unknown";
      });
      const operation = `${verb.toUpperCase()} ${route}`;
      for (const body of [undefined, null]) {
        const { status } = await workos.call(verb.toUpperCase(), filled.join("/"), body);
        if (status === 501) continue;
        if (status === 400 || status === 422) refused.add(operation);
        else if (isThere || status !== 404) wrong.push(`${operation} ${body}: ${status}`);
      }
    }
  expect(wrong).toEqual([]);
  expect(refused.size).toBeGreaterThan(50);
});
