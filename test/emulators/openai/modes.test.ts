import { expect, test } from "vitest";
import { OPTIONAL_MEMBERS } from "../../../emulators/openai/answers.ts";
import { readSpecification, type Schema } from "../../contract/specification.ts";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai();

test("the members that can be missing are those that the description does not require", () => {
  const described = new Map<string, { all: Set<string>; required: Set<string> }>();
  for (const schema of Object.values(readSpecification("openai-admin").components.schemas)) {
    const members = (schema.properties ?? {}) as Record<string, Schema>;
    for (const kind of (members.object?.enum as string[] | undefined) ?? []) {
      const known = described.get(kind) ?? { all: new Set(), required: new Set() };
      for (const name of Object.keys(members)) known.all.add(name);
      for (const name of (schema.required as string[]) ?? []) known.required.add(name);
      described.set(kind, known);
    }
  }
  const optionalOf = (kind: string) => {
    const { all, required } = described.get(kind) ?? { all: [], required: new Set() };
    return [...all].filter((name) => !required.has(name)).sort();
  };
  for (const [kind, optional] of Object.entries(OPTIONAL_MEMBERS))
    expect([kind, [...optional].sort()]).toEqual([kind, optionalOf(kind)]);
  // Left out: usage results without their dimensions, and lists without their ends, which have a switch of their own.
  const others = [...described.keys()].filter((kind) => optionalOf(kind).length > 0 && !(kind in OPTIONAL_MEMBERS));
  expect(others.filter((kind) => !/usage|^list$/.test(kind))).toEqual(["certificate"]);
});

test("missingOptional: what is not required is not there, in lists and within objects too", async () => {
  const { id } = await openai.project();
  openai.emulator.switches.set({ missingOptional: true });
  expect(Object.keys((await openai.get(`${PROJECTS}/${id}`)).body)).toEqual(["id", "object", "created_at"]);
  const [, listed] = (await openai.get(PROJECTS)).body.data;
  expect(Object.keys(listed)).toEqual(["id", "object", "created_at"]);
  const [user] = (await openai.get("/organization/users")).body.data;
  expect(Object.keys(user)).toEqual(["object", "id", "added_at"]);
});

test("extraFields: every object has a member that nobody knows, errors have none", async () => {
  openai.emulator.onExchange = undefined;
  openai.emulator.switches.set({ extraFields: true });
  const list = (await openai.get(PROJECTS)).body;
  expect([list, list.data[0]]).toMatchObject([{ x_emulator_extra: {} }, { x_emulator_extra: {} }]);
  expect(JSON.stringify((await openai.get(`${PROJECTS}/proj_unknown`)).body)).not.toContain("x_emulator_extra");
});

test("auditDelaySeconds: a record is listed when the delay has passed", async () => {
  openai.emulator.switches.set({ auditDelaySeconds: 30 });
  await openai.project();
  expect(await openai.auditTypes()).toEqual([]);
  openai.emulator.clock.advance(30_000);
  expect(await openai.auditTypes()).toEqual(["project.created"]);
});

test("a creation that commits and whose answer is lost leaves its object behind", async () => {
  openai.emulator.faults.add({ method: "POST", route: "/organization/projects", kind: "misreport", status: 500 });
  expect((await openai.post(PROJECTS, { name: "Acme" })).status).toBe(500);
  expect((await openai.get(PROJECTS)).body.data.map(({ name }: { name: string }) => name)).toContain("Acme");
});

test("flaky: by chance some requests fail with 503, in the vendor's envelope", async () => {
  const fault = openai.emulator.faults.add({ kind: "answer", status: 503, probability: 0.5 });
  const statuses = [];
  for (let n = 0; n < 60; n++) statuses.push((await openai.get(PROJECTS)).status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect(statuses.filter((status) => status === 503)).toHaveLength(fault.hits);
});

test("throttled: one bucket for each route template, whatever the ids, and no header says when to come back", async () => {
  openai.emulator.limits.set([{ capacity: 2, perSeconds: 60 }]);
  const ids = ["proj_a", "proj_b", "proj_c"];
  const answers = [];
  for (const id of ids) answers.push(await openai.get(`/projects/${id}/roles`));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 429]);
  expect(answers[2]?.headers.get("retry-after")).toBeNull();
  expect((await openai.get(PROJECTS)).status).toBe(200);
  openai.emulator.clock.advance(60_000);
  expect((await openai.get("/projects/proj_a/roles")).status).toBe(404);
});

test("a Retry-After of any length can be had by a fault", async () => {
  openai.emulator.faults.add({ kind: "answer", status: 429, headers: { "retry-after": "90" } });
  const answer = await openai.get(PROJECTS);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "90"]);
});
