import { expect, test } from "vitest";
import { Project } from "../../../providers/openai/project.ts";
import { useRuns } from "./runs.ts";

const { run, dana } = useRuns(Project);

const defaultProject = async () => {
  const { data } = await dana().get("/organization/projects");
  return data.find(({ name }: { name: string }) => name === "Default project");
};

test("the default project, once somebody asked for it, is neither changed nor archived, and OpenAI's words say so", async () => {
  const before = await defaultProject();
  const declared = { name: before.name };
  const state = await run([before.id]).up(declared);
  await expect(run([before.id]).up({ name: "Acme" }, state)).rejects.toThrow(/default project cannot be modified/);
  // Whoever asks for a project gets it with everything in it: it would go as well.
  await expect(run().remove(state)).rejects.toThrow(/default project cannot be archived/);
  expect(await defaultProject()).toEqual(before);
});
