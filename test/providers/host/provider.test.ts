import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { ABSENT } from "../../../providers/contract/collection.ts";
import { fail, VendorError } from "../../../providers/contract/errors.ts";
import { type Creation, Notes } from "../../../providers/host/notes.ts";
import { type ResourceType, resourceType } from "../../../providers/host/resource-type.ts";
import { UNKNOWN } from "../../../providers/host/unknown.ts";
import { anyHostileText, harm, hostileText } from "../../harness/hostile-text.ts";
import { inputs, PROVIDER, type Row, Shop, type WidgetDefinition, widgetProvider } from "./shop.ts";

const CANARY = "cAnArY0123456789";
const SECRET = "4dabf18193072939515e22adb298388d";

let folder: string;
let shop: Shop;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-adapter-"));
  shop = new Shop();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What this machine wrote down, as a new process reads it. */
const notes = (): Notes => new Notes({ TENANTRY_STATE_DIR: folder }, () => {});

/** A provider in a process of its own: nothing is known yet. */
const widget = (overrides: Partial<WidgetDefinition> = {}, adopt: readonly string[] = []) =>
  widgetProvider(shop, { notes: notes(), adopt: new Set(adopt) }, overrides);

const born: WidgetDefinition["born"] = (row) => new Date(row.createdAt);

/** An object without a managed parent, of which only proven ones may be taken over. */
const standalone: Partial<WidgetDefinition> = {
  parent: undefined as never,
  scope: ["owner"],
  key: ["owner", "name"],
  immutable: ["owner", "name", "size"],
  born,
};

/** A resource with a value that is in the answer to its creation only. */
const onceOnly: Partial<WidgetDefinition> = { born, shownOnce: {} };

const wanted = { owner: "acme", name: "door", color: "red", __provider: PROVIDER };

const stored = (id: string, declared: object = wanted) => ({
  ...declared,
  createdAt: "2026-05-04T12:00:00.000Z",
  value: `sk-${id}-${CANARY}`,
  __stack: "acme/fleet/prod",
});

const facts = { vendor: "Shop", method: "GET", path: "/owners/acme/widgets", route: "/owners/{id}/widgets" };

const secretOf = (outs: Record<string, unknown>): unknown => (outs.value as Record<string, unknown>)?.value;

/** How a call failed; that it did not is a failure of the test. */
async function failure(call: Promise<unknown>): Promise<Error & { id?: string; properties?: Record<string, unknown> }> {
  const outcome = await call.then(
    (result) => new Error(`it succeeded with ${JSON.stringify(result)}`),
    (error: Error) => ({ failed: error }),
  );
  if (outcome instanceof Error) throw outcome;
  return outcome.failed;
}

describe("create", () => {
  test("makes the object, sends what creation cannot set, and gives everything back", async () => {
    const { id, outs } = await widget().create({ ...wanted, __stack: "acme/fleet/prod" });
    expect(shop.calls).toEqual(["list acme", "create acme/door", 'update w_1 {"color":"red"}']);
    expect(id).toBe("w_1");
    expect(outs).toEqual({
      owner: "acme",
      name: "door",
      color: "red",
      createdAt: "2026-05-04T12:00:00.000Z",
      value: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: `sk-w_1-${CANARY}` },
      __provider: PROVIDER,
      __stack: "acme/fleet/prod",
    });
  });

  test("of two at once asks for the listing once", async () => {
    const provider = widget();
    await Promise.all([provider.create(wanted), provider.create({ ...wanted, name: "window" })]);
    expect(shop.calls.filter((call) => call.startsWith("list"))).toEqual(["list acme"]);
    expect([...shop.rows.values()].map(({ name }) => name)).toEqual(["door", "window"]);
  });

  test("of what is there takes it over, sends only what differs, and says so", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const provider = widget();
    const { id, outs } = await provider.create(wanted);
    expect(id).toBe("w_1");
    expect(shop.writes).toEqual(['update w_1 {"color":"red"}']);
    expect(secretOf(outs)).toBe("");
    expect(provider.warnings).toEqual(['shop:Widget owner "acme", name "door": took over w_1, which existed already']);
  });

  test("of what is there but can never become what is declared is refused", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red", size: 7 });
    const error = await failure(widget().create({ ...wanted, size: 8 }));
    expect(error.message).toContain("its size is 7, not 8, and cannot be changed");
    expect(shop.writes).toEqual([]);
  });

  test("again, in another process, writes nothing", async () => {
    await widget().create(wanted);
    shop.calls.length = 0;
    expect((await widget().create(wanted)).id).toBe("w_1");
    expect(shop.writes).toEqual([]);
  });

  test("that meets a conflict takes over what somebody made in between", async () => {
    const meanwhile = () => void shop.insert({ owner: "acme", name: "door" });
    shop.faults.push({ call: "create", fault: "conflict", meanwhile });
    expect((await widget().create(wanted)).id).toBe("w_1");
    expect(shop.rows.size).toBe(1);
  });

  test("whose answer was lost after it landed finds its object", async () => {
    shop.faults.push({ call: "create", fault: "lost after" });
    expect((await widget().create(wanted)).id).toBe("w_1");
    expect(shop.rows.size).toBe(1);
  });

  test("whose answer was lost before it landed is sent again", async () => {
    shop.faults.push({ call: "create", fault: "lost before" });
    expect((await widget().create(wanted)).id).toBe("w_1");
    expect(shop.writes.filter((call) => call.startsWith("create"))).toHaveLength(2);
    expect(shop.rows.size).toBe(1);
  });

  test("gives up after three lost answers, with nothing made", async () => {
    for (let time = 0; time < 4; time++) shop.faults.push({ call: "create", fault: "lost before" });
    const error = await failure(widget().create(wanted));
    expect(error.message).toBe("Shop POST /widgets: no answer");
    expect(error.id).toBeUndefined();
    expect(shop.writes).toHaveLength(3);
  });

  test("that is refused fails at once, with no id", async () => {
    shop.faults.push({ call: "create", fault: "denied" });
    const error = await failure(widget().create(wanted));
    expect(error).toMatchObject({ name: "ResourceError", message: "Shop POST /widgets: not allowed" });
    expect(error.id).toBeUndefined();
    expect(shop.writes).toHaveLength(1);
  });

  test("of one of several that answer to the name names them all and touches none", async () => {
    shop.insert({ owner: "acme", name: "door" });
    shop.insert({ owner: "acme", name: "door" });
    const error = await failure(widget().create(wanted));
    expect(error.message).toContain('2 objects answer to owner "acme", name "door": w_1, w_2');
    expect(shop.writes).toEqual([]);
  });

  test("takes the one that the resource picks, where it can pick", async () => {
    shop.insert({ owner: "acme", name: "door" });
    shop.insert({ owner: "acme", name: "door", color: "red" });
    expect((await widget({ several: (rows) => rows.at(-1) }).create(wanted)).id).toBe("w_2");
  });

  test("asks for the object alone, where the vendor finds it by name", async () => {
    const lookUp: WidgetDefinition["lookUp"] = async (client, { name }) =>
      (await client.get(name === "door" ? "w_1" : "w_0")) ?? undefined;
    await widget({ lookUp }).create(wanted);
    expect(shop.calls[0]).toBe("get w_1");
  });

  test("of a child of what this run made asks nothing first", async () => {
    const provider = widget();
    provider.connection.run.made("shop:Owner", "acme");
    await provider.create(wanted);
    expect(shop.calls).toEqual(["create acme/door", 'update w_1 {"color":"red"}']);
  });
});

describe("a failure after the object exists", () => {
  test("keeps id and properties, the secret included and marked", async () => {
    shop.faults.push({ call: "update", fault: "denied" });
    const error = await failure(widget().create({ ...wanted, __stack: "acme/fleet/prod" }));
    expect(error.id).toBe("w_1");
    expect(error.properties).toEqual({
      ...wanted,
      color: "grey", // As it is there by then.
      createdAt: "2026-05-04T12:00:00.000Z",
      value: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: `sk-w_1-${CANARY}` },
      __stack: "acme/fleet/prod",
    });
    expect(error).toMatchObject({ reasons: ["Shop POST /widgets: not allowed"] });
    expect(JSON.stringify([error.message, error.stack, String(error)])).not.toContain(CANARY);
  });

  test("is healed by the update that the engine runs next", async () => {
    shop.faults.push({ call: "update", fault: "denied" });
    const error = await failure(widget().create(wanted));
    const olds = { ...error.properties, value: secretOf(error.properties ?? {}) };
    const { outs } = await widget().update("w_1", olds, wanted);
    expect(shop.rows.get("w_1")?.color).toBe("red");
    expect(secretOf(outs)).toBe(`sk-w_1-${CANARY}`);
  });

  test("an update in it whose answer was lost is looked at, not failed", async () => {
    shop.faults.push({ call: "update", fault: "lost after" });
    const { outs } = await widget().create(wanted);
    expect(shop.writes).toEqual(["create acme/door", 'update w_1 {"color":"red"}']);
    expect(secretOf(outs)).toBe(`sk-w_1-${CANARY}`);
  });
});

