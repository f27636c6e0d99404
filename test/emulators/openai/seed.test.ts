import { expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
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

test("what is misspelt or refused is an error", async () => {
  await expect(openai.emulator.seed({ project: [] })).rejects.toThrow("project");
  await expect(openai.emulator.seed({ projects: [{}] })).rejects.toThrow("invalid_value");
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
