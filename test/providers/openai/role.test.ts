import { expect, test } from "vitest";
import { OrganizationRole } from "../../../providers/openai/organization-role.ts";
import { useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(OrganizationRole);

const predefined = async (name: string): Promise<{ id: string }> =>
  (await dana().get("/organization/roles")).data.find((row: { name: string }) => row.name === name);

test("a role that OpenAI predefines is not taken over by its name, and the refusal says how to hand it out", async () => {
  const { id } = await predefined("reader");
  await expect(run().up({ name: "reader", permissions: ["api.all.read"] })).rejects.toThrow(
    new RegExp(`OpenAI predefines a role reader.*another name.*${id}`),
  );
  await expect(run([id]).up({ name: "reader", permissions: [] })).rejects.toThrow("OpenAI predefines a role reader");
});

test("nor is it read by its id, nor a role given its name", async () => {
  const { id } = await predefined("owner");
  const mine = await run().up({ name: "Auditor", permissions: [] });
  expect(await run().refresh({ id, outs: { ...mine.outs, name: "owner" } })).toBeUndefined();
  await expect(run().up({ name: "owner", permissions: [] }, mine)).rejects.toThrow("OpenAI predefines a role owner");
  expect(await run().refresh(mine)).toEqual(mine);
});

test("one of the same name is somebody else's, and its name is not taken by a change either", async () => {
  await dana().post("/organization/roles", { role_name: "Auditor", permissions: ["api.all.read"] });
  const refused = async () => {
    await expect(run().up({ name: "Auditor", permissions: [] })).rejects.toThrow(/TENANTRY_ADOPT=role_/);
  };
  expect(await writes(refused)).toEqual([]);
  const mine = await run().up({ name: "Reviewer", permissions: [] });
  await expect(run().up({ name: "Auditor", permissions: [] }, mine)).rejects.toThrow("the role Auditor exists already");
});