describe("an object without a managed parent", () => {
  const withStack = { ...wanted, __stack: "acme/fleet/prod" };

  test("that is somebody else's is refused, with the two ways out, and nothing is written", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const error = await failure(widget(standalone).create(withStack));
    expect(error.message).toContain("w_1 (created 2026-05-04T12:00:00.000Z) already answers to");
    expect(error.message).toContain("run once with TENANTRY_ADOPT=w_1");
    expect(error.message).toContain("declare another owner and name");
    expect(error.id).toBeUndefined();
    expect(shop.writes).toEqual([]);
  });

  test("is taken over where that was asked for", async () => {
    shop.insert({ owner: "acme", name: "door" });
    expect((await widget(standalone, ["w_1"]).create(withStack)).id).toBe("w_1");
    await failure(widget(standalone, ["w_2", ""]).create(withStack));
  });

  test("is taken over where a run of this stack died after making it", async () => {
    await widget(standalone).create(withStack);
    shop.clockMs += 86_400_000;
    expect((await widget(standalone).create(withStack)).id).toBe("w_1");
    expect(shop.rows.size).toBe(1);
  });

  test("is refused to another stack", async () => {
    await widget(standalone).create(withStack);
    const error = await failure(widget(standalone).create({ ...wanted, __stack: "acme/fleet/staging" }));
    expect(error.message).toContain("nothing proves that this stack made it");
  });

  test("is refused to another tenant, which the file was renamed to, and left as it is", async () => {
    await widget(standalone).create({ ...withStack, __guard: "acme" });
    const before = structuredClone([...shop.rows.values()]);
    shop.calls.length = 0;
    const renamed = { ...withStack, color: "blue", __guard: "acme-corp" };
    const error = await failure(widget(standalone).create(renamed));
    expect(error.message).toContain(
      'w_1, which answers to owner "acme", name "door", belongs to another tenant of this stack, and tenant acme-corp declares it: was the tenant\'s file renamed?',
    );
    expect(error.message).toContain("Nothing was changed.");
    expect([shop.writes, [...shop.rows.values()]]).toEqual([[], before]);
    // The neighbours: the same tenant, in a run after one that died; one that is leaving; whoever asks for it.
    expect((await widget(standalone).create({ ...withStack, __guard: "acme" })).id).toBe("w_1");
    expect((await widget(standalone).create(withStack)).id).toBe("w_1");
    expect((await widget(standalone, ["w_1"]).create(renamed)).id).toBe("w_1");
  });

  test("is refused to another tenant on a machine that did not make it, as soon as state was read, asked for or not", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const run = widget(standalone, ["w_1"]);
    expect((await run.read("w_1", { ...stored("w_1"), __guard: "acme" })).id).toBe("w_1");
    const error = await failure(run.create({ ...withStack, __guard: "acme-corp" }));
    expect(error.message).toContain("belongs to tenant acme, and tenant acme-corp declares it");
    expect(error.message).toContain("give the file, and its tenant, the key acme again.");
    expect(shop.writes).toEqual([]);
    expect((await run.create({ ...withStack, __guard: "acme" })).id).toBe("w_1");
  });

  test("that nothing proves is refused with a word on renamed files, where it is a tenant's", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const hint = "If the tenant's file was renamed, give it the name back that it had.";
    expect((await failure(widget(standalone).create({ ...withStack, __guard: "acme" }))).message).toContain(hint);
    expect((await failure(widget(standalone).create({ ...withStack, __guard: "*" }))).message).not.toContain(hint);
    expect((await failure(widget(standalone).create(withStack))).message).not.toContain(hint);
  });

  test("is refused where it was removed and made anew by somebody else", async () => {
    await widget(standalone).create(withStack);
    shop.rows.delete("w_1");
    shop.insert({ owner: "acme", name: "door" });
    await failure(widget(standalone).create(withStack));
  });

  test("whose creation was never answered is found and taken", async () => {
    shop.faults.push({ call: "create", fault: "lost after" });
    expect((await widget(standalone).create(withStack)).id).toBe("w_1");
    expect(shop.rows.size).toBe(1);
  });

  test("whose creation was never answered is taken by the next run as well", async () => {
    // The run is killed while it waits: it wrote down what it was about to do, and the vendor did it.
    const dying = widget({
      ...standalone,
      ensure: (client, { owner, name }) => client.create({ owner, name }).then(() => new Promise(() => {})),
    });
    void dying.create(withStack);
    await new Promise((resolve) => setImmediate(resolve));
    shop.clockMs += 3_600_000;
    expect((await widget(standalone).create(withStack)).id).toBe("w_1");
    expect(shop.rows.size).toBe(1);
  });

  test("that somebody else made in the very moment is refused: the conflict says it was not us", async () => {
    const meanwhile = () => void shop.insert({ owner: "acme", name: "door" });
    shop.faults.push({ call: "create", fault: "conflict", meanwhile });
    const error = await failure(widget(standalone).create(withStack));
    expect(error.message).toContain("the vendor answered our creation with a conflict");
    expect(shop.rows.get("w_1")?.color).toBe("grey");
    await failure(widget(standalone).create(withStack));
  });

  test.each(["denied", "invalid"] as const)(
    "that somebody made after our creation was refused (%s) is not ours",
    async (fault) => {
      shop.faults.push({ call: "create", fault });
      await failure(widget(standalone).create(withStack));
      shop.insert({ owner: "acme", name: "door" });
      const error = await failure(widget(standalone).create(withStack));
      expect(error.message).toContain("nothing proves that this stack made it.");
      expect(shop.rows.get("w_1")?.color).toBe("grey");
    },
  );

  test("whose creation was never answered stays proven though the next attempt was refused", async () => {
    let looks = 0;
    const lookUp: WidgetDefinition["lookUp"] = async (client) => (++looks <= 2 ? undefined : client.get("w_1"));
    shop.faults.push({ call: "create", fault: "lost after" }, { call: "create", fault: "denied" });
    await failure(widget({ ...standalone, lookUp }).create(withStack));
    expect((await widget(standalone).create(withStack)).id).toBe("w_1");
  });

  test("that conflicts with our own lost creation is taken", async () => {
    shop.faults.push({ call: "create", fault: "lost after" });
    // The vendor shows it late: the first look after the lost answer finds nothing.
    let looks = 0;
    const lookUp: WidgetDefinition["lookUp"] = async (client) => (++looks <= 2 ? undefined : client.get("w_1"));
    shop.faults.push({ call: "create", fault: "conflict" });
    expect((await widget({ ...standalone, lookUp }).create(withStack)).id).toBe("w_1");
  });

  test("is not proven any more once it was removed", async () => {
    const { id, outs } = await widget(standalone).create(withStack);
    await widget(standalone).delete(id, outs);
    shop.insert({ owner: "acme", name: "door", id });
    await failure(widget(standalone).create(withStack));
  });

  test("is the one of several that is proven", async () => {
    await widget(standalone).create(withStack);
    shop.insert({ owner: "acme", name: "door" });
    expect((await widget(standalone).create(withStack)).id).toBe("w_1");
  });
});

describe("what a creation will meet, at preview", () => {
  const customers: Partial<WidgetDefinition> = {
    ...standalone,
    alike: (row, { owner }, { colors }) =>
      row.owner !== owner
        ? undefined
        : (colors as string[] | undefined)?.includes(row.color)
          ? "has its color"
          : undefined,
  };
  // Here people are known by what they own.
  const byName: Partial<WidgetDefinition> = { ...customers, key: ["name"], immutable: ["size"], scope: ["owner"] };
  const hints = (among?: number, colors: readonly string[] = []) => ({ __hints: { among, alike: { colors } } });
  const checked = (provider: ReturnType<typeof widget>, name: string, hint: object = {}, olds: object = {}) =>
    provider.check({ ...olds }, { ...wanted, name, ...hint });

  /** All that it is refused for. */
  const refusal = async (check: ReturnType<typeof checked>) => {
    const { failures } = await check;
    expect(failures.map(({ property }) => property)).toEqual(failures.map(() => ""));
    return { message: failures.map(({ reason }) => reason).join("\n") };
  };

  test("is refused before anything is sent, where nothing proves it ours", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const error = await refusal(checked(widget(standalone), "door"));
    expect(error.message).toContain(
      'w_1 (created 2026-05-04T12:00:00.000Z) already answers to owner "acme", name "door"',
    );
    expect(shop.writes).toEqual([]);
  });

  test("is said where it is taken over", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const provider = widget(standalone, ["w_1"]);
    await checked(provider, "door");
    expect(provider.warnings).toEqual(['shop:Widget owner "acme", name "door": takes over w_1, which exists already']);
  });

  test("is nothing where nothing is there, and no hint gets into state", async () => {
    const { inputs } = await checked(widget(byName), "door", hints(1));
    expect(inputs).toEqual(wanted);
  });

  test("that may be the same under another key is refused, with both ways out", async () => {
    shop.insert({ owner: "acme", name: "Door Ltd", color: "teal" });
    const error = await refusal(checked(widget(byName), "door", hints(1, ["teal"])));
    expect(error.message).toBe(
      'name "door" may exist already: w_1 has its color. Nothing was changed. If it is the one that is meant, take it over, with everything in it: run once with TENANTRY_ADOPT=door=w_1. If it is another one, run once with TENANTRY_ADOPT=door=new.',
    );
  });

  test.each([["w_1"], ["door=w_1"]])("is taken over under another key on request, %s, and gets ours", async (entry) => {
    shop.insert({ owner: "acme", name: "Door Ltd", color: "teal" });
    const provider = widget(byName, [entry]);
    const { inputs } = await checked(provider, "door", hints(1, ["teal"]));
    expect(await provider.create(inputs)).toMatchObject({ id: "w_1" });
    expect([...shop.rows.values()]).toMatchObject([{ name: "door", color: "red" }]);
  });

  test("is made beside the one that is alike where that was said", async () => {
    shop.insert({ owner: "acme", name: "Door Ltd", color: "teal" });
    const provider = widget(byName, ["door=new"]);
    const { inputs } = await checked(provider, "door", hints(1, ["teal"]));
    expect(await provider.create(inputs)).toMatchObject({ id: "w_2" });
    expect(shop.rows.get("w_1")).toMatchObject({ name: "Door Ltd", color: "teal" });
  });

  test("is another customer where another declaration stands for it", async () => {
    shop.insert({ owner: "acme", name: "gate", color: "teal" });
    const provider = widget(byName);
    await checked(provider, "door", hints(2, ["teal"]));
    await checked(provider, "gate", hints(2), wanted);
  });

  test("is refused all at once, when the last of the program is known", async () => {
    for (const name of ["door", "gate"]) shop.insert({ owner: "acme", name: `${name} Ltd`, color: `${name}-teal` });
    const provider = widget(byName);
    await checked(provider, "door", hints(3, ["door-teal"]));
    await checked(provider, "gate", hints(3, ["gate-teal"]));
    const error = await refusal(checked(provider, "wall", hints(3), wanted));
    expect(error.message).toContain('name "door" may exist already: w_1');
    expect(error.message).toContain('name "gate" may exist already: w_2');
  });

  test("is refused by its creation where the last one never comes, as with a target", async () => {
    shop.insert({ owner: "acme", name: "Door Ltd", color: "teal" });
    const provider = widget(byName);
    const { inputs } = await checked(provider, "door", hints(2, ["teal"]));
    expect((await failure(provider.create(inputs))).message).toContain("may exist already");
    expect(shop.writes).toEqual([]);
  });

  test.each(["dooor=w_1", "door=w_9"])("that was asked for and is not there is refused: %s", async (entry) => {
    shop.insert({ owner: "acme", name: "Door Ltd" });
    const error = await refusal(checked(widget(byName, [entry]), "door", hints(1)));
    expect(error.message).toContain(`TENANTRY_ADOPT has ${entry}, which nothing used`);
  });
});

