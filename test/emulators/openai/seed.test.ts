import { describe, expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
import { PEM } from "./certificate.ts";
import { PROJECTS, START, START_SECONDS, useOpenai } from "./organization.ts";

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
  await expect(startOpenai({ port: first.port, seed: { projects: [{}] } })).rejects.toThrow(
    "POST /organization/projects",
  );
  await (await startOpenai({ port: first.port })).close();
});

describe("a made-up estate", () => {
  const made = async () => {
    const emulator = await startOpenai({ size: 40, startAt: START });
    emulator.clock.stop();
    const dump = (await (await fetch(`${emulator.origin}/_emulator/dump`)).json()) as Record<string, never[]>;
    return { emulator, dump, read: emulator.as("test") };
  };

  test("has projects that are archived, and one name twice", async () => {
    const { emulator, read } = await made();
    const { data } = await read.get(`${PROJECTS}?include_archived=true&limit=100`);
    expect(data).toHaveLength(1 + 40 + 1);
    expect(data.filter(({ status }: { status: string }) => status === "archived")).toHaveLength(3);
    await emulator.close();
  });

  test("has people with roles, and invites that are pending or came to nothing", async () => {
    const { emulator, read } = await made();
    const { data: users } = await read.get("/organization/users?limit=100");
    expect(new Set(users.map(({ role }: { role: string }) => role))).toEqual(new Set(["owner", "reader"]));
    expect(users.filter((user: { is_scim_managed: boolean }) => user.is_scim_managed)).toHaveLength(2);
    const { data: invites } = await read.get("/organization/invites?limit=100");
    const count = (status: string) => invites.filter((one: { status: string }) => one.status === status).length;
    expect([count("accepted"), count("pending"), count("expired")]).toEqual([5, 3, 2]);
    await emulator.close();
  });

  test("has limits, alerts, costs, and keys of which some were used", async () => {
    const { emulator, dump, read } = await made();
    for (const name of ["rate_limit_changes", "spend_limits", "spend_alerts", "project_users", "project_groups"])
      expect([name, (dump[name] ?? []).length > 0]).toEqual([name, true]);
    const used = (dump.api_keys ?? []).map(
      ({ last_used_at }: { last_used_at: number | null }) => last_used_at !== null,
    );
    expect([used.includes(true), used.includes(false)]).toEqual([true, true]);
    const { data } = await read.get(`/organization/costs?start_time=${START_SECONDS - 7 * 86_400}&group_by=project_id`);
    expect(data.at(-1).results.length).toBeGreaterThan(20);
    await emulator.close();
  });

  test("is the same every time, but for ids and secrets", async () => {
    const [first, second] = [await made(), await made()];
    expect(named(second.dump)).toEqual(named(first.dump));
    await first.emulator.close();
    await second.emulator.close();
  });
});

/** The dump with every id and secret replaced by a number, counted in order of appearance. */
function named(dump: object): unknown {
  const met = new Map<string, string>();
  const isMade =
    /\b(?:(?:proj|group|role|key|cost|usage|svc_acct)_|(?:user|invite|audit_log)-|sk-|spend_alert_|alert_)[\w-]{16,}/g;
  return JSON.parse(
    JSON.stringify(dump).replaceAll(isMade, (text) => {
      if (!met.has(text)) met.set(text, `made ${met.size}`);
      return met.get(text) ?? "";
    }),
  );
}
