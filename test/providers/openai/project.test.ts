import { describe, expect, test } from "vitest";
import { Project } from "../../../providers/openai/project.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana } = useRuns(Project);

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

test("a tenant's project is not made anew elsewhere: a preview says what to do instead, until that tenant is offboarding", async () => {
  const state = await run().up({ name: "Acme", residency: "EU_STORAGE_PROCESSING" });
  const moved = { ...state.outs, residency: "US_STORAGE_PROCESSING" };
  const diff = (guard: object) => run().diff(state.id, { ...state.outs, __guard: "acme" }, { ...moved, ...guard });
  await expect(diff({ __guard: "acme" })).rejects.toThrow(
    'name "Acme" cannot be replaced as long as tenant acme is not offboarding, and its residency cannot be changed. Nothing was changed. Declare residency as before. To move a customer: declare a second tenant that has the project to be, move the customer\'s programs to its keys, then let this tenant go with status: offboarding.',
  );
  expect((await diff({})).replaces).toEqual(["residency"]);
});

describe("E53: OpenAI says that a project is archived already", () => {
  const route = "/organization/projects/{project_id}/archive";
  const refusal = { status: 400, body: { error: { message: "archived", code: "project_archived" } } };

  test("which it is by now: it is removed", async () => {
    const state = await run().up({ name: "acme" });
    emulator().faults.add({ ...refusal, route, kind: "misreport" });
    await run().remove(state);
    expect(await dana().get(`/organization/projects/${state.id}`)).toMatchObject({ status: "archived" });
    expect(await run().refresh(state)).toBeUndefined();
  });

  test("which it is not: that is an error, and it stays", async () => {
    const state = await run().up({ name: "acme" });
    emulator().faults.add({ ...refusal, route, kind: "answer" });
    await expect(run().remove(state)).rejects.toThrow();
    expect(await dana().get(`/organization/projects/${state.id}`)).toMatchObject({ status: "active" });
    expect((await run().refresh(state))?.id).toBe(state.id);
  });
});