describe("an object that was there before its stack", () => {
  const letGo =
    'shop:Widget owner "acme", name "door": let go of w_1, which was there before this stack: it stays as it is';

  /** It is taken over, as its state says. */
  async function takenOver(overrides: Partial<WidgetDefinition> = {}) {
    shop.insert({ owner: "acme", name: "door" });
    return widget(overrides).create(wanted);
  }

  test("is let go and not removed, with a line that says so", async () => {
    const { id, outs } = await takenOver();
    expect(outs.__takenOver).toBe(true);
    const provider = widget();
    await provider.delete(id, outs);
    expect(provider.warnings).toEqual([letGo]);
    expect(shop.writes.filter((call) => call.startsWith("delete"))).toEqual([]);
  });

  test("is let go though the vendor has no way to delete it, and though nobody chose what that means", async () => {
    const { id, outs } = await takenOver({ removal: { permanent: true } });
    await widget({ removal: { permanent: true } }).delete(id, outs);
    expect(shop.rows.size).toBe(1);
  });

  test("stays so through a refresh and an update, and no input says it", async () => {
    const { id, outs } = await takenOver();
    const { props, inputs } = await widget().read(id, outs);
    expect(props?.__takenOver).toBe(true);
    expect(inputs).not.toHaveProperty("__takenOver");
    const { outs: updated } = await widget().update(id, props ?? {}, { ...wanted, color: "blue" });
    await widget().delete(id, updated);
    expect([...shop.rows.keys()]).toEqual([id]);
  });

  test("is told when its sync fails as well", async () => {
    shop.insert({ owner: "acme", name: "door" });
    shop.faults.push({ call: "update", fault: "denied" });
    expect((await failure(widget().create(wanted))).properties?.__takenOver).toBe(true);
  });

  test("becomes ours by a refresh that was asked for it, and is removed like any other", async () => {
    const { id, outs } = await takenOver();
    const { props = {} } = await widget({}, [id]).read(id, outs);
    expect(props).not.toHaveProperty("__takenOver");
    await widget().delete(id, props);
    expect(shop.rows.size).toBe(0);
  });

  test.each([
    ["asked for", () => shop.insert({ owner: "acme", name: "door" }), ["w_1"]],
    ["made by a run of this machine that died", () => widget().create(wanted), []],
  ])("is ours where it was %s", async (_, make, adopt) => {
    await make();
    const { id, outs } = await widget({}, adopt).create(wanted);
    expect(outs).not.toHaveProperty("__takenOver");
    await widget().delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });

  test("is ours where it was imported", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const { id = "", props = {} } = await widget().read("acme/w_1", { __provider: PROVIDER });
    await widget().delete(id, props);
    expect(shop.rows.size).toBe(0);
  });

  test("is ours where the answer to its creation was lost", async () => {
    shop.faults.push({ call: "create", fault: "lost after" });
    const { outs } = await widget().create(wanted);
    expect(outs).not.toHaveProperty("__takenOver");
  });

  test("is not ours once a state had it, and it was made anew by somebody else under its name", async () => {
    const { id, outs } = await widget().create(wanted);
    shop.rows.delete(id);
    const theirs = shop.insert({ owner: "acme", name: "door" });
    const { id: found = "", props = {} } = await widget().read(id, outs);
    expect(found).toBe(theirs.id);
    await widget().delete(found, props);
    expect([...shop.rows.keys()]).toEqual([theirs.id]);
  });

  test("is proven by a note only until a state has it", async () => {
    const { id, outs } = await widget().create(wanted);
    await widget().diff(id, outs, wanted);
    expect((await widget().create(wanted)).outs.__takenOver).toBe(true);
  });

  test("stays ours under another resource name", async () => {
    const { id, outs } = await widget().create(wanted);
    await widget().diff(id, outs, wanted);
    const renaming = widget();
    const renamed = await renaming.create(wanted);
    await renaming.delete(id, outs);
    expect(renaming.warnings.join()).toContain("kept w_1, which goes on under another resource name");
    await widget().diff(id, renamed.outs, wanted);
    await widget().delete(id, renamed.outs);
    expect(shop.rows.size).toBe(0);
  });

  test("is not replaced under its own name, which would remove it", async () => {
    const { id, outs } = await takenOver({ immutable: ["size"] });
    const error = await failure(
      widget({ immutable: ["size", "color"] }).diff(id, { ...outs, color: "red" }, { ...wanted, color: "blue" }),
    );
    expect(error.message).toContain(`${id} was there before this stack, so it is not removed`);
    expect(error.message).toContain(`run \`pulumi up --refresh\` once with TENANTRY_ADOPT=${id}`);
  });
});

