import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

/**
 * What `workos seed` (0.14) sends for the file that `workos seed --init` writes. It goes on after an error that says
 * "already exists", "conflict" or "duplicate", and after a 409 or such a 422 for the last three; others end it.
 */
const SEED: readonly (readonly [method: string, path: string, body: object])[] = [
  ["POST", "/authorization/permissions", { slug: "posts:read", name: "Read Posts" }],
  ["POST", "/authorization/permissions", { slug: "posts:write", name: "Write Posts", description: "Create and edit" }],
  ["POST", "/authorization/roles", { slug: "admin", name: "Admin", description: "Full access" }],
  ["PUT", "/authorization/roles/admin/permissions", { permissions: ["posts:read", "posts:write"] }],
  ["POST", "/authorization/roles", { slug: "viewer", name: "Viewer" }],
  ["PUT", "/authorization/roles/viewer/permissions", { permissions: ["posts:read"] }],
  ["POST", "/organizations", { name: "Acme Corp", domain_data: [{ domain: "acme.com", state: "verified" }] }],
  ["POST", "/user_management/redirect_uris", { uri: "http://localhost:3000/auth/callback" }],
  ["POST", "/user_management/cors_origins", { origin: "http://localhost:3000" }],
  ["PUT", "/user_management/app_homepage_url", { url: "http://localhost:3000" }],
];

test("the seed of WorkOS's own command line runs to its end, and once more", async () => {
  const run = async () => {
    const failed: unknown[] = [];
    for (const [method, path, sent] of SEED) {
      const { status, body } = await workos.call(method, path, sent);
      if (status >= 400 && !body.message.includes("already exists")) failed.push([method, path, status, body]);
    }
    return failed;
  };
  expect(await run()).toEqual([]);
  expect(await run()).toEqual([]);
  expect((await workos.get("/authorization/roles/viewer")).body.permissions).toEqual(["posts:read"]);
});

test.each([{}, { url: null }, { url: "home" }])("%j is no homepage: 422", async (body) => {
  const answer = await workos.put("/user_management/app_homepage_url", body);
  expect([answer.status, answer.body.code]).toEqual([422, "invalid_request_parameters"]);
});
