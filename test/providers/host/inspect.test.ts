import { beforeEach, describe, expect, test } from "vitest";
import type { Change } from "../../../providers/contract/vendor.ts";
import { inspect } from "../../../providers/host/inspect.ts";
import { Notes } from "../../../providers/host/notes.ts";
import { PROVIDER, Shop, type WidgetDefinition, widgetProvider } from "./shop.ts";

const notes = new Notes({ TENANTRY_STATE_DIR: "/dev/null/none" }, () => {});

let shop: Shop;
beforeEach(() => {
  shop = new Shop();
  shop.insert({ id: "w_0", owner: "acme", name: "other" });
  shop.insert({ id: "w_1", owner: "acme", name: "blue", size: 2, note: "hi" });
});

const state = {
  ...{ owner: "acme", name: "blue", color: "grey", size: 2, note: "hi", createdAt: "2026-05-04T12:00:00.000Z" },
  ...{ value: "canary", __provider: PROVIDER },
};

async function look(overrides: Partial<WidgetDefinition> = {}, outputs: object = state) {
  const { type, around, warnings } = widgetProvider(shop, { notes }, overrides);
  const found = await inspect(type, around, "w_1", { ...outputs });
  expect([warnings, shop.writes]).toEqual([[], []]);
  return found;
}

const by = (event: string, id = "w_1"): Change => ({
  ...{ id: "event_1", event, at: new Date(0), by: "dana (dashboard)", data: { id } },
  actor: { id: "user_1", name: "dana", through: "dashboard" },
});

test("what is as state has it is no difference", async () => {
  expect(await look()).toBeUndefined();
});

test("of what changed each field is told, with who did it", async () => {
  shop.insert({ ...state, id: "w_1", color: "red", note: null });
  shop.feed = [by("widget.updated", "w_0"), by("widget.updated")];
  expect(await look()).toEqual({
    kind: "changed",
    fields: [
      { field: "color", from: "grey", to: "red" },
      { field: "note", from: "hi", to: null },
    ],
    change: shop.feed[1],
  });
});

test("a value that would steer a terminal is told as the vendor has it; one that a refresh made visible is the same", async () => {
  shop.insert({ ...state, id: "w_1", color: "re\u001bd" });
  expect(await look()).toMatchObject({ fields: [{ field: "color", from: "grey", to: "re\u001bd" }] });
  expect(await look({}, { ...state, color: "re\\u001bd" })).toBeUndefined();
});

test("nobody is named where the feed is silent", async () => {
  shop.insert({ ...state, id: "w_1", color: "red" });
  shop.feed = [by("widget.updated", "w_0")];
  expect(await look()).toMatchObject({ kind: "changed", change: undefined });
});

test("a value that is secret is not told, only that it is another one", async () => {
  shop.insert({ ...state, id: "w_1", value: "sk-another" });
  const withValue: Partial<WidgetDefinition> = { list: async () => [...shop.rows.values()] };
  expect(await look(withValue)).toMatchObject({ fields: [{ field: "value" }] });
  expect(JSON.stringify(await look(withValue))).not.toMatch(/canary|another/);
});

test.each(["inactive", "deactivated", "disabled"])("what is %s by now is deactivated", async (color) => {
  shop.insert({ ...state, id: "w_1", color });
  expect(await look()).toMatchObject({ kind: "deactivated" });
});

describe("what is gone", () => {
  beforeEach(() => void shop.rows.delete("w_1"));

  test("is deleted", async () => {
    shop.feed = [by("widget.deleted")];
    expect(await look()).toEqual({ kind: "deleted", fields: [], change: shop.feed[0] });
  });

  test.each(["archived", "deactivated"])(
    "is %s where the vendor calls it so, whether its feed has it or not",
    async (verb) => {
      const feed = { changes: [], removals: [`widget.${verb}`, "widget.deleted"] };
      expect(await look({ feed })).toMatchObject({ kind: verb, change: undefined });
      shop.feed = [by("widget.deleted")];
      expect(await look({ feed })).toMatchObject({ kind: "deleted", change: shop.feed[0] });
    },
  );
});

test("what is of no use any more has expired, without anybody's doing", async () => {
  expect(await look({ lapsed: () => "nobody came" })).toEqual({
    ...{ kind: "expired", fields: [], reason: "nobody came", change: undefined },
  });
});

test("a key that has ended by its own date is overdue, and one that was replaced already is not", async () => {
  const shownOnce = { ends: () => new Date(shop.clockMs - 1) };
  expect(await look({ shownOnce })).toMatchObject({ kind: "overdue", reason: "ended 2026-05-04T11:59:59.999Z" });
  expect(await look({ shownOnce }, { ...state, __epoch: "previous" })).toBeUndefined();
});

test("what waits for somebody is not missed", async () => {
  shop.rows.delete("w_1");
  expect(await look({ waits: () => true })).toBeUndefined();
});

test("what could not be seen is an error, and no difference", async () => {
  shop.faults.push({ call: "list", fault: "denied" });
  await expect(look()).rejects.toThrow("not allowed");
});
