import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
let organization: { id: string };
let application: { id: string; client_id: string };
let user: { id: string };
let ofUser: string;
beforeEach(async () => {
  organization = await workos.organization();
  user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  application = (
    await workos.post("/connect/applications", {
      application_type: "oauth",
      name: "Partner",
      is_first_party: false,
      organization_id: organization.id,
    })
  ).body;
  ofUser = `/user_management/users/${user.id}/authorized_applications`;
  await grant(["openid"]);
});

const grant = (granted_scopes: string[]) =>
  workos.emulator
    .as("ann@acme.com")
    .post(`/_emulator/users/${user.id}/authorized_applications`, { application_id: application.id, granted_scopes });
const list = async (path: string) => (await workos.get(path)).body.data;

test("what a person let an application do is listed for the person and for the organization", async () => {
  expect(await list(ofUser)).toMatchObject([{ granted_scopes: ["openid"], application: { name: "Partner" } }]);
  await grant(["openid", "email"]);
  const path = `/organizations/${organization.id}/authorized_applications`;
  expect(await list(path)).toMatchObject([{ user_id: user.id, granted_scopes: ["openid", "email"] }]);
  const other = await workos.organization({ name: "Other" });
  expect(await list(`/organizations/${other.id}/authorized_applications`)).toEqual([]);
});

test.each(["id", "client_id"] as const)("it is revoked by the application's %s", async (name) => {
  expect((await workos.delete(`${ofUser}/${application[name]}`)).status).toBe(204);
  expect(await list(ofUser)).toEqual([]);
  expect((await workos.delete(`${ofUser}/${application[name]}`)).status).toBe(404);
});

test("it goes with the application, the organization and the person", async () => {
  await workos.delete(`/connect/applications/${application.id}`);
  expect(await list(ofUser)).toEqual([]);
  expect((await workos.get("/user_management/users/user_none/authorized_applications")).status).toBe(404);
});