describe("an object whose value is shown once", () => {
  const beside = (who: string) =>
    `made a new one beside ${who} (created 2026-05-04T12:00:00.000Z), which is not taken over. ` +
    "Somebody may use it, so it stays, unless this run replaces it. If nobody does, remove it at the vendor";
  const said = (what: string) => `shop:Widget owner "acme", name "door": ${what}`;

  test("is made anew where this machine made one that no state has any more: the customer may have its value", async () => {
    await widget(onceOnly).create(wanted);
    shop.clockMs += 86_400_000;
    const provider = widget(onceOnly);
    const { id, outs } = await provider.create({ ...wanted, __stack: "acme/fleet/other" });
    expect(id).toBe("w_2");
    expect([...shop.rows.keys()]).toEqual(["w_1", "w_2"]);
    expect(secretOf(outs)).toBe(`sk-w_2-${CANARY}`);
    expect(provider.warnings).toEqual([said(beside("w_1"))]);
  });

  test("is made anew, and the other kept, where a run of this machine died while it made it", async () => {
    const dying = widget({
      ...onceOnly,
      ensure: (client, { owner, name }) => client.create({ owner, name }).then(() => new Promise(() => {})),
    });
    void dying.create(wanted);
    await new Promise((resolve) => setImmediate(resolve));
    const provider = widget(onceOnly);
    expect((await provider.create(wanted)).id).toBe("w_2");
    expect([...shop.rows.keys()]).toEqual(["w_1", "w_2"]);
    expect(provider.warnings).toEqual([said(beside("w_1"))]);
  });

  test.each([{ used: true }, { used: false }, { color: "green", size: 7 }])(
    "is made beside a colleague's (%j), which stays as it is",
    async (theirs) => {
      const hers = shop.insert({ owner: "acme", name: "door", ...theirs });
      const provider = widget(onceOnly);
      const { id, outs } = await provider.create(wanted);
      expect(id).toBe("w_2");
      expect(secretOf(outs)).toBe(`sk-w_2-${CANARY}`);
      expect(provider.warnings).toEqual([said(beside("w_1"))]);
      expect(shop.rows.get("w_1")).toBe(hers);
    },
  );

  test("is made beside any number of its name", async () => {
    shop.insert({ owner: "acme", name: "door" });
    shop.insert({ owner: "acme", name: "door" });
    const provider = widget(onceOnly);
    expect((await provider.create(wanted)).id).toBe("w_3");
    expect(provider.warnings.join()).toContain(
      "beside w_1 (created 2026-05-04T12:00:00.000Z), w_2 (created 2026-05-04T12:00:00.000Z), which",
    );
  });

  test.each(["lost before", "lost after"] as const)(
    "after a lost answer (%s) removes nothing, a colleague's of its name from that very moment least of all",
    async (fault) => {
      const meanwhile = () => void shop.insert({ owner: "acme", name: "door" });
      shop.faults.push({ call: "create", fault, meanwhile });
      const provider = widget(onceOnly);
      const { id, outs } = await provider.create(wanted);
      expect([...shop.rows.keys()]).toEqual(fault === "lost before" ? ["w_1", id] : ["w_1", "w_2", id]);
      expect(secretOf(outs)).toBe(`sk-${id}-${CANARY}`);
      expect(provider.warnings.join()).toContain("after a lost answer, made a new one beside w_1 (created");
    },
  );

  test("is refused with the way out where the vendor allows no second one of its name, and the first one stays", async () => {
    shop.insert({ owner: "acme", name: "door" });
    shop.faults.push({ call: "create", fault: "conflict" });
    const provider = widget(onceOnly);
    expect((await failure(provider.create(wanted))).message).toBe(
      'w_1 answers to owner "acme", name "door" already, and the vendor allows no second one. Nothing was changed. ' +
        "Declare another name; or, if nobody uses what is there, remove it at the vendor.",
    );
    expect([...shop.rows.keys()]).toEqual(["w_1"]);
    expect(provider.warnings).toEqual([]);
  });

  test("is not made twice where two declarations of a run have one name", async () => {
    const provider = widget(onceOnly);
    const twice = await Promise.allSettled([provider.create(wanted), provider.create(wanted)]);
    expect(twice.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const error = await failure(provider.create(wanted));
    expect(error.message).toBe(
      'w_1 was made in this very run for another resource: two of them declare owner "acme", name "door". Nothing was changed. Give one of them another name.',
    );
    expect([...shop.rows.keys()]).toEqual(["w_1"]);
  });

  test("is replaced under its own name by a new one, when nobody but the engine knows that it is replaced", async () => {
    const { id, outs } = await widget(onceOnly).create(wanted);
    // `up --replace` and `state taint`: a creation like the first one, then the removal.
    const forced = widget(onceOnly);
    await forced.check({}, wanted);
    const next = await forced.create(wanted);
    await forced.delete(id, outs);
    expect([...shop.rows.keys()]).toEqual([next.id]);
    expect(secretOf(next.outs)).toBe(`sk-${next.id}-${CANARY}`);
  });

  test("is not named as a neighbour where the run knows that it is replaced", async () => {
    const { id, outs } = await widget(onceOnly).create({ ...wanted, size: 7 });
    const replacing = widget(onceOnly);
    expect(await replacing.diff(id, outs, { ...wanted, size: 8 })).toEqual({
      replaces: ["size"],
      deleteBeforeReplace: false,
    });
    shop.faults.push({ call: "create", fault: "denied" });
    await failure(replacing.create({ ...wanted, size: 8 }));
    expect([...shop.rows.keys()]).toEqual(["w_1"]);
    expect((await replacing.create({ ...wanted, size: 8 })).id).toBe("w_2");
    await replacing.delete(id, outs);
    expect([...shop.rows.keys()]).toEqual(["w_2"]);
    expect(replacing.warnings).toEqual([]);
  });
});

describe("an object that rotates by the date", () => {
  const DAY_MS = 86_400_000;
  const current = { ...wanted, __epoch: "current" };
  const off = (ms: number) => widgetProvider(shop, { notes: notes(), now: () => shop.clockMs + ms }, onceOnly);

  test.each([
    [40 * DAY_MS, "40 days ahead of"],
    [-40 * DAY_MS, "40 days behind"],
    [3 * 3_600_000, "3 hours ahead of"],
    [-5 * 60_000 - 1, "5 minutes behind"],
  ])("is neither made nor removed by a machine whose clock is off by %i ms", async (ms, how) => {
    const { id, outs } = await widget(onceOnly).create(current);
    const said =
      `owner "acme", name "door" rotates by the date, and this machine's clock is ${how} Shop's. ` +
      "Nothing was changed. Set the clock, and run again.";
    expect((await failure(off(ms).check(current, current))).message).toBe(said);
    expect((await failure(off(ms).check({}, current))).message).toBe(said);
    expect((await failure(off(ms).delete(id, outs))).message).toBe(said);
    expect([...shop.rows.keys()]).toEqual([id]);
  });

  test.each([0, 5 * 60_000, -5 * 60_000])("is, by one that is off by %i ms", async (ms) => {
    const { id, outs } = await widget(onceOnly).create(current);
    const provider = off(ms);
    await provider.check(current, current);
    await provider.delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });

  test("and only then: what goes by its declaration alone is nobody's clock's business", async () => {
    const { id, outs } = await widget(onceOnly).create(wanted);
    const provider = off(40 * DAY_MS);
    await provider.check({}, wanted);
    await provider.delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });
});

describe("an object that ends by itself", () => {
  const ends: WidgetDefinition["shownOnce"] = {
    ends: ({ createdAt = "" }) => new Date(Date.parse(createdAt) + 86_400_000),
  };
  const ending = { born, shownOnce: ends };
  const said = (remedy: string) =>
    `shop:Widget owner "acme", name "door": w_1 expired at 2026-05-05T12:00:00.000Z; ${remedy}`;
  const byHand = "for a new one, `npx tenantry rotate`, or declare another name";

  test.each([
    [
      undefined,
      "is reported, once in a run, and left alone",
      { replaces: [], deleteBeforeReplace: false },
      [said(byHand)],
    ],
    ["previous", "is fine where its epoch is over", { replaces: [], deleteBeforeReplace: false }, []],
    [
      "current",
      "is replaced where it rotates by the date",
      { changes: true, replaces: ["name"], deleteBeforeReplace: false },
      [],
    ],
  ])("when it has, in the epoch %s, %s", async (__epoch, _what, difference, warnings) => {
    const declared = { ...wanted, ...(__epoch && { __epoch }) };
    const { id, outs } = await widget(ending).create(declared);
    const olds = { ...outs, value: secretOf(outs) };
    shop.clockMs += 86_400_000 - 1;
    expect(await widget(ending).diff(id, olds, declared)).toEqual({ replaces: [], deleteBeforeReplace: false });
    shop.clockMs += 1;
    const provider = widget(ending);
    expect(await provider.diff(id, olds, declared)).toEqual(difference);
    await provider.diff(id, olds, declared);
    expect(provider.warnings).toEqual(warnings);
  });

  test("is reported by a refresh as well, which keeps its value", async () => {
    const { id, outs } = await widget(ending).create(wanted);
    shop.clockMs += 86_400_000;
    const provider = widget(ending);
    const read = await provider.read(id, { ...outs, value: secretOf(outs) });
    expect(secretOf(read.props ?? {})).toBe(secretOf(outs));
    expect(provider.warnings).toEqual([said(byHand)]);
  });

  test("is not named as a neighbour of a new one", async () => {
    await widget(ending).create(wanted);
    shop.clockMs += 86_400_000;
    const provider = widget(ending);
    expect((await provider.create(wanted)).id).toBe("w_2");
    expect(provider.warnings).toEqual([]);
  });
});

describe("an object of which the vendor shows no name", () => {
  const nameless: Partial<WidgetDefinition> = {
    born,
    shownOnce: { names: "none" },
    show: (row, { name = "" }) => ({
      name,
      color: row.color,
      createdAt: row.createdAt,
      ...(row.value !== undefined && { value: row.value }),
    }),
  };

  const creation: Creation = {
    account: "shop 1",
    stack: "",
    token: "shop:Widget",
    scope: "acme",
    key: "another",
    isNameless: true,
  };

  /** A process that sends the creation and is dead before the answer is there. */
  async function die(): Promise<void> {
    const ensure: WidgetDefinition["ensure"] = (client, { owner, name }) =>
      client.create({ owner, name }).then(() => new Promise(() => {}));
    void widget({ ...nameless, ensure }).create(wanted);
    while (!shop.calls.includes("create acme/door")) await new Promise(setImmediate);
  }

  const cameSince = (ids: string) =>
    `shop:Widget in acme: the answer to a creation was lost, and ${ids} came to be since. It may be of that creation, ` +
    "then nobody uses it; or somebody else's. If nobody knows it, remove it at the vendor";

  test("is made anew, and the one that this machine made under the name is named and kept", async () => {
    shop.insert({ owner: "acme", name: "?" });
    await widget(nameless).create(wanted);
    const provider = widget(nameless);
    expect((await provider.create(wanted)).id).toBe("w_3");
    expect([...shop.rows.keys()]).toEqual(["w_1", "w_2", "w_3"]);
    expect(provider.warnings.join()).toContain("made a new one beside w_2 (created");
  });

  test.each(["lost before", "lost after"] as const)(
    "after a lost answer (%s) leaves alone what came to be since, for a colleague's is among it, and names it",
    async (fault) => {
      shop.insert({ owner: "acme", name: "?" });
      shop.faults.push({ call: "create", fault, meanwhile: () => void shop.insert({ owner: "acme", name: "?" }) });
      const provider = widget(nameless);
      const { id, outs } = await provider.create(wanted);
      const since = fault === "lost before" ? ["w_2"] : ["w_2", "w_3"];
      expect([...shop.rows.keys()]).toEqual(["w_1", ...since, id]);
      expect(secretOf(outs)).toBe(`sk-${id}-${CANARY}`);
      expect(provider.warnings).toEqual([cameSince(since.join(", "))]);
    },
  );

  test("of a run that died is left alone and named, once", async () => {
    await die();
    shop.clockMs += 86_400_000;
    const provider = widget(nameless);
    const { id } = await provider.create(wanted);
    expect([...shop.rows.keys()]).toEqual(["w_1", id]);
    expect(provider.warnings).toEqual([cameSince("w_1")]);
    const next = widget(nameless);
    await next.create({ ...wanted, name: "gate" });
    expect(next.warnings).toEqual([]);
    expect(shop.writes.filter((call) => call.startsWith("delete"))).toEqual([]);
  });

  test("is made by two processes at once without one removing the other's", async () => {
    const other = widget(nameless);
    const meanwhile = () => void other.create({ ...wanted, name: "gate" });
    shop.faults.push({ call: "create", fault: "lost before", meanwhile });
    const { id } = await widget(nameless).create(wanted);
    expect(shop.rows.size).toBe(2);
    expect(shop.rows.has(id)).toBe(true);
    expect(shop.writes.filter((call) => call.startsWith("delete"))).toEqual([]);
  });

  test("stays while another living process waits for an answer: it may be that one's", async () => {
    const note = notes().begin(creation, shop.clockMs, []);
    writeFileSync(note, JSON.stringify({ ...JSON.parse(readFileSync(note, "utf8")), pid: process.ppid }));
    const meanwhile = () => void shop.insert({ owner: "acme", name: "?" });
    shop.faults.push({ call: "create", fault: "lost before", meanwhile });
    const { id } = await widget(nameless).create(wanted);
    expect([...shop.rows.keys()]).toEqual(["w_1", id]);
  });

  test("is removed with its notes", async () => {
    const { id, outs } = await widget(nameless).create(wanted);
    await widget(nameless).delete(id, outs);
    expect(shop.rows.size).toBe(0);
    expect(notes().around(creation).made.size).toBe(0);
  });
});

describe("read", () => {
  test("of what is as declared gives the declaration back, and the stored secret, marked", async () => {
    await widget().create(wanted);
    const { id, props, inputs } = await widget().read("w_1", stored("w_1"));
    expect(id).toBe("w_1");
    expect(inputs).toEqual({ ...wanted, __stack: "acme/fleet/prod" });
    expect(props).toEqual({
      ...wanted,
      createdAt: "2026-05-04T12:00:00.000Z",
      value: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: `sk-w_1-${CANARY}` },
      __stack: "acme/fleet/prod",
    });
  });

  test("shows what changed, of what is declared", async () => {
    shop.insert({ owner: "acme", name: "door", color: "blue", size: 7, labels: { theirs: "x" } });
    const { inputs } = await widget().read("w_1", { ...stored("w_1"), labels: { plan: "pro" } });
    expect(inputs).toEqual({ ...wanted, color: "blue", labels: {}, __stack: "acme/fleet/prod" });
  });

  test("of what is gone is empty", async () => {
    expect(await widget().read("w_1", stored("w_1"))).toEqual({});
  });

  test("of a vendor that fails is a failure, not an absence", async () => {
    shop.faults.push({ call: "list", fault: "denied" });
    expect((await failure(widget().read("w_1", stored("w_1")))).message).toBe("Shop POST /widgets: not allowed");
  });

  test("of another object than the one asked for is no answer", async () => {
    shop.insert({ owner: "acme", name: "window", id: "w_2" });
    const mixedUp = { observe: (client) => client.get("w_2") } satisfies Partial<WidgetDefinition>;
    expect((await failure(widget(mixedUp).read("w_1", stored("w_1")))).message).toBe(
      "asked for w_1, Shop answered with w_2. Nothing is concluded from that: run again.",
    );
  });

  test.each([
    ["rows of somebody else", { owner: "globex", name: "window" }, "answered with w_1, which is not there"],
    ["rows without an id", { owner: "acme", name: "window", id: "" }, "no id"],
  ])("from a listing with %s is no answer", async (_what, row, why) => {
    shop.insert(row);
    const careless: Partial<WidgetDefinition> = { list: async () => [...shop.rows.values()] };
    expect((await failure(widget(careless).read("w_9", stored("w_9")))).message).toContain(why);
  });

  describe("whose listing answers 404", () => {
    const reading = (found: object | undefined) => {
      const list = () => Promise.reject(new VendorError("not found", facts, "no such owner"));
      const owner = resourceType(
        { name: "shop", title: "Shop", isInUse: () => true, connect: () => widget().connection },
        "Owner",
        {
          inputs: z.strictObject({ name: z.string() }),
          key: ["name"],
          list: async () => (found ? [found] : []),
          show: () => ({ name: "acme" }),
          ensure: () => Promise.reject(new Error("nobody asked for that")),
        },
      ) as unknown as ResourceType;
      const typeOf = (token: string) => (token === "shop:Owner" ? owner : undefined);
      return widgetProvider(shop, { notes: notes(), typeOf }, { list }).read("w_1", stored("w_1"));
    };

    test("is empty once its parent is gone", async () => {
      expect(await reading(undefined)).toEqual({});
    });

    test("is refused while its parent is there", async () => {
      expect((await failure(reading({ id: "acme" }))).message).toBe(
        "Shop GET /owners/acme/widgets: no such owner. Yet acme is there, so nothing is concluded from that: run again.",
      );
    });
  });

  test("follows an object that somebody removed and made again under the same name", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red", id: "w_9" });
    expect((await widget().read("w_1", stored("w_1"))).id).toBe("w_9");
  });

  test("does not, where the object has no managed parent: that one is somebody else's", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red", id: "w_9" });
    expect(await widget(standalone).read("w_1", stored("w_1"))).toEqual({});
  });

  test("says what changed, and who did it where the feed tells", async () => {
    shop.insert({ owner: "acme", name: "door", color: "blue", id: "w_1" });
    shop.feed = [
      { id: "event_1", event: "widget.updated", at: new Date(0), by: "eve", data: { id: "w_2" } },
      { id: "event_2", event: "widget.updated", at: new Date(0), by: "dana", data: { id: "w_1" } },
    ];
    const provider = widget();
    await provider.read("w_1", stored("w_1"));
    expect(provider.warnings).toEqual([
      'shop:Widget owner "acme", name "door": color changed outside this stack by dana, widget.updated at 1970-01-01T00:00:00.000Z',
    ]);
  });

  test("writes nothing, whatever it finds", async () => {
    shop.insert({ owner: "acme", name: "door", color: "blue", labels: { theirs: "x" } });
    await widget(onceOnly).read("w_1", stored("w_1"));
    await widget(onceOnly).read("w_7", stored("w_7"));
    expect(shop.writes).toEqual([]);
  });
});

