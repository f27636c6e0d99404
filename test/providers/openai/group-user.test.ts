import { beforeEach, expect, test } from "vitest";
import { GroupUser } from "../../../providers/openai/group-user.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(GroupUser);

const idOf = async (path: string, name: string): Promise<string> =>
  (await dana().get(path)).data.find((row: { name: string }) => row.name === name).id;

let ana: { groupId: string; userId: string };
let ben: { groupId: string; userId: string };

beforeEach(async () => {
  await emulator().seed({
    users: [
      { email: "ana@acme.example", name: "Ana" },
      { email: "ben@acme.example", name: "Ben" },
    ],
    groups: [{ name: "From the directory", users: ["ana@acme.example"], is_scim_managed: true }],
  });
  const groupId = await idOf("/organization/groups", "From the directory");
  ana = { groupId, userId: await idOf("/organization/users", "Ana") };
  ben = { groupId, userId: await idOf("/organization/users", "Ben") };
});

test("nobody is put into a group that an identity provider manages, and nothing is sent for it", async () => {
  const attempt = () =>
    expect(run().up(ben)).rejects.toThrow(/the organization's identity provider manages it.*Add them there/);
  expect(await writes(attempt)).toEqual([]);
});

test("whom the identity provider put into a group can be declared, and nobody takes them out", async () => {
  const state = await run().up(ana);
  expect(state.outs).toMatchObject({ scimManaged: true });
  expect(await run().refresh(state)).toEqual(state);
  // On request it would be ours to remove.
  const asked = await run([state.id]).up(ana);
  const removal = () => expect(run().remove(asked)).rejects.toThrow(/the organization's identity provider manages it/);
  expect(await writes(removal)).toEqual([]);
});
