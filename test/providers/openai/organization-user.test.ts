import { beforeEach, expect, test } from "vitest";
import { OrganizationUser } from "../../../providers/openai/organization-user.ts";
import { type State, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(OrganizationUser);

const declared = { email: "ana@acme.example", role: "reader" };
let ana: string;

const people = async () => (await dana().get("/organization/users?emails=ana@acme.example")).data;

beforeEach(async () => {
  await emulator().seed({ users: [{ email: "Ana@acme.example" }] });
  ana = (await people())[0].id;
});

test("a member is taken over, with a warning, whatever the spelling of the address", async () => {
  const now = run();
  const state = await now.up({ ...declared, role: "owner" });
  expect(state.id).toBe(ana);
  expect(now.said).toMatchObject([expect.stringContaining(`took over ${ana}`)]);
  expect(await people()).toMatchObject([{ id: ana, role: "owner" }]);
  expect(await run().refresh(state)).toEqual(state);
  expect(JSON.stringify(state)).not.toContain('"name"');
});

test("nobody is invented, and the refusal says how people get in", async () => {
  const attempt = () =>
    expect(run().up({ ...declared, email: "nobody@acme.example" })).rejects.toThrow(
      /nobody of the OpenAI organization.*Invite them/,
    );
  expect(await writes(attempt)).toEqual([]);
});

test("nobody is removed, and who has left is gone", async () => {
  const state = await run().up(declared);
  expect(await writes(() => run().remove(state))).toEqual([]);
  expect(await people()).toHaveLength(1);
  await dana().delete(`/organization/users/${ana}`);
  expect(await run().refresh(state as State)).toBeUndefined();
});

test("an answer that does not say who somebody is makes nobody look gone", async () => {
  const state = await run().up(declared);
  const body = { object: "list", data: [{ id: ana, object: "organization.user", role: "reader" }], has_more: false };
  emulator().faults.add({ method: "GET", route: "/organization/users", kind: "answer", status: 200, body });
  await expect(run().up({ ...declared, role: "owner" })).rejects.toThrow(`email of ${ana}`);
  expect(await people()).toMatchObject([{ id: ana, role: state.outs.role }]);
});