describe("import", () => {
  test("by the id that the resource says gives every input that the vendor shows", async () => {
    shop.insert({ owner: "acme", name: "door", size: 7, labels: { a: "1" } });
    const { id, inputs, props } = await widget().read("acme/w_1", { __provider: PROVIDER });
    expect(id).toBe("w_1");
    expect(inputs).toEqual({
      owner: "acme",
      name: "door",
      color: "grey",
      size: 7,
      labels: { a: "1" },
      __provider: PROVIDER,
    });
    expect(secretOf(props ?? {})).toBe("");
  });

  test("gives what check gives for the same declaration", async () => {
    shop.insert({ owner: "acme", name: "door", size: 7, labels: { a: "1" } });
    const { inputs } = await widget().read("acme/w_1", { __provider: PROVIDER });
    expect((await widget().check({}, inputs ?? {})).inputs).toEqual(inputs);
  });

  test.each(["w_1", "acme/", "/w_1", "acme/w_1/x", ""])("by %j says how to give the id", async (id) => {
    shop.insert({ owner: "acme", name: "door" });
    const error = await failure(widget().read(id, { __provider: PROVIDER }));
    expect(error.message).toBe(`to import it, give owner/id as the id, not ${JSON.stringify(id)}`);
  });

  test("of what is not there says so: the engine would take an empty answer for an object", async () => {
    await expect(widget().read("acme/w_1", { __provider: PROVIDER })).rejects.toThrow("there is no acme/w_1 to read");
  });
});

