import { expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
import { PEM } from "./certificate.ts";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai();

test("an estate is made of request bodies, with children inside their project", async () => {
  await openai.emulator.seed({
    projects: [
      { name: "acme", service_accounts: [{ name: "ci", role: "owner", api_keys: [{ name: "second" }] }] },
      { name: "gone", archived: true },
    ],
  });
  const [, acme, gone] = (await openai.get(`${PROJECTS}?include_archived=true`)).body.data;
  expect([acme.name, gone.name, gone.status]).toEqual(["acme", "gone", "archived"]);
  const accounts = (await openai.get(`${PROJECTS}/${acme.id}/service_accounts`)).body.data;
  expect(accounts).toMatchObject([{ name: "ci", role: "owner" }]);
  const keys = (await openai.get(`${PROJECTS}/${acme.id}/api_keys`)).body.data;
  expect(keys.map(({ name }: { name: string }) => name)).toEqual(["Secret Key", "second"]);
});

test("what only a dashboard makes can be seeded too: people, their keys, and when keys were used", async () => {
  const { emulator } = openai;
  await emulator.seed({
    users: [{ email: "ann@acme.example", name: "Ann", role: "owner", is_scim_managed: true }],
    roles: [{ role_name: "auditor", permissions: ["api.all.read"] }],
    groups: [{ name: "Support", users: ["ann@acme.example"], is_scim_managed: true }],
    projects: [
      {
        name: "acme",
        users: [{ email: "ann@acme.example", role: "owner", api_keys: [{ name: "mine", last_used_at: 5 }] }],
        service_accounts: [{ name: "ci", api_keys: [{ name: "old", last_used_at: 7 }] }],
        roles: [{ role_name: "tester", permissions: [] }],
        groups: [{ name: "Support", role: "tester" }],
        rate_limits: [{ model: "gpt-5", max_requests_per_1_minute: 5 }],
        spend_limit: { threshold_amount: 5000, currency: "USD", interval: "month" },
        data_retention: { retention_type: "none" },
        model_permissions: { mode: "allow_list", model_ids: ["gpt-5"] },
        hosted_tool_permissions: { mcp: { enabled: false } },
        service_tier_settings: { default: "fast" },
      },
    ],
    invites: [{ email: "bob@acme.example", role: "reader" }],
    admin_api_keys: [{ name: "deploy", last_used_at: 9 }],
    certificates: [{ certificate: PEM }],
    spend_alerts: [
      {
        threshold_amount: 1,
        currency: "USD",
        interval: "month",
        notification_channel: { type: "email", recipients: [] },
      },
    ],
  });
  const list = async (path: string) => (await openai.get(path)).body.data;
  const ann = (await list("/organization/users")).at(-1);
  expect(ann).toMatchObject({ name: "Ann", role: "owner", is_scim_managed: true, api_key_last_used_at: 5 });
  const project = `${PROJECTS}/${(await list(PROJECTS)).at(-1).id}`;
  expect(
    (await list(`${project}/api_keys`)).map((key: { name: string; last_used_at: number }) => [
      key.name,
      key.last_used_at,
    ]),
  ).toEqual([
    ["Secret Key", null],
    ["old", 7],
    ["mine", 5],
  ]);
  expect(await list(`${project}/groups`)).toMatchObject([{ group_name: "Support" }]);
  expect((await list(`${project}/rate_limits`))[0].max_requests_per_1_minute).toBe(5);
  expect((await openai.get(`${project}/service_tier_settings`)).body.default).toBe("fast");
  expect((await list("/organization/invites")).map(({ status }: { status: string }) => status)).toEqual([
    "accepted",
    "pending",
  ]);
  expect((await list("/organization/admin_api_keys")).at(-1).last_used_at).toBe(9);
  expect([await list("/organization/certificates"), await list("/organization/spend_alerts")]).toMatchObject([
    [{}],
    [{}],
  ]);
});

test("a person that nobody knows is named", async () => {
  const seeding = openai.emulator.seed({ groups: [{ name: "Support", users: ["nobody@acme.example"] }] });
  await expect(seeding).rejects.toThrow("nobody@acme.example is nobody of the organization");
});

test("what is misspelt or refused is an error", async () => {
  await expect(openai.emulator.seed({ project: [] })).rejects.toThrow("project");
  await expect(openai.emulator.seed({ projects: [{}] })).rejects.toThrow("invalid_value");
});

test("nothing keeps running when the seed is refused", async () => {
  const first = await startOpenai();
  await first.close();
  await expect(startOpenai({ port: first.port, seed: { projects: [{}] } })).rejects.toThrow("invalid_value");
  await (await startOpenai({ port: first.port })).close();
});

test("a made-up estate is untidy, and the same every time", async () => {
  const projects = async () => {
    const emulator = await startOpenai({ size: 40 });
    const { data } = await emulator.as("test").get(`${PROJECTS}?include_archived=true&limit=100`);
    await emulator.close();
    return data.map(({ name, status }: { name: string; status: string }) => [name, status]);
  };
  const first = await projects();
  expect(first).toHaveLength(1 + 40 + 1);
  expect(first.filter(([, status]: string[]) => status === "archived")).toHaveLength(3);
  expect(await projects()).toEqual(first);
});
