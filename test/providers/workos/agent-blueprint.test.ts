import { expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { AgentBlueprint } from "../../../providers/workos/agent-blueprint.ts";
import { useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(AgentBlueprint);

const blueprints = async () => (await dana().get("/agents/blueprints")).data;
const sessions = { maxAgeSeconds: 60, accessTokenTtlSeconds: 60, refreshTokenTtlSeconds: 60 };

test.each([
  [{ sessionSettings: { maxAgeSeconds: 60 } }, "sessionSettings accessTokenTtlSeconds: "],
  [
    { sessionSettings: { ...sessions, accessTokenTtlSeconds: 3601 } },
    "accessTokenTtlSeconds: must be 1 to 3600 seconds",
  ],
  [{ invocableAs: [] }, "invocableAs must not be empty"],
  [{ invocableAs: ["robot"] }, "invocableAs 0: Invalid option"],
  [{ invocableBy: { roles: ["member"] } }, "invocableBy roles: there is no such property"],
  [{ invocableBy: { organizationIds: [""] } }, "invocableBy organizationIds.0: must not be empty"],
])("a blueprint with %j is refused at preview", (declared, said) => {
  const { failures } = canonicalise(AgentBlueprint.definition.inputs, { name: "Support", ...declared });
  expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toContainEqual(expect.stringContaining(said));
});

test("of who may invoke it, what is not declared stays as somebody set it", async () => {
  const { id: organizationId } = await dana().post("/organizations", { name: "Acme" });
  const state = await run().up({ name: "Support", invocableBy: { roleSlugs: ["member"] } });
  await dana().patch(`/agents/blueprints/${state.id}`, { invocable_by: { organization_ids: [organizationId] } });
  const refreshed = await run().refresh(state);
  expect(refreshed?.outs).toMatchObject({ invocableBy: { roleSlugs: ["member"] } });
  expect(await writes(() => run().up({ name: "Support", invocableBy: { roleSlugs: ["member"] } }, refreshed))).toEqual(
    [],
  );
  await run().up({ name: "Support", invocableBy: { roleSlugs: [] } }, refreshed);
  expect((await blueprints())[0].invocable_by).toEqual({ role_slugs: [], organization_ids: [organizationId] });
});

test("one of the same name that somebody made is refused, and theirs until it is asked for", async () => {
  const { id } = await dana().post("/agents/blueprints", { name: "Support" });
  const sent = await writes(() => expect(run().up({ name: "Support" })).rejects.toThrow("nothing proves"));
  expect(sent).toEqual([]);
  await run().remove(await run([id]).up({ name: "Support", description: "Ours" }));
  expect(await blueprints()).toEqual([]);
});