describe("diff", () => {
  const diff = (news: object, olds: object = {}, overrides: Partial<WidgetDefinition> = {}) =>
    widget(overrides).diff("w_1", { ...stored("w_1"), ...olds }, { ...wanted, ...news });

  test("leaves everything that can be changed in place to the engine", async () => {
    expect(await diff({ color: "blue", note: "x", labels: { a: "1" } })).toEqual({
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(shop.calls).toEqual([]);
  });

  test("replaces where what cannot be changed is, the old one last if its name lets it", async () => {
    expect(await diff({ name: "gate" })).toEqual({ replaces: ["name"], deleteBeforeReplace: false });
  });

  test("replaces, the old one first where the new one has the same name", async () => {
    expect(await diff({ size: 8 }, { size: 7 })).toEqual({ replaces: ["size"], deleteBeforeReplace: true });
  });

  test("replaces where preview cannot know", async () => {
    expect(await diff({ owner: UNKNOWN })).toEqual({ replaces: ["owner"], deleteBeforeReplace: false });
  });

  test("does not where it is no longer declared", async () => {
    expect((await diff({ size: undefined }, { size: 7 })).replaces).toEqual([]);
  });

  test("does not where it is declared for the first time as it is already", async () => {
    shop.insert({ owner: "acme", name: "door", size: 7 });
    expect((await diff({ size: 7 })).replaces).toEqual([]);
  });

  test("does not where the vendor never shows it: nothing is replaced for lack of information", async () => {
    shop.insert({ owner: "acme", name: "door" });
    expect((await diff({ size: 8 })).replaces).toEqual([]);
  });

  test("does where it is declared for the first time as something else", async () => {
    shop.insert({ owner: "acme", name: "door", size: 7 });
    expect(await diff({ size: 8 })).toEqual({ replaces: ["size"], deleteBeforeReplace: true });
    expect(shop.writes).toEqual([]);
  });
});

describe("update", () => {
  beforeEach(async () => {
    await widget().create({ ...wanted, labels: { plan: "pro", tier: "1" } });
    shop.calls.length = 0;
  });
  const olds = () => ({ ...stored("w_1"), labels: { plan: "pro", tier: "1" } });

  test("sends what differs from the vendor, and gives everything back, the secret included", async () => {
    const { outs } = await widget().update("w_1", olds(), {
      ...wanted,
      color: "blue",
      labels: { plan: "pro", tier: "1" },
    });
    expect(shop.writes).toEqual(['update w_1 {"color":"blue"}']);
    expect(outs).toMatchObject({ color: "blue", createdAt: "2026-05-04T12:00:00.000Z", __provider: PROVIDER });
    expect(outs.value).toEqual({ [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: `sk-w_1-${CANARY}` });
  });

  test("sends nothing where somebody did it already", async () => {
    const row = shop.rows.get("w_1");
    if (row) row.color = "blue";
    await widget().update("w_1", olds(), { ...wanted, color: "blue", labels: { plan: "pro", tier: "1" } });
    expect(shop.writes).toEqual([]);
  });

  test("removes the keys that were ours and are no longer declared, and no others", async () => {
    const row = shop.rows.get("w_1");
    if (row) row.labels = { ...row.labels, theirs: "x" };
    await widget().update("w_1", olds(), { ...wanted, labels: { plan: "free" } });
    expect(shop.rows.get("w_1")?.labels).toEqual({ plan: "free", theirs: "x" });
  });

  test("leaves a field alone that is no longer declared", async () => {
    await widget().update("w_1", olds(), { owner: "acme", name: "door", __provider: PROVIDER });
    expect(shop.writes).toEqual([]);
    expect(shop.rows.get("w_1")).toMatchObject({ color: "red", labels: { plan: "pro", tier: "1" } });
  });

  test("clears what is declared as none", async () => {
    await widget().update("w_1", olds(), { ...wanted, note: "x" });
    await widget().update("w_1", { ...olds(), note: "x" }, { ...wanted, note: null });
    expect(shop.rows.get("w_1")?.note).toBeNull();
  });

  test("of what is gone says so, changes nothing and makes nothing", async () => {
    shop.rows.clear();
    const error = await failure(widget().update("w_1", olds(), { ...wanted, color: "blue" }));
    expect(error.message).toContain("w_1");
    expect(error.message).toContain("no longer exists");
    expect(error.message).toContain("pulumi up --refresh");
    expect(shop.writes).toEqual([]);
  });

  const byKey: Partial<WidgetDefinition> = {
    id: ({ name }, { owner }) => `${owner}/${name}`,
    sync: (client, changes, { row }) => client.update(row.id, changes as Partial<Row>),
  };

  test("of what is gone makes it anew where its key says which one it is", async () => {
    shop.rows.clear();
    const { outs } = await widget(byKey).update("acme/door", olds(), { ...wanted, color: "blue" });
    expect(outs).toMatchObject({ color: "blue" });
    expect([...shop.rows.values()]).toMatchObject([{ owner: "acme", name: "door", color: "blue" }]);
  });

  test.each([{}, byKey])(
    "of what is gone makes nothing where only ours changes, its tenant's guard say",
    async (type) => {
      shop.rows.clear();
      const { outs } = await widget(type).update(
        "w_1",
        { ...stored("w_1"), __guard: "acme" },
        { ...wanted, advice: "new" },
      );
      expect(outs).toMatchObject({ color: "red", advice: "new", createdAt: "2026-05-04T12:00:00.000Z" });
      expect(outs).not.toHaveProperty("__guard");
      expect(shop.writes).toEqual([]);
    },
  );

  test.each([
    ["leaves", { __guard: "acme" }, {}],
    ["comes back", {}, { __guard: "acme" }],
  ])("of an object whose tenant %s asks the vendor nothing, and keeps all that state has of it", async (_, was, is) => {
    const { outs } = await widget().update("w_1", { ...stored("w_1"), ...was }, { ...wanted, ...is });
    expect(shop.calls).toEqual([]);
    expect(outs).toEqual({
      ...stored("w_1"),
      ...is,
      value: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: `sk-w_1-${CANARY}` },
      __stack: undefined,
    });
  });

  test("of an object that changes while its tenant leaves is sent", async () => {
    await widget().update("w_1", { ...stored("w_1"), __guard: "acme" }, { ...wanted, color: "blue" });
    expect(shop.rows.get("w_1")?.color).toBe("blue");
  });

  test.each(["lost before", "lost after"] as const)("whose answer was lost (%s) ends as declared", async (fault) => {
    shop.faults.push({ call: "update", fault });
    await widget().update("w_1", olds(), { ...wanted, color: "blue", labels: { plan: "pro", tier: "1" } });
    expect(shop.rows.get("w_1")?.color).toBe("blue");
    expect(shop.writes).toHaveLength(fault === "lost before" ? 2 : 1);
  });

  test("gives up after three lost answers", async () => {
    for (let time = 0; time < 4; time++) shop.faults.push({ call: "update", fault: "lost before" });
    const error = await failure(widget().update("w_1", olds(), { ...wanted, color: "blue" }));
    expect(error.message).toBe("Shop POST /widgets: no answer");
    expect(shop.writes).toHaveLength(3);
  });
});

describe("the account that state is of", () => {
  const noted = { ...stored("w_1"), __account: "lane 1" };
  const elsewhere =
    /belongs to another Shop account than the key in the environment, which has no lane 1\. Nothing was changed/;

  test("is noted with what is new, and stays as it was noted", async () => {
    shop.landmarks = ["lane 2", "lane 1"];
    expect((await widget().check({}, wanted)).inputs.__account).toBe("lane 2");
    expect((await widget().check(noted, wanted)).inputs.__account).toBe("lane 1");
  });

  test("is noted with a refresh where it was not yet, and changes nothing until then", async () => {
    shop.landmarks = ["lane 2"];
    shop.insert({ owner: "acme", name: "door", color: "red" });
    expect((await widget().check(stored("w_1"), wanted)).inputs).not.toHaveProperty("__account");
    const { inputs, props } = await widget().read("w_1", stored("w_1"));
    expect([inputs?.__account, props?.__account]).toEqual(["lane 2", "lane 2"]);
  });

  test.each([
    ["checked", () => widget().check(noted, wanted)],
    ["read", () => widget().read("w_1", noted)],
    ["changed", () => widget().update("w_1", noted, { ...wanted, color: "blue" })],
    ["removed", () => widget().delete("w_1", noted)],
  ])("must be the environment's before anything is %s", async (_, call) => {
    shop.landmarks = ["lane 2"];
    shop.insert({ owner: "acme", name: "door", color: "red" });
    expect((await failure(call())).message).toMatch(elsewhere);
    expect(shop.calls.filter((call) => call !== "list to verify")).toEqual([]);
  });

  test("is the environment's where somebody says so, and then noted anew", async () => {
    shop.landmarks = ["lane 2"];
    shop.insert({ owner: "acme", name: "door", color: "red" });
    const provider = widgetProvider(shop, { notes: notes(), sameAccount: new Set(["lane 1"]) });
    expect((await provider.check(noted, wanted)).inputs.__account).toBe("lane 2");
    expect((await provider.read("w_1", noted)).props?.__account).toBe("lane 2");
  });
});

describe("delete", () => {
  test("removes the object, and a listing made before knows", async () => {
    const { id, outs } = await widget().create(wanted);
    const provider = widget();
    await provider.read(id, stored(id));
    await provider.delete(id, outs);
    expect(shop.rows.size).toBe(0);
    expect(await provider.read(id, stored(id))).toEqual({});
  });

  test.each([
    ["answers", () => Promise.resolve(ABSENT)],
    [
      "is refused",
      () => Promise.reject(new VendorError("not found", { ...facts, method: "DELETE" }, "no such widget")),
    ],
  ])("that %s because there is nothing to remove looks whether that is so", async (_, remove) => {
    const { id, outs } = await widget().create(wanted);
    const provider = widget({ remove });
    await provider.read(id, stored(id));
    expect((await failure(provider.delete(id, outs))).message).toBe(
      "Shop says that there is no w_1 to remove, and shows it all the same. Nothing was changed: run again.",
    );
    shop.rows.clear();
    await provider.delete(id, outs);
  });

  test("spares what the same run took over under another resource name", async () => {
    const { id, outs } = await widget().create(wanted);
    const renaming = widget();
    expect((await renaming.create(wanted)).id).toBe(id);
    await renaming.delete(id, outs);
    expect(shop.rows.size).toBe(1);
    expect(renaming.warnings.at(-1)).toContain(`kept ${id}, which goes on under another resource name`);
    await widget().delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });

  test("spares what the same run made once more, under another resource name, without noticing", async () => {
    const idempotent: Partial<WidgetDefinition> = {
      matches: () => false,
      ensure: async (client, { owner, name }) => (await client.get("w_1")) ?? client.create({ owner, name }),
    };
    const { id, outs } = await widget(idempotent).create(wanted);
    const renaming = widget(idempotent);
    expect((await renaming.create(wanted)).id).toBe(id);
    await renaming.delete(id, outs);
    expect(shop.rows.size).toBe(1);
    expect(renaming.warnings.at(-1)).toContain(`kept ${id}, which goes on under another resource name`);
  });

  test("that comes before the creation of the successor with the same id removes the old one", async () => {
    const natural: Partial<WidgetDefinition> = {
      ensure: (client, { owner, name }) => client.create({ owner, name, id: "w_acme" }),
    };
    const { id, outs } = await widget(natural).create(wanted);
    const replacing = widget(natural);
    await replacing.delete(id, outs);
    expect((await replacing.create(wanted)).id).toBe(id);
    expect(shop.writes.slice(2)).toEqual([`delete ${id}`, "create acme/door", 'update w_acme {"color":"red"}']);
  });

  test("of a guarded object needs a run that declares its guard", async () => {
    const guarded = { ...wanted, __guard: "acme" };
    const { id, outs } = await widget().create(guarded);
    const error = await failure(widget().delete(id, outs));
    expect(error.message).toContain("belongs to tenant acme, which is not offboarding");
    expect(shop.rows.size).toBe(1);
    const other = widget();
    await other.check({}, { ...wanted, __guard: "globex" });
    await failure(other.delete(id, outs));
    const declaring = widget();
    await declaring.check(guarded, guarded);
    await declaring.delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });

  test("of an object with the guard of all needs a run that declares anything", async () => {
    const guarded = { ...wanted, __guard: "*" };
    const { id, outs } = await widget().create(guarded);
    expect((await failure(widget().delete(id, outs))).message).toContain("`pulumi destroy` does not remove it");
    const declaring = widget();
    await declaring.check({}, wanted);
    await declaring.delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });

  describe("that the vendor refuses, of what goes along with something else", () => {
    const refusing: Partial<WidgetDefinition> = {
      ...onceOnly,
      remove: () => Promise.reject(new VendorError("invalid", { ...facts, method: "DELETE" }, "not by itself")),
      removal: {
        alone: { goesWith: { owner: "shop:Owner" }, wayOut: (file = "the program") => `See ${file}.` },
      },
    };
    const guarded = { ...wanted, __guard: "acme" };
    /** Of a run that declares the tenant, and something else of it. */
    const declaring = async (overrides: Partial<WidgetDefinition> = refusing) => {
      const provider = widget(overrides);
      await provider.check({}, { ...guarded, name: "gate" });
      return provider;
    };

    test.each([
      ["the run declares for good", "for good"],
      ["the run says nothing of, while it declares the widget itself", undefined],
    ] as const)("is a failure with the way out where that is something %s", async (_, standing) => {
      const { id, outs } = await widget(onceOnly).create(guarded);
      const provider = await declaring();
      if (standing) provider.connection.run.stands("shop:Owner", "acme", standing);
      else await provider.check(guarded, guarded);
      expect((await failure(provider.delete(id, outs))).message).toBe(
        "Shop DELETE /owners/acme/widgets: not by itself. See tenants/acme.yaml.",
      );
      expect(provider.warnings).toEqual([]);
    });

    test.each([
      ["is declared no more", undefined],
      ["goes by the date", "by the date"],
    ] as const)("is told and left to that, where it %s", async (_, standing) => {
      const { id, outs } = await widget(onceOnly).create(guarded);
      const provider = await declaring();
      if (standing) {
        provider.connection.run.stands("shop:Owner", "acme", standing);
        await provider.check(guarded, guarded); // It is replaced under its name.
      }
      await provider.delete(id, outs);
      expect(provider.warnings).toEqual([
        expect.stringContaining(`Shop does not remove ${id} by itself: it works until acme goes`),
      ]);
    });

    test("is told and no failure once it has ended: its value is good for nothing", async () => {
      const ending: Partial<WidgetDefinition> = { ...refusing, shownOnce: { ends: () => new Date(0) } };
      const { id, outs } = await widget(onceOnly).create(guarded);
      const provider = await declaring(ending);
      provider.connection.run.stands("shop:Owner", "acme", "for good");
      await provider.delete(id, outs);
      expect(provider.warnings.at(-1)).toContain("it has expired, and is listed until acme goes");
    });

    test("is a failure where it is refused for want of a permission, whatever goes", async () => {
      const remove = () => Promise.reject(new VendorError("denied", { ...facts, method: "DELETE" }, "not allowed"));
      const { id, outs } = await widget(onceOnly).create(guarded);
      await failure((await declaring({ ...refusing, remove })).delete(id, outs));
    });

    test.each([
      ["stays", {}, "for good"],
      ["goes by the date", { __epoch: "current" }, "by the date"],
      ["is replaced", { size: 8 }, undefined],
    ] as const)("knows what %s by its declaration", async (_, declared, standing) => {
      shop.insert({ owner: "acme", name: "door", color: "red", size: 7 });
      const provider = widget();
      await provider.diff("w_1", { ...stored("w_1"), size: 7 }, { ...wanted, size: 7, ...declared });
      expect(provider.connection.run.standingOf("shop:Widget", "w_1")).toBe(standing);
    });
  });

  test("that fails is a failure with the vendor's words", async () => {
    const { id, outs } = await widget().create(wanted);
    shop.faults.push({ call: "delete", fault: "denied" });
    expect((await failure(widget().delete(id, outs))).message).toBe("Shop POST /widgets: not allowed");
    expect(shop.rows.size).toBe(1);
  });
});

describe("check", () => {
  test("gives canonical inputs, and the hidden properties as they came", async () => {
    const declared = { owner: "acme", name: " door ", color: "RED", __stack: "acme/fleet/prod", __provider: PROVIDER };
    expect(await widget().check({}, declared)).toEqual({
      inputs: { owner: "acme", name: "door", color: "red", __stack: "acme/fleet/prod", __provider: PROVIDER },
      failures: [],
    });
  });

  test("names every problem at once", async () => {
    const { failures } = await widget().check({}, { owner: "", color: 7, colour: "red", __provider: PROVIDER });
    expect(failures.map(({ reason }) => reason.split(":")[0]).sort()).toEqual(["color", "colour", "name", "owner"]);
  });

  test("names properties in words alone: with the name beside them the engine prints the value, a secret as well", async () => {
    const { failures } = await widget().check({}, { ...wanted, color: 7, pin: 4711, [`x${hostileText}`]: "" });
    expect(failures.map(({ property }) => property)).toEqual(["", "", ""]);
    expect(failures.flatMap(({ reason }) => harm(reason))).toEqual([]);
  });

  test("keeps the stack that an object belongs to, whatever the stack is called by now", async () => {
    const { inputs } = await widget().check(
      { ...wanted, __stack: "acme/fleet/prod" },
      { ...wanted, __stack: "acme/fleet/live" },
    );
    expect(inputs.__stack).toBe("acme/fleet/prod");
  });

  test.each([[{}], [wanted]])("proves address and credential, whether anything is new or not", async (olds) => {
    await widget().check({ ...olds }, wanted);
    expect(shop.calls).toEqual(["list to verify"]);
  });

  test("lets pass what preview cannot know", async () => {
    const { inputs, failures } = await widget().check({}, { ...wanted, owner: UNKNOWN });
    expect(failures).toEqual([]);
    expect(inputs.owner).toBe(UNKNOWN);
  });

  test("writes nothing", async () => {
    await widget().check({}, wanted);
    expect(shop.writes).toEqual([]);
  });
});

test("check, diff and read hold a client that cannot write, and no other", async () => {
  shop.insert({ owner: "acme", name: "door", color: "blue", size: 7 });
  const observe: WidgetDefinition["observe"] = (client, { id }) => client.get(id);
  const provider = widget({ ...onceOnly, observe });
  const { reader, writer } = provider.connection;
  await provider.check({}, wanted);
  await provider.diff("w_1", stored("w_1"), { ...wanted, size: 8 });
  await provider.read("w_1", stored("w_1"));
  await provider.read("acme/w_1", { __provider: PROVIDER });
  await provider.read("w_9", { ...stored("w_9"), name: "gate" });
  expect(reader.used).toBeGreaterThan(0);
  expect(writer.used).toBe(0);
});

describe("whatever happens", () => {
  test("hidden properties come back everywhere", async () => {
    const hidden = { __provider: PROVIDER, __stack: "acme/fleet/prod", __future: { a: 1 } };
    const news = { ...wanted, ...hidden };
    const created = await widget().create(news);
    const olds = { ...created.outs, value: secretOf(created.outs) };
    const read = await widget().read("w_1", olds);
    const updated = await widget().update("w_1", olds, { ...news, color: "blue" });
    shop.faults.push({ call: "update", fault: "denied" });
    const failed = await failure(widget().create({ ...news, name: "gate" }));
    for (const bag of [created.outs, read.props, read.inputs, updated.outs, failed.properties])
      expect(bag).toMatchObject(hidden);
    expect((await widget().check({}, news)).inputs).toMatchObject(hidden);
  });

  test("what is returned is what Pulumi's codec takes", async () => {
    const odd: Partial<WidgetDefinition> = {
      show: ({ name, color }) => ({ name, color, createdAt: { at: new Date(0), nan: Number.NaN, big: 1n } as never }),
    };
    const { outs } = await widget(odd).create({ ...wanted, size: undefined });
    expect(outs.createdAt).toEqual({ at: "1970-01-01T00:00:00.000Z", nan: null, big: 1 });
    const again = struct.Struct.fromJavaScript(outs as never).toJavaScript();
    expect(again).toEqual(outs);
  });

  test("an object without an id is nobody's object, and not a sign that it is gone", async () => {
    const odd: Partial<WidgetDefinition> = {
      observe: async () => ({}) as never,
      id: () => undefined as never,
      show: () => ({}),
    };
    const error = await failure(widget(odd).read("w_1", stored("w_1")));
    expect(error.message).toContain("no id");
  });

  test("a mistake of ours is one message that asks to be reported", async () => {
    const odd: Partial<WidgetDefinition> = { show: () => (undefined as never as { x: { y: never } }).x.y };
    shop.insert({ owner: "acme", name: "door" });
    const error = await failure(widget(odd).read("w_1", stored("w_1")));
    expect(error.name).toBe("ResourceError");
    expect(error.message).toMatch(/Cannot read properties of undefined.* \[unexpected, please report: at /);
    expect(error.stack?.split("\n")).toHaveLength(1);
  });
});

describe("an input that the vendor never shows", () => {
  const secretive = { ...wanted, pin: `1234-${CANARY}` };

  test("is sent with the creation alone, and leaves marked as a secret", async () => {
    const { outs } = await widget().create(secretive);
    expect(shop.rows.get("w_1")?.pin).toBe(secretive.pin);
    expect(shop.writes).toEqual(["create acme/door", 'update w_1 {"color":"red"}']);
    expect(outs.pin).toMatchObject({ [SECRET]: expect.anything(), value: secretive.pin });
    const { props, inputs } = await widget().read("w_1", secretive);
    expect([props?.pin, inputs?.pin]).toEqual([outs.pin, outs.pin]);
  });

  test("is sent when its declaration changes, and when an object with another one may have been taken over", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red" });
    await widget().create(secretive);
    expect(shop.writes).toEqual([`update w_1 ${JSON.stringify({ pin: secretive.pin })}`]);
    await widget().update("w_1", secretive, secretive);
    expect(shop.writes).toHaveLength(1);
    await widget().update("w_1", secretive, { ...secretive, pin: "5678" });
    expect(shop.rows.get("w_1")?.pin).toBe("5678");
  });

  test("is sent by the next run to an object that was taken over, where the first change of it was refused", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red" });
    shop.faults.push({ call: "update", fault: "denied" });
    const { properties = {} } = await failure(widget().create(secretive));
    expect(properties).not.toHaveProperty("pin");
    await widget().update("w_1", properties, secretive);
    expect(shop.rows.get("w_1")?.pin).toBe(secretive.pin);
  });
});

describe("an input that is ours alone", () => {
  test("is never sent, and comes back as declared", async () => {
    const { outs } = await widget().create({ ...wanted, color: "grey", advice: "keep" });
    const { outs: changed } = await widget().update("w_1", outs, { ...wanted, color: "grey", advice: "drop" });
    expect(changed.advice).toBe("drop");
    expect(shop.writes).toEqual(["create acme/door"]);
  });
});

describe("an object that the vendor lets nobody change", () => {
  const ancient: Partial<WidgetDefinition> = {
    readOnly: ({ createdAt }) => (createdAt?.startsWith("2026") ? "it is under protection" : undefined),
  };

  test("is refused with the reason at the preview, the change, the takeover and the removal", async () => {
    shop.insert({ owner: "acme", name: "door", color: "blue" });
    const said = 'owner "acme", name "door" cannot be changed: it is under protection. Nothing was changed.';
    expect((await failure(widget(ancient).diff("w_1", stored("w_1"), { ...wanted, color: "blue" }))).message).toBe(
      said,
    );
    expect((await failure(widget(ancient).update("w_1", stored("w_1"), wanted))).message).toBe(said);
    expect((await failure(widget(ancient).create(wanted))).message).toBe(said);
    expect((await failure(widget(ancient).delete("w_1", stored("w_1")))).message).toBe(
      'owner "acme", name "door" cannot be removed: it is under protection. Nothing was changed. To let go of it all the same, take it out of the state with `pulumi state delete`.',
    );
    expect(shop.writes).toEqual([]);
  });

  test("is fine as long as it is declared as it is", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red" });
    await widget(ancient).create(wanted);
    await widget(ancient).diff("w_1", stored("w_1"), { ...wanted, advice: "new" });
    expect(shop.writes).toEqual([]);
  });
});

