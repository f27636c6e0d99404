import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Creation, Notes } from "../../../providers/host/notes.ts";

const NOON = Date.UTC(2026, 4, 4, 12);
const MINUTE = 60_000;

let machine: string;
const warnings: string[] = [];

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "tenantry-notes-"));
  warnings.length = 0;
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));

/** As a new process on the same machine has them. */
const notes = (): Notes => new Notes({ TENANTRY_STATE_DIR: machine }, (line) => warnings.push(line));

const acme: Creation = {
  account: "https://api.workos.com 0123456789abcdef",
  stack: "acme/fleet/prod",
  token: "workos:Organization",
  scope: "",
  key: '["acme"]',
  isNameless: false,
};

const object = (born: number, id = "org_1") => ({ id, born: new Date(born) });

/** Every file there is, however deep. */
const files = (): string[] =>
  readdirSync(join(machine, "creations"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test("without a note nothing is proven", () => {
  expect(notes().proves(acme, object(NOON))).toBe(false);
});

describe("a creation that was never answered", () => {
  test.each([
    [-5 * MINUTE - 1, false],
    [-5 * MINUTE, true],
    [0, true],
    [15 * MINUTE, true],
    [15 * MINUTE + 1, false],
  ])("proves an object born %i ms after it: %s", (age, proven) => {
    notes().begin(acme, NOON);
    expect(notes().proves(acme, object(NOON + age))).toBe(proven);
  });

  test("does not prove one whose birth nobody knows", () => {
    notes().begin(acme, NOON);
    expect(notes().proves(acme, object(Number.NaN))).toBe(false);
  });

  test.each<[string, Partial<Creation>]>([
    ["another account", { account: "https://api.workos.com fedcba9876543210" }],
    ["another stack", { stack: "acme/fleet/staging" }],
    ["another type", { token: "openai:Project" }],
    ["another scope", { scope: "org_1" }],
    ["another natural key", { key: '["globex"]' }],
  ])("says nothing about %s", (_what, other) => {
    notes().begin(acme, NOON);
    expect(notes().proves({ ...acme, ...other }, object(NOON))).toBe(false);
  });

  test("counts from the latest attempt", () => {
    notes().begin(acme, NOON);
    notes().begin(acme, NOON + 60 * MINUTE);
    expect(notes().proves(acme, object(NOON))).toBe(false);
    expect(notes().proves(acme, object(NOON + 60 * MINUTE))).toBe(true);
  });
});

describe("a creation that was answered", () => {
  const made = (id: string, within = notes()) => within.answered(within.begin(acme, NOON), id, NOON);

  test("proves that object, whenever it was born, and no other", () => {
    made("org_1");
    expect(notes().proves(acme, object(0, "org_1"))).toBe(true);
    expect(notes().proves(acme, object(NOON, "org_2"))).toBe(false);
    expect(notes().idOf(acme)).toBe("org_1");
  });

  test("proves nothing any more once the object is gone, and leaves no file", () => {
    made("org_1");
    notes().forget(acme, "org_1");
    expect(notes().proves(acme, object(NOON, "org_1"))).toBe(false);
    expect(files()).toEqual([]);
  });

  test("goes with its own object only, not with an older one of its natural key", () => {
    made("org_2");
    notes().forget(acme, "org_1");
    expect(notes().idOf(acme)).toBe("org_2");
    notes().forget(acme, "org_2");
    expect(notes().idOf(acme)).toBeUndefined();
  });

  test("can be forgotten twice, and without ever having been", () => {
    notes().forget(acme, "org_1");
    notes().forget(acme, "org_1");
    expect(warnings).toEqual([]);
  });

  test("is a small file that names neither the customer nor the account, and no half of one is left", () => {
    made("org_1");
    const [file = "", ...others] = files();
    expect(others).toEqual([]);
    expect(basename(file)).toMatch(/^[0-9a-f]{64}\.json$/);
    expect(basename(dirname(file))).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ at: NOON, pid: process.pid, id: "org_1" });
  });
});

test("only this user can read notes, and see that there are any", () => {
  const within = notes();
  const file = within.begin(acme, NOON);
  const modes = () => [join(machine, "creations"), dirname(file), file].map((path) => statSync(path).mode & 0o777);
  expect(modes()).toEqual([0o700, 0o700, 0o600]);
  within.answered(file, "org_1", NOON);
  expect(modes()).toEqual([0o700, 0o700, 0o600]);
});

