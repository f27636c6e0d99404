import { expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const list = async (path: string) => (await openai.get(path)).body.data;

test("there is the default project, with rate limits for each model", async () => {
  const [project, ...others] = await list(PROJECTS);
  expect([project.name, others]).toEqual(["Default project", []]);
  const limits = await list(`${PROJECTS}/${project.id}/rate_limits?limit=100`);
  expect(limits.length).toBeGreaterThan(3);
  expect(new Set(limits.map(({ model }: { model: string }) => model)).size).toBe(limits.length);
});

test("there are an owner and members, and the predefined roles", async () => {
  const users = await list("/organization/users");
  expect(users.map(({ role }: { role: string }) => role)).toEqual(["owner", "reader", "reader"]);
  const roles = await list("/organization/roles");
  expect(roles.filter((role: { predefined_role: boolean }) => role.predefined_role).length).toBeGreaterThan(1);
  const { id } = await openai.defaultProject();
  expect((await list(`/projects/${id}/roles`)).length).toBeGreaterThan(1);
});

test("one key was used and one never, and there are costs and usage of the days before", async () => {
  const { id } = await openai.defaultProject();
  const keys = await list(`${PROJECTS}/${id}/api_keys`);
  expect(keys.map((key: { last_used_at: number | null }) => key.last_used_at === null)).toEqual([false, true]);
  const week = `start_time=${START_SECONDS - 7 * 86_400}&limit=7`;
  for (const path of ["costs", "usage/completions"]) {
    const buckets = await list(`/organization/${path}?${week}`);
    expect([path, buckets.filter(({ results }: { results: object[] }) => results.length > 0).length > 5]).toEqual([
      path,
      true,
    ]);
  }
});

test("nothing of it was asked for, and no audit log tells of it", async () => {
  expect(openai.emulator.requests.log).toEqual([]);
  expect(await openai.auditTypes()).toEqual([]);
});

test("a blank one has the default project, and the owner with the admin key", async () => {
  const emulator = await startOpenai({ blank: true });
  const dump = (await (await fetch(`${emulator.origin}/_emulator/dump`)).json()) as Record<string, unknown[]>;
  const held = Object.entries(dump).filter(([, records]) => records.length > 0);
  expect(held.map(([name, records]) => [name, records.length])).toEqual([
    ["projects", 1],
    ["users", 1],
    ["project_users", 1],
    ["admin_api_keys", 1],
  ]);
  await emulator.close();
});
