import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startWorkos, type WorkosEmulator } from "../../../emulators/index.ts";
import { workos } from "../../../providers/workos/client.ts";
import { FeatureFlagTarget } from "../../../providers/workos/feature-flag-target.ts";
import { useRuns } from "./runs.ts";

let emulator: WorkosEmulator;
let organizationId: string;
const dana = () => emulator.as("dana@ourcompany.example");
const flag = (body: object = {}) =>
  dana().post("/_emulator/feature_flags", { slug: "reports", name: "Reports", enabled: true, ...body });
const setTarget = (id = organizationId) => dana().post(`/feature-flags/reports/targets/${id}`);
const dropTarget = () => dana().delete(`/feature-flags/reports/targets/${organizationId}`);

/** What a new run reads with. */
const newReader = () => workos.open({ url: new URL(emulator.url), key: emulator.apiKey }).reader;

/** What becomes of the events about flags, newest first, on their way to the run; without a word they are as they are. */
const EVENTS = {
  kept: undefined,
  forgotten: () => [],
  /** The newest one does not say whom it is about. */
  silent: ([newest, ...others]: object[]) => [{ ...newest, context: undefined }, ...others],
};

/** What a new run concludes. */
async function concluded(events: keyof typeof EVENTS, targetId = organizationId): Promise<string> {
  const { definition } = FeatureFlagTarget;
  const { collection } = definition;
  const change = EVENTS[events];
  if (change) {
    const { data, ...page } = await dana().get("/events?events=flag.rule_updated&order=desc&limit=100");
    const body = { ...page, data: change(data) };
    emulator.faults.add({ kind: "answer", method: "GET", route: "/events", status: 200, body });
  }
  const inputs = { flag: "reports", targetId };
  const scope = definition.scopeOf(inputs);
  const [row, ...others] = await collection.list(newReader(), scope);
  expect(others).toEqual([]);
  if (!row) return "gone";
  expect(collection.id(row, scope)).toBe(`reports/${targetId}`);
  // What a stored id finds stands; only what matches by the natural key is taken over in place of a creation.
  return definition.matches(row, inputs) ? "there" : "stands if it was declared";
}

beforeAll(async () => {
  emulator = await startWorkos({ blank: true });
});
beforeEach(async () => {
  emulator.reset();
  organizationId = (await dana().post("/organizations", { name: "Acme" })).id;
});
afterAll(() => emulator.close());

describe("the latest event about a flag", () => {
  test("proves a target", async () => {
    await flag();
    await setTarget();
    expect(await concluded("kept")).toBe("there");
  });

  test("proves a target of a flag that is off", async () => {
    await flag({ enabled: false });
    await setTarget();
    expect(await concluded("kept")).toBe("there");
  });

  test("proves that somebody removed it, even where the flag is on for it by default", async () => {
    await flag();
    await setTarget();
    await dropTarget();
    expect(await concluded("kept")).toBe("gone");
  });

  test("proves nothing about those it does not name when it is for all", async () => {
    await flag({ default_value: true });
    await setTarget();
    await dropTarget();
    expect(await concluded("kept")).toBe("stands if it was declared");
  });

  test("is found behind a hundred about another flag", async () => {
    await flag();
    await setTarget();
    await dana().post("/_emulator/feature_flags", { slug: "busy", name: "Busy" });
    for (let number = 0; number < 60; number++) {
      await dana().post(`/feature-flags/busy/targets/${organizationId}`);
      await dana().delete(`/feature-flags/busy/targets/${organizationId}`);
    }
    expect(await concluded("kept")).toBe("there");
  });

  test("is not taken from a flag of the same name that was deleted", async () => {
    await flag();
    await setTarget();
    await dana().delete("/_emulator/feature_flags/reports");
    await flag();
    expect(await concluded("kept")).toBe("gone");
  });

  test("tells of people as well", async () => {
    const { id } = await dana().post("/user_management/users", { email: "ana@acme.example" });
    await flag();
    await setTarget(id);
    expect(await concluded("kept", id)).toBe("there");
    expect(await concluded("kept")).toBe("gone");
  });
});

describe("an event that does not say whom it is about", () => {
  test("leaves the flag unknown: an older one is not the latest", async () => {
    await flag();
    await setTarget();
    await dropTarget();
    await setTarget();
    // The newest of the three comes without its context, so that the dropping is the latest that tells.
    expect(await concluded("silent")).toBe("stands if it was declared");
  });
});

describe("without an event", () => {
  test("a flag that is on for others only proves that it is gone", async () => {
    await flag();
    expect(await concluded("forgotten")).toBe("gone");
  });

  test("a flag that is on for it proves nothing: it may be on by default", async () => {
    await flag();
    await setTarget();
    expect(await concluded("forgotten")).toBe("stands if it was declared");
    await dana().patch("/_emulator/feature_flags/reports", { default_value: true });
    await dropTarget();
    expect(await concluded("forgotten")).toBe("stands if it was declared");
  });

  test("a flag that is off proves nothing", async () => {
    await flag({ enabled: false });
    expect(await concluded("forgotten")).toBe("stands if it was declared");
  });

  test("a flag that is not there has no targets", async () => {
    expect(await concluded("forgotten")).toBe("gone");
  });
});

describe("a creation", () => {
  const { definition } = FeatureFlagTarget;

  test("asks for no list of its own: what is not proven is made", async () => {
    await flag({ default_value: true });
    const { id: borealis } = await dana().post("/organizations", { name: "Borealis" });
    const reader = newReader();
    for (const targetId of [organizationId, borealis])
      expect(await definition.lookUp?.(reader, { flag: "reports", targetId })).toBeUndefined();
    const asked = emulator.requests.log.filter(({ actor }) => actor === undefined);
    expect(asked.map(({ route }) => route)).toEqual(["/feature-flags", "/events"]);
  });

  test("meets a target that is proven", async () => {
    await flag();
    await setTarget();
    const inputs = { flag: "reports", targetId: organizationId };
    expect(await definition.lookUp?.(newReader(), inputs)).toEqual({ isProven: true });
  });
});

describe("a target", () => {
  const { emulator: environment, run, dana: colleague, writes } = useRuns(FeatureFlagTarget);

  test("goes on under another resource name, though nothing proves it any more", async () => {
    const { id: targetId } = await colleague().post("/organizations", { name: "Acme" });
    const declared = { flag: "advanced-analytics", targetId };
    const state = await run().up(declared);
    const body = { data: [], list_metadata: { after: null } };
    environment().faults.add({ kind: "answer", method: "GET", route: "/events", status: 200, body });
    const renaming = run();
    // It was not met: only its creation, which changed nothing, tells that it is ours.
    expect(await writes(() => renaming.up(declared))).toEqual(["POST /feature-flags/{slug}/targets/{resourceId}"]);
    expect(await writes(() => renaming.remove(state))).toEqual([]);
  });
});