describe("a creation for a tenant", () => {
  const ofAcme: Creation = { ...acme, tenant: "acme" };
  const ofAnother: Creation = { ...acme, tenant: "acme-corp" };

  test.each([
    ["whose answer is waited for", () => void notes().begin(ofAcme, NOON)],
    [
      "that was answered",
      () => {
        const here = notes();
        here.answered(here.begin(ofAcme, NOON), "org_1", NOON);
      },
    ],
  ])("%s proves its object for that tenant, and for no other", (_, make) => {
    make();
    expect([notes().proves(ofAcme, object(NOON)), notes().isAnothers(ofAcme, object(NOON))]).toEqual([true, false]);
    expect([notes().proves(ofAnother, object(NOON)), notes().isAnothers(ofAnother, object(NOON))]).toEqual([
      false,
      true,
    ]);
    // What is offboarding has no guard, and so no tenant.
    expect([notes().proves(acme, object(NOON)), notes().isAnothers(acme, object(NOON))]).toEqual([true, false]);
    expect(notes().isAnothers(ofAnother, object(NOON + 60 * MINUTE, "org_2"))).toBe(false);
    for (const file of files()) expect(readFileSync(file, "utf8")).not.toContain("acme");
  });

  test("of an earlier version, which noted no tenant, proves it for all", () => {
    notes().answered(notes().begin(acme, NOON), "org_1", NOON);
    expect(notes().proves(ofAcme, object(NOON))).toBe(true);
  });
});

test.each(["", "{", "null", "[]", "7", "{}", '{"at":"noon","pid":1}', '{"id":"org_1"}', '{"at":null,"pid":1,"id":7}'])(
  "a file that says %j proves nothing and hurts nobody",
  (text) => {
    writeFileSync(notes().begin(acme, NOON), text);
    expect(notes().proves(acme, object(NOON))).toBe(false);
    expect(notes().idOf(acme)).toBeUndefined();
    notes().begin(acme, NOON);
    expect(notes().proves(acme, object(NOON))).toBe(true);
  },
);

describe("where nothing can be written", () => {
  test("people are told, this process still knows, and the next one does not", () => {
    writeFileSync(join(machine, "creations"), "a file, no folder");
    const here = notes();
    here.answered(here.begin(acme, NOON), "org_1", NOON);
    expect(warnings[0]).toMatch(/^cannot note what is being created in /);
    expect(here.proves(acme, object(NOON, "org_1"))).toBe(true);
    expect(notes().proves(acme, object(NOON, "org_1"))).toBe(false);
  });
});

describe("creations that the vendor gives no name", () => {
  const secret = (key: string, scope = "app_1"): Creation => ({
    ...acme,
    stack: "",
    token: "workos:ApplicationClientSecret",
    scope,
    key,
    isNameless: true,
  });
  const main = secret("main");

  /** Rewrites the note as if that process had written it. */
  const asOf = (pid: number, file: string): void =>
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), pid }));
  const ended = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

  test("are known by what they made to the next process, until that is forgotten, and in their own scope only", () => {
    const first = notes();
    first.answered(first.begin(main, 1000, []), "secret_1", 1100);
    first.answered(first.begin(secret("other"), 2000, ["secret_1"]), "secret_2", 2100);
    expect([...notes().around(main).made].sort()).toEqual(["secret_1", "secret_2"]);
    expect(notes().around(secret("main", "app_2")).made.size).toBe(0);
    notes().forget(main, "secret_1");
    expect([...notes().around(main).made]).toEqual(["secret_2"]);
  });

  test("of one key: the last one that was answered is meant", () => {
    const here = notes();
    here.answered(here.begin(main, 1000, []), "secret_1", 1100);
    here.answered(here.begin(main, 2000, []), "secret_2", 2100);
    here.begin(main, 3000, []);
    expect(notes().idOf(main)).toBe("secret_2");
    expect(notes().idOf(secret("other"))).toBeUndefined();
  });

  test("of two processes side by side are all kept", () => {
    const [one, other] = [notes(), notes()];
    const [first, second] = [one.begin(main, 1000, []), other.begin(main, 1001, [])];
    one.answered(first, "secret_1", 1100);
    other.answered(second, "secret_2", 1101);
    expect([...notes().around(main).made].sort()).toEqual(["secret_1", "secret_2"]);
  });

  test("are unanswered once their process is dead, with what was there before, until they are settled", () => {
    const file = notes().begin(main, 1000, ["secret_1"]);
    asOf(ended(), file);
    expect(notes().around(main).unanswered).toEqual([{ file, before: ["secret_1"] }]);
    notes().settled(file);
    expect(notes().around(main).unanswered).toEqual([]);
  });

  test("are unanswered to their own process as soon as they were given up", () => {
    const own = notes();
    const file = own.begin(main, 1000, []);
    expect(own.around(main).unanswered).toEqual([]);
    own.lost(file, 4000);
    expect(own.around(main).unanswered).toEqual([{ file, before: [] }]);
    expect(own.around(main).othersWait).toBe(false);
  });

  test("count as waited for while their process lives", () => {
    asOf(process.ppid, notes().begin(main, 1000, []));
    expect(notes().around(main)).toMatchObject({ unanswered: [], othersWait: true });
  });

  test("are not this process's own because the number is: containers hand out the same ones", () => {
    const file = notes().begin(main, 1000, []);
    expect(notes().around(main)).toMatchObject({ unanswered: [{ file }], othersWait: false });
  });
});