describe("an object that the vendor cannot delete", () => {
  const lasting: Partial<WidgetDefinition> = {
    inputs: inputs.extend({ onDelete: z.enum(["abandon", "strip"]).optional() }) as never,
    removal: { permanent: true, leaves: ({ name }) => `the ${name} stays, without a handle` },
  };

  test("says what stays of it", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const removing = widget(lasting);
    await removing.delete("w_1", { ...stored("w_1"), onDelete: "abandon" });
    expect([...shop.rows.keys()]).toEqual(["w_1"]);
    expect(removing.warnings).toEqual(['shop:Widget owner "acme", name "door": the door stays, without a handle']);
  });

  test("is not removed while nobody chose what that means", async () => {
    shop.insert({ owner: "acme", name: "door" });
    expect((await failure(widget(lasting).delete("w_1", stored("w_1")))).message).toBe(
      'owner "acme", name "door" cannot be removed: Shop has no way to delete it. ' +
        'Nothing was changed. Declare onDelete: "abandon" or onDelete: "strip", run `pulumi up`, then remove it.',
    );
    expect(shop.writes).toEqual([]);
    await widget(lasting).delete("w_1", { ...stored("w_1"), onDelete: "strip" });
    expect(shop.writes).toEqual(["delete w_1"]);
  });

  test("is not replaced under its own name: the new one would meet the old one", async () => {
    shop.insert({ owner: "acme", name: "door", size: 3 });
    const sized = { ...stored("w_1"), size: 3 };
    expect((await failure(widget(lasting).diff("w_1", sized, { ...wanted, size: 4 }))).message).toBe(
      'owner "acme", name "door" cannot be replaced: the vendor cannot delete it, and its size cannot be changed. ' +
        "Nothing was changed. Declare size as before, or give the new one another owner or name.",
    );
    expect((await widget(lasting).diff("w_1", sized, { ...wanted, name: "gate", size: 4 })).replaces).toEqual([
      "name",
      "size",
    ]);
    expect((await widget(lasting).diff("w_1", sized, { ...wanted, size: UNKNOWN })).replaces).toEqual(["size"]);
    expect((await widget().diff("w_1", sized, { ...wanted, size: 4 })).replaces).toEqual(["size"]);
  });
});

