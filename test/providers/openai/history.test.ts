import { expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
import { openai } from "../../../providers/openai/client.ts";
import { history } from "../../../providers/openai/history.ts";

test("every page of the audit log since a moment is read, newest first, with who did it and without values", async () => {
  const emulator = await startOpenai();
  try {
    const dana = emulator.as("dana@ours.example");
    const { id } = await dana.post("/organization/projects", { name: "acme" });
    for (let index = 0; index < 130; index++)
      await dana.post(`/organization/projects/${id}`, { name: `canary ${index}` });
    const { reader } = openai.open({ url: new URL(emulator.url), key: emulator.adminApiKey });
    emulator.requests.reset();
    const told = await history(reader, new Date(Date.now() - 60_000));
    expect(told).toHaveLength(131);
    expect(emulator.requests.counts()).toEqual({ "GET /organization/audit_logs": 2 });
    expect(told.map(({ at }) => at.getTime())).toEqual(told.map(({ at }) => at.getTime()).toSorted((a, b) => b - a));
    const updated = told.filter(({ event }) => event === "project.updated");
    expect(updated[0]).toMatchObject({
      ...{ within: id, fields: expect.arrayContaining(["title"]) },
      actor: { name: "dana@ours.example", through: "dashboard" },
    });
    expect(await history(reader, new Date(Date.now() + 60_000))).toEqual([]);
  } finally {
    await emulator.close();
  }
});
