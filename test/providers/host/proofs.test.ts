import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Intent, Proofs } from "../../../providers/host/proofs.ts";

const NOON = Date.UTC(2026, 4, 4, 12);
const MINUTE = 60_000;

let folder: string;
let proofs: Proofs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-proofs-"));
  proofs = new Proofs({ TENANTRY_STATE_DIR: folder }, () => {});
});
afterEach(() => rmSync(folder, { recursive: true }));

const intent: Intent = {
  account: "https://api.workos.com 0123456789abcdef",
  stack: "acme/fleet/prod",
  token: "workos:Organization",
  key: '["acme"]',
};

const object = (createdAt: number, id = "org_1") => ({ id, createdAt: new Date(createdAt) });

test("without an intent nothing is proven", () => {
  expect(proofs.proves(intent, object(NOON))).toBe(false);
});

describe("an intent whose creation was never answered", () => {
  test.each([
    [-5 * MINUTE - 1, false],
    [-5 * MINUTE, true],
    [0, true],
    [15 * MINUTE, true],
    [15 * MINUTE + 1, false],
  ])("proves an object created %i ms after it: %s", (age, proven) => {
    proofs.intend(intent, NOON);
    expect(proofs.proves(intent, object(NOON + age))).toBe(proven);
  });

  test("does not prove one whose creation time nobody knows", () => {
    proofs.intend(intent, NOON);
    expect(proofs.proves(intent, object(Number.NaN))).toBe(false);
  });

  test.each([
    ["another account", { account: "https://api.workos.com fedcba9876543210" }],
    ["another stack", { stack: "acme/fleet/staging" }],
    ["another kind of object", { token: "openai:Project" }],
    ["another natural key", { key: '["globex"]' }],
  ])("says nothing about %s", (_what, other) => {
    proofs.intend(intent, NOON);
    expect(proofs.proves({ ...intent, ...other }, object(NOON))).toBe(false);
  });

  test("outlives the process", () => {
    proofs.intend(intent, NOON);
    expect(new Proofs({ TENANTRY_STATE_DIR: folder }, () => {}).proves(intent, object(NOON))).toBe(true);
  });

  test("counts from the latest one", () => {
    proofs.intend(intent, NOON);
    proofs.intend(intent, NOON + 60 * MINUTE);
    expect(proofs.proves(intent, object(NOON))).toBe(false);
    expect(proofs.proves(intent, object(NOON + 60 * MINUTE))).toBe(true);
  });
});

describe("a creation that was answered", () => {
  test("proves that object, whenever it was created, and no other", () => {
    proofs.intend(intent, NOON);
    proofs.made(intent, "org_1", NOON);
    expect(proofs.proves(intent, object(0, "org_1"))).toBe(true);
    expect(proofs.proves(intent, object(NOON, "org_2"))).toBe(false);
  });

  test("proves nothing any more once the object was removed", () => {
    proofs.made(intent, "org_1", NOON);
    proofs.forget(intent);
    expect(proofs.proves(intent, object(NOON, "org_1"))).toBe(false);
    expect(readdirSync(join(folder, "intents"))).toEqual([]);
  });

  test("goes with its own object only, not with an older one of its natural key", () => {
    proofs.made(intent, "org_2", NOON);
    proofs.forget(intent, "org_1");
    expect(proofs.idOf(intent)).toBe("org_2");
    proofs.forget(intent, "org_2");
    expect(proofs.idOf(intent)).toBeUndefined();
  });

  test("can be forgotten twice, and without ever having been", () => {
    proofs.forget(intent);
    proofs.forget(intent);
  });
});

test.each(["", "{", "null", "[]", "7", "{}", '{"at":"noon"}', '{"id":"org_1"}', '{"at":null,"id":7}'])(
  "a file that says %j proves nothing and hurts nobody",
  (text) => {
    proofs.intend(intent, NOON);
    const [file] = readdirSync(join(folder, "intents"));
    writeFileSync(join(folder, "intents", file as string), text);
    expect(proofs.proves(intent, object(NOON))).toBe(false);
    proofs.intend(intent, NOON);
    expect(proofs.proves(intent, object(NOON))).toBe(true);
  },
);

describe("where no note can be kept", () => {
  test("that is said, nothing is proven, and nothing fails", () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const warnings: string[] = [];
    const nowhere = new Proofs({ TENANTRY_STATE_DIR: file }, (line) => warnings.push(line));
    nowhere.intend(intent, NOON);
    nowhere.made(intent, "org_1", NOON);
    expect(warnings[0]).toMatch(/^cannot note what is being created in .*a-file/);
    expect(nowhere.proves(intent, object(NOON))).toBe(false);
    nowhere.forget(intent);
    expect(warnings).toHaveLength(3);
  });
});

test("a file is small and names neither the customer nor the account", () => {
  proofs.made(intent, "org_1", NOON);
  const [file] = readdirSync(join(folder, "intents"));
  expect(file).toMatch(/^[0-9a-f]{64}\.json$/);
  const text = readFileSync(join(folder, "intents", file as string), "utf8");
  expect(JSON.parse(text)).toEqual({ at: NOON, id: "org_1" });
});
