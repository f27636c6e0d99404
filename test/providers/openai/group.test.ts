import { expect, test } from "vitest";
import { Group } from "../../../providers/openai/group.ts";
import { useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(Group);

/** What a program asks that refers to another stack's group. */
const named = (name: string) => ({ name, __id: "" });

test("a group that another stack owns is read by its name, and told by OpenAI's id", async () => {
  await dana().post("/organization/groups", { name: "Sales" });
  const { id } = await dana().post("/organization/groups", { name: "Staff" });
  const reading = async () => {
    const read = await run().read("Staff", named("Staff"));
    expect(read).toMatchObject({ id, props: { name: "Staff", __id: id } });
    // Whatever was made anew under the name is what is meant.
    await dana().delete(`/organization/groups/${id}`);
    const { id: anew } = await dana().post("/organization/groups", { name: "Staff" });
    expect(await run().read(id, read.props ?? {})).toMatchObject({ id: anew, props: { __id: anew } });
  };
  expect(await writes(reading)).toEqual([]);
});

test("one that is not there, or there twice, stops whoever refers to it", async () => {
  await expect(run().read("Staff", named("Staff"))).rejects.toThrow("there is no Staff to read");
  for (const name of ["Twice", "Twice"]) await dana().post("/organization/groups", { name });
  await expect(run().read("Twice", named("Twice"))).rejects.toThrow(/2 objects answer to .*Twice.*: group_/);
});
