import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VendorError } from "../../../providers/contract/errors.ts";
import { before } from "../../../providers/contract/fields.ts";
import { Notes } from "../../../providers/host/notes.ts";
import { outputs, PROVIDER, type Row, Shop, type WidgetDefinition, widgetProvider } from "./shop.ts";

/* What is not made but decided: the door of each owner, which is there from the start. */

let folder: string;
let shop: Shop;
let door: Row;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-setting-"));
  shop = new Shop();
  door = shop.insert({ owner: "acme", name: "door", color: "white", note: "mind the step", size: 3 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const setting: Partial<WidgetDefinition> = {
  outputs: outputs.extend({ before }) as never,
  immutable: ["name"],
  setting: {},
  remove: undefined as never,
};
/** The same where there may be none. */
const optional: Partial<WidgetDefinition> = {
  ...setting,
  setting: { optional: true },
  remove: (client, { id }) => client.delete(id),
};

/** A run of the engine, on this machine or on one that knows nothing. */
const run = (overrides = setting, machine = folder) =>
  widgetProvider(shop, { notes: new Notes({ TENANTRY_STATE_DIR: machine }, () => {}) }, overrides);
const elsewhere = () => run(setting, join(folder, "another"));

const red = { owner: "acme", name: "door", color: "red", __provider: PROVIDER };
const said = (what: string): string => `shop:Widget owner "acme", name "door": ${what}`;
const now = () => ({ ...(shop.rows.get(door.id) as Row) });
const change = (by: Partial<Row>) => shop.rows.set(door.id, { ...now(), ...by });

describe("a setting that is always there", () => {
  test("is nobody's: it is taken over without a word, and keeps what the declared part of it was", async () => {
    const provider = run();
    const { id, outs } = await provider.create(red);
    expect([id, provider.warnings, shop.writes]).toEqual([door.id, [], [`update ${door.id} {"color":"red"}`]]);
    expect(outs).toMatchObject({ color: "red", before: { color: "white" } });
    expect(outs).not.toHaveProperty("__takenOver");
  });

  test("needs no proof either where it stands in nothing", async () => {
    const alone: Partial<WidgetDefinition> = {
      ...setting,
      parent: undefined as never,
      scope: ["owner"],
      key: ["owner", "name"],
    };
    expect((await run(alone).create(red)).outs.before).toEqual({ color: "white" });
  });

  test("is looked for in a parent that this run made", async () => {
    const provider = run();
    provider.connection.run.made("shop:Owner", "acme");
    expect((await provider.create(red)).id).toBe(door.id);
  });

  test("is put back as it was, the rest of it left alone, and only once", async () => {
    const { id, outs } = await run().create(red);
    change({ note: "wet paint" });
    const remover = run();
    await remover.delete(id, outs);
    expect(now()).toMatchObject({ color: "white", note: "wet paint" });
    await run().delete(id, outs);
    expect(shop.writes).toEqual([`update ${id} {"color":"red"}`, `update ${id} {"color":"white"}`]);
    expect(remover.warnings).toEqual([]);
  });

  test("keeps what it was before the first write, whatever is written later, and what it was of what is declared later", async () => {
    const { id, outs } = await run().create(red);
    change({ note: "wet paint" });
    const { outs: second } = await run().update(id, outs, { ...red, color: "blue", note: null });
    expect(second.before).toEqual({ color: "white", note: "wet paint" });
    await run().delete(id, second);
    expect(now()).toMatchObject({ color: "white", note: "wet paint" });
  });

  test("forgets what is declared no more: that is nobody's business here", async () => {
    const { id, outs } = await run().create({ ...red, note: "ours" });
    const { outs: second } = await run().update(id, outs, red);
    expect(second.before).toEqual({ color: "white" });
    await run().delete(id, second);
    expect(now()).toMatchObject({ color: "white", note: "ours" });
  });

  test.each([
    ["seen by a refresh", true],
    ["or not", false],
  ])("that somebody changed since stays as a whole, %s, with a word on what it was", async (_, isRefreshed) => {
    const { id, outs } = await run().create({ ...red, note: "ours" });
    change({ note: "theirs" });
    const { props } = isRefreshed ? await run().read(id, outs) : { props: outs };
    const remover = run();
    await remover.delete(id, props ?? {});
    expect(now()).toMatchObject({ color: "red", note: "theirs" });
    expect(remover.warnings).toEqual([
      said(
        'stays {"color":"red","note":"theirs"}, as somebody else made it: before this stack it was {"color":"white","note":"mind the step"}',
      ),
    ]);
  });

  test("that somebody changed, and that was repaired, is put back as it was at first", async () => {
    const { id, outs } = await run().create(red);
    change({ color: "green" });
    const { props = {} } = await run().read(id, outs);
    const { outs: repaired } = await run().update(id, props, red);
    await run().delete(id, repaired);
    expect(now().color).toBe("white");
  });

  test("that somebody put back already needs nothing", async () => {
    const { id, outs } = await run().create(red);
    change({ color: "white" });
    await run().delete(id, outs);
    expect(shop.writes).toHaveLength(1);
  });

  test("no input says what it was, and a refresh leaves that alone", async () => {
    const { id, outs } = await run().create(red);
    const { props, inputs } = await run().read(id, outs);
    expect(props).toMatchObject({ before: { color: "white" }, __set: { color: "red" } });
    expect(Object.keys(inputs ?? {}).sort()).toEqual(["__provider", "color", "name", "owner"]);
  });

  test("of which nothing is known, since it was imported, stays as it is with a word", async () => {
    const { id = "", props = {} } = await run().read(`acme/${door.id}`, { __provider: PROVIDER });
    const remover = run();
    await remover.delete(id, props);
    expect(shop.writes).toEqual([]);
    expect(remover.warnings).toEqual([
      said(
        'stays {"color":"white","size":3,"note":"mind the step","labels":{}}: what it was before this stack is not known',
      ),
    ]);
  });

  test("that was imported is put back as it was when it was first changed", async () => {
    const { id = "", props = {} } = await run().read(`acme/${door.id}`, { __provider: PROVIDER });
    const { outs } = await run().update(id, props, red);
    await run().delete(id, outs);
    expect(now().color).toBe("white");
  });

  test("goes back to what it is where nobody decides, if there is such a value, with a word on what it was", async () => {
    const neutral = { ...setting, setting: { neutral: { color: "grey" } } };
    const { id, outs } = await run(neutral).create(red);
    const remover = run(neutral);
    await remover.delete(id, outs);
    expect(now().color).toBe("grey");
    expect(remover.warnings).toEqual([
      said('is {"color":"grey"} from now on, as where nobody decides: before this stack it was {"color":"white"}'),
    ]);
  });

  test("is not set to that value either where somebody changed it since", async () => {
    const neutral = { ...setting, setting: { neutral: { color: "grey" } } };
    const { id, outs } = await run(neutral).create(red);
    change({ color: "green" });
    await run(neutral).delete(id, outs);
    expect(now().color).toBe("green");
  });

  test.each(["lost before", "lost after"] as const)(
    "is put back once where the answer was %s it was done",
    async (fault) => {
      const { id, outs } = await run().create(red);
      shop.faults.push({ call: "update", fault });
      await run().delete(id, outs);
      expect(now().color).toBe("white");
      expect(shop.writes).toHaveLength(fault === "lost before" ? 3 : 2);
    },
  );

  test("that cannot be put back stays in state", async () => {
    const { id, outs } = await run().create(red);
    shop.faults.push({ call: "update", fault: "denied" });
    await expect(run().delete(id, outs)).rejects.toThrow("not allowed");
    await run().delete(id, outs);
    expect(now().color).toBe("white");
  });

  test("keeps what it was though its first change is refused", async () => {
    shop.faults.push({ call: "update", fault: "invalid" });
    const error = await run()
      .create(red)
      .catch((failed) => failed);
    expect(error.properties).toMatchObject({ color: "white", before: { color: "white" } });
  });
});

describe("what a setting was", () => {
  test("is known to the run after one that died, or whose state was lost, on the same machine", async () => {
    await run().create(red);
    const { id, outs } = await run().create(red);
    expect(outs.before).toEqual({ color: "white" });
    await run().delete(id, outs);
    expect(now().color).toBe("white");
  });

  test("is known where the change of a run that died never arrived", async () => {
    shop.faults.push({ call: "update", fault: "denied" });
    await run()
      .create(red)
      .catch(() => {});
    expect((await run().create(red)).outs.before).toEqual({ color: "white" });
  });

  test("is what somebody made it since, where they did", async () => {
    await run().create(red);
    change({ color: "green" });
    expect((await run().create(red)).outs.before).toEqual({ color: "green" });
  });

  test("is forgotten once it was put back", async () => {
    const { id, outs } = await run().create(red);
    await run().delete(id, outs);
    change({ color: "red" });
    expect((await run().create(red)).outs.before).toEqual({ color: "red" });
  });

  test("on another machine is what it is found as; then it stays, with a word", async () => {
    await run().create(red);
    const { id, outs } = await elsewhere().create(red);
    const remover = elsewhere();
    await remover.delete(id, outs);
    expect(now().color).toBe("red");
    expect(remover.warnings).toEqual([said('stays {"color":"red"}: before this stack it was {"color":"red"}')]);
  });

  test("goes along where the resource gets another name", async () => {
    const { id, outs } = await run().create(red);
    const renaming = run();
    const { outs: renamed } = await renaming.create(red);
    await renaming.delete(id, outs);
    expect(now().color).toBe("red");
    await run().delete(id, renamed);
    expect(now().color).toBe("white");
  });
});

describe("a setting that may be absent", () => {
  test("is removed where this stack made it, changed or not", async () => {
    shop.rows.clear();
    const { id, outs } = await run(optional).create(red);
    expect(outs.before).toBe(null);
    const { outs: changed } = await run(optional).update(id, outs, { ...red, color: "blue" });
    expect(changed.before).toBe(null);
    await run(optional).delete(id, changed);
    expect(shop.rows.size).toBe(0);
  });

  test.each(["lost before", "lost after"] as const)(
    "is this stack's where the answer to its creation was %s it was made",
    async (fault) => {
      shop.rows.clear();
      shop.faults.push({ call: "create", fault });
      expect((await run(optional).create(red)).outs.before).toBe(null);
    },
  );

  test("is put back where it was there, taken over with a word", async () => {
    const provider = run(optional);
    const { id, outs } = await provider.create(red);
    expect(provider.warnings).toEqual([said(`took over ${id}, which existed already`)]);
    await run(optional).delete(id, outs);
    expect(now().color).toBe("white");
  });

  test("is removed where it was imported: that was a request", async () => {
    const { id = "", props = {} } = await run(optional).read(`acme/${door.id}`, { __provider: PROVIDER });
    const { outs } = await run(optional).update(id, props, red);
    await run(optional).delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });

  test("that somebody removed keeps what state has of it, as long as nothing about it is declared anew", async () => {
    shop.rows.clear();
    const { id, outs } = await run(optional).create(red);
    shop.rows.clear();
    expect((await run(optional).update(id, outs, red)).outs).toMatchObject({ before: null, __set: { color: "red" } });
  });

  test("is not made anew by its removal where somebody removed it", async () => {
    const { id, outs } = await run(optional).create(red);
    shop.rows.clear();
    await run(optional).delete(id, outs);
    expect(shop.rows.size).toBe(0);
  });
});

test("what could not be put back for want of it stays in state, as long as nothing tells that its home is gone", async () => {
  const { id, outs } = await run().create(red);
  const facts = { vendor: "Shop", method: "POST", path: "/widgets", route: "/widgets" };
  const archived: Partial<WidgetDefinition> = {
    ...setting,
    sync: () => Promise.reject(new VendorError("not found", facts, "the owner is archived")),
  };
  await expect(run(archived).delete(id, outs)).rejects.toThrow("the owner is archived");
});