describe("an object for which another type stands", () => {
  const inherited: Partial<WidgetDefinition> = { removal: { heir: "shop:Gadget" } };
  const gadget = 'shop:Gadget ["acme","door"]';

  test("is kept in a run whose program declares that one, and removed in every other", async () => {
    shop.insert({ owner: "acme", name: "door" });
    const keeping = widget(inherited);
    keeping.connection.run.declare(gadget);
    await keeping.delete("w_1", stored("w_1"));
    expect(keeping.warnings).toEqual([
      'shop:Widget owner "acme", name "door": kept w_1, for which shop:Gadget of this program stands now',
    ]);
    expect(shop.rows.size).toBe(1);
    const removing = widget(inherited);
    removing.connection.run.declare('shop:Gadget ["acme","gate"]');
    await removing.delete("w_1", stored("w_1"));
    expect(shop.rows.size).toBe(0);
  });

  test("a check is what declares it", async () => {
    const checking = widget();
    await checking.check({}, wanted);
    expect(checking.connection.run.declares('shop:Widget ["acme","door"]')).toBe(true);
  });
});

describe("an object that no longer does what was declared", () => {
  const fading: Partial<WidgetDefinition> = { lapsed: (row) => (row.used ? "it is used up" : undefined) };

  test("counts as gone, with its reason, and is made anew", async () => {
    shop.insert({ owner: "acme", name: "door", color: "red", used: true });
    const reading = widget(fading);
    expect(await reading.read("w_1", stored("w_1"))).toEqual({});
    expect(reading.warnings).toEqual(['shop:Widget owner "acme", name "door": it is used up']);
    expect((await widget(fading).create(wanted)).id).toBe("w_2");
  });
});

describe("what came from elsewhere is printed as text and nothing else", () => {
  const facts = { vendor: "Shop", method: "POST", path: "/widgets", route: "/widgets", status: 422 };

  test("names, reasons, codes and actors, in whatever is said about an object", async () => {
    const run = async (text: string) => {
      shop.rows.clear();
      const named = { ...wanted, owner: `o${text}`, name: `n${text}` };
      const said: string[] = [];
      const refusing = (error: () => Error) => widget({ ensure: () => Promise.reject(error()) });
      const refusal = () => new VendorError("invalid", { ...facts, code: text, requestId: text }, text);
      for (const error of [refusal, () => fail(text, text), () => fail(refusal(), text), () => new TypeError(text)])
        said.push((await failure(refusing(error).create(named))).message);
      const row = shop.insert({ ...named, size: 8, color: text });
      said.push((await failure(widget().create({ ...named, size: 7 }))).message);
      shop.feed = [
        { id: "event_1", event: "widget.updated", at: new Date(shop.clockMs), by: text, data: { id: row.id } },
      ];
      const reading = widget({ lapsed: () => undefined });
      await reading.read(row.id, stored(row.id, named));
      const lapsing = widget({ lapsed: () => text });
      await lapsing.read(row.id, stored(row.id, named));
      shop.insert({ ...named });
      said.push((await failure(widget().create(named))).message);
      said.push((await failure(widget().read(text || "-", { id: text }))).message);
      expect([reading.warnings.length, lapsing.warnings.length]).toEqual([1, 1]);
      expect([...said, ...reading.warnings, ...lapsing.warnings].flatMap(harm)).toEqual([]);
    };
    await run(hostileText);
    await fc.assert(fc.asyncProperty(anyHostileText, run), { numRuns: 25 });
  });

  test("a name or a reason as long as a book leaves room for what to do", async () => {
    shop.insert({ owner: "acme", name: "x".repeat(100_000), size: 8 });
    const error = await failure(widget().create({ ...wanted, name: "x".repeat(100_000), size: 7 }));
    expect(error.message.length).toBeLessThan(1_000);
    expect(error.message).toContain("Nothing was changed. Declare size as it is");
  });
});

describe("a secret that comes back", () => {
  const pin = `p/w "${CANARY}"`;
  const forms: Record<string, (text: string) => string> = {
    "as it went": (text) => text,
    "as JSON": (text) => JSON.stringify(text),
    "in an address": encodeURIComponent,
    "in base64": (text) => Buffer.from(text).toString("base64"),
  };
  const facts = { vendor: "Shop", method: "POST", path: "/widgets", route: "/widgets", status: 422 };
  const echo = (text: string) => Promise.reject(new VendorError("invalid", facts, `the pin ${text} is too weak`));

  test.each(Object.entries(forms))("%s, in the refusal of a write is not printed", async (_form, as) => {
    const refused = await failure(
      widget({ ensure: (_client, inputs) => echo(as(inputs.pin ?? "")) }).create({ ...wanted, pin }),
    );
    expect(refused.message).toMatch(/^Shop POST \/widgets: 422: the pin .*\[redacted\].* is too weak$/);
    shop.insert({ owner: "acme", name: "door" });
    const changing = widget({ sync: (_client, changes) => echo(as(changes.pin ?? "")) });
    const changed = await failure(changing.update("w_1", stored("w_1"), { ...wanted, pin }));
    for (const { message } of [refused, changed]) expect(message).not.toContain(as(pin).slice(4, -4));
  });

  test("about another object, or in a warning, isn't either", async () => {
    const one = widget({ lapsed: () => `it says ${pin}`, remove: () => echo(pin) });
    await one.check({}, { ...wanted, pin });
    shop.insert({ owner: "acme", name: "gate" });
    await one.read("w_1", stored("w_1", { ...wanted, name: "gate" }));
    const error = await failure(one.delete("w_1", { ...wanted, name: "gate" }));
    expect([...one.warnings, error.message].join()).not.toContain(CANARY);
    expect(one.warnings).toEqual([expect.stringContaining("it says [redacted]")]);
  });

  test("though it was made at the vendor a moment ago, isn't either", async () => {
    const made: WidgetDefinition["ensure"] = async () => ({
      ...shop.insert({ owner: "acme", name: "door" }),
      value: pin,
    });
    const error = await failure(widget({ ensure: made, sync: () => echo(pin) }).create(wanted));
    expect(error).toMatchObject({ id: "w_1", reasons: [error.message] });
    expect(error.message).toBe("Shop POST /widgets: 422: the pin [redacted] is too weak");
  });
});
