import { describe, expect, test } from "vitest";
import { OrganizationSpendAlert } from "../../../providers/openai/organization-spend-alert.ts";
import { ProjectSpendAlert } from "../../../providers/openai/project-spend-alert.ts";
import { project } from "../../resources/homes.ts";
import { alert } from "../../resources/spend-alerts.ts";
import { useRuns } from "./runs.ts";

describe("of a project", () => {
  const { run, dana, writes } = useRuns(ProjectSpendAlert);
  const acme = async () => {
    const home = await project(dana(), "acme");
    const path = `/organization/projects/${home.projectId}/spend_alerts`;
    return { path, ours: { ...home, monthlyUsd: 600, recipients: ["dana@ourcompany.example"] } };
  };
  const there = async (path: string): Promise<string[]> =>
    (await dana().get(`${path}?limit=100`)).data.map(({ id }: { id: string }) => id);

  test("nothing tells two of one amount to the same people apart: neither is touched, and none is added", async () => {
    const { path, ours } = await acme();
    for (const prefix of ["[a]", "[b]"]) await dana().post(path, alert(60_000, ["dana@ourcompany.example"], prefix));
    const attempt = () => expect(run().up(ours)).rejects.toThrow("2 objects answer to");
    expect(await writes(attempt)).toEqual([]);
  });

  test("somebody's of the same amount to the same people is taken over with a warning, and stays in the end", async () => {
    const { path, ours } = await acme();
    await dana().post(path, alert(60_000, ["Dana@OurCompany.example"], "[theirs]"));
    const first = run();
    const state = await first.up(ours);
    expect(first.said).toEqual([expect.stringContaining("which existed already")]);
    await run().remove(state);
    expect(await there(path)).toEqual([state.id]);
  });

  test("one behind a hundred others is found", async () => {
    const { path, ours } = await acme();
    for (let cents = 0; cents < 100; cents++) await dana().post(path, alert(cents, ["dana@ourcompany.example"]));
    const state = await run().up(ours);
    expect((await run().refresh(state))?.id).toBe(state.id);
    await run().remove(state);
    expect(await there(path)).toHaveLength(100);
  });

  test("what is in cents is not taken for dollars", async () => {
    const { path, ours } = await acme();
    await dana().post(path, alert(600, ["dana@ourcompany.example"]));
    const state = await run().up(ours);
    expect(await there(path)).toHaveLength(2);
    expect(await dana().get(`${path}/${state.id}`)).toMatchObject({ threshold_amount: 60_000 });
  });

  test("the prefix that somebody gave it survives a change of the amount, though OpenAI takes the whole", async () => {
    const { path, ours } = await acme();
    const state = await run().up(ours);
    await dana().post(`${path}/${state.id}`, alert(60_000, ["dana@ourcompany.example"], "[theirs]"));
    await run().up({ ...ours, monthlyUsd: 700 }, state);
    const { threshold_amount, notification_channel } = await dana().get(`${path}/${state.id}`);
    expect([threshold_amount, notification_channel.subject_prefix]).toEqual([70_000, "[theirs]"]);
  });

  test.each([[], ["nobody"]])("to %j is refused before anything is sent", async (...recipients) => {
    const { ours } = await acme();
    const attempt = () => expect(run().up({ ...ours, recipients })).rejects.toThrow("recipients");
    expect(await writes(attempt)).toEqual([]);
  });
});

describe("of the organization", () => {
  const { run, dana, writes } = useRuns(OrganizationSpendAlert);

  test("somebody's is taken over on request only", async () => {
    const { id } = await dana().post("/organization/spend_alerts", alert(60_000, ["dana@ourcompany.example"]));
    const ours = { monthlyUsd: 600, recipients: ["dana@ourcompany.example"], __stack: "acme/fleet/prod" };
    const attempt = () => expect(run().up(ours)).rejects.toThrow("nothing proves that this stack made it");
    expect(await writes(attempt)).toEqual([]);
    expect((await run([id]).up(ours)).id).toBe(id);
  });
});
