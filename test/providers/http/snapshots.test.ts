import { beforeEach, describe, expect, test } from "vitest";
import type { Collection, Target } from "../../../providers/contract/collection.ts";
import { Run } from "../../../providers/contract/run.ts";
import { Snapshots } from "../../../providers/http/snapshots.ts";

interface Role {
  id: string;
  organization: string;
  slug: string;
}

/** What the vendor holds, and every question it was asked. */
class Vendor {
  readonly roles: Role[] = [];
  readonly asked: string[] = [];
  /** Answers wait here when set. */
  gate: Promise<void> | undefined;
  failing = false;

  async answer<Answer>(question: string, answer: () => Answer): Promise<Answer> {
    this.asked.push(question);
    const held = answer(); // As of the moment it was asked.
    await this.gate;
    if (this.failing) throw new Error("503");
    return held;
  }

  listed = (organization: string) =>
    this.answer(`list ${organization}`, () => this.roles.filter((role) => role.organization === organization));
  everywhere = () => this.answer("list everything", () => [...this.roles]);
  single = (id: string) => this.answer(`get ${id}`, () => this.roles.find((role) => role.id === id));
}

const roles: Collection<Vendor, Role> = {
  token: "workos:OrganizationRole",
  within: "workos:Organization",
  parentOf: (organization) => organization,
  list: (vendor, organization) => vendor.listed(organization),
  id: ({ id }) => id,
};

const domains: Collection<Vendor, Role> = {
  ...roles,
  token: "workos:OrganizationDomain",
  everywhere: { list: (vendor) => vendor.everywhere(), scope: ({ organization }) => organization },
};

let vendor: Vendor;
let run: Run;
let snapshots: Snapshots<Vendor>;

beforeEach(() => {
  vendor = new Vendor();
  run = new Run();
  snapshots = new Snapshots(vendor, run);
  for (const organization of ["a", "b", "c", "d", "e"]) {
    for (const slug of ["admin", "reader"])
      vendor.roles.push({ id: `${organization}-${slug}`, organization, slug: `org-${slug}` });
  }
});

const bySlug = (collection: Collection<Vendor, Role>, organization: string, slug: string) =>
  snapshots.find(collection, organization, { matches: (role) => role.slug === slug });

const byId = (organization: string, id: string) =>
  snapshots.find(roles, organization, { id, observe: () => vendor.single(id) });

const ids = (rows: readonly Role[]): string[] => rows.map(({ id }) => id);

/** Everything in flight gets as far as it can. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("one listing serves every reader", () => {
  test("that comes after it", async () => {
    await bySlug(roles, "a", "org-admin");
    await bySlug(roles, "a", "org-reader");
    await snapshots.all(roles, "a");
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("that comes while it is under way", async () => {
    const found = await Promise.all([bySlug(roles, "a", "org-admin"), bySlug(roles, "a", "org-reader")]);
    expect(found.map(ids)).toEqual([["a-admin"], ["a-reader"]]);
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("of its own scope and collection only", async () => {
    await snapshots.all(roles, "a");
    await snapshots.all(roles, "b");
    await snapshots.all(domains, "a");
    expect(vendor.asked).toEqual(["list a", "list b", "list a"]);
  });
});

describe("finding", () => {
  test("by id beats by natural key", async () => {
    const found = await snapshots.find(roles, "a", { id: "a-reader", matches: ({ slug }) => slug === "org-admin" });
    expect(ids(found)).toEqual(["a-reader"]);
  });

  test("a stale id falls back to the natural key, where one is given", async () => {
    const target = { id: "gone", matches: (role: Role) => role.slug === "org-admin" };
    expect(ids(await snapshots.find(roles, "a", target))).toEqual(["a-admin"]);
    expect(await snapshots.find(roles, "a", { id: "gone" })).toEqual([]);
  });

  test("gives every row that matches", async () => {
    expect(ids(await snapshots.find(roles, "a", { matches: () => true }))).toEqual(["a-admin", "a-reader"]);
  });
});

describe("few objects are asked for one by one", () => {
  test("the first three of a scope, then it is listed", async () => {
    vendor.roles.push({ id: "a-x", organization: "a", slug: "x" }, { id: "a-y", organization: "a", slug: "y" });
    for (const id of ["a-admin", "a-reader", "a-x", "a-y", "a-admin"]) expect(ids(await byId("a", id))).toEqual([id]);
    expect(vendor.asked).toEqual(["get a-admin", "get a-reader", "get a-x", "list a"]);
  });

  test("none is, once the scope is listed", async () => {
    await snapshots.all(roles, "a");
    await byId("a", "a-admin");
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("one that does not exist is nothing found, not an error", async () => {
    expect(await byId("a", "gone")).toEqual([]);
  });

  test("250 readers at once cost three questions and one listing", async () => {
    for (let n = 0; n < 250; n++) vendor.roles.push({ id: `a-${n}`, organization: "a", slug: `${n}` });
    const found = await Promise.all(Array.from({ length: 250 }, (_, n) => byId("a", `a-${n}`)));
    expect(found.every((rows) => rows.length === 1)).toBe(true);
    expect(vendor.asked.filter((question) => question === "list a")).toHaveLength(1);
    expect(vendor.asked).toHaveLength(4);
  });
});

describe("what was there is given up after two looks of different kinds", () => {
  const lookAgain = (id: string) =>
    vendor.answer(`look again at ${id}`, () => vendor.roles.find((role) => role.id === id));
  const gone = (target: Partial<Target<Role>> = {}) => snapshots.find(roles, "a", { id: "a-gone", ...target });

  test("a 404, then a listing that does not have it", async () => {
    expect(await byId("a", "a-gone")).toEqual([]);
    expect(vendor.asked).toEqual(["get a-gone", "list a"]);
  });

  test("a 404 beside a listing that has it is nothing to go by", async () => {
    const found = await snapshots.find(roles, "a", { id: "a-admin", observe: async () => undefined });
    expect(ids(found)).toEqual(["a-admin"]);
  });

  test("a listing, then the object itself", async () => {
    expect(await gone({ lookAgain: () => lookAgain("a-gone") })).toEqual([]);
    expect(vendor.asked).toEqual(["list a", "look again at a-gone"]);
  });

  test("one that only the second look shows is there", async () => {
    vendor.roles.push({ id: "hidden", organization: "b", slug: "x" });
    expect(ids(await gone({ id: "hidden", lookAgain: () => lookAgain("hidden") }))).toEqual(["hidden"]);
  });

  test("one that nobody has in state is not looked for again", async () => {
    const target = { observe: async () => undefined, lookAgain: () => lookAgain("a-gone"), matches: () => false };
    expect(await snapshots.find(roles, "a", target)).toEqual([]);
    expect(await bySlug(roles, "a", "nothing")).toEqual([]);
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("where the vendor only lists, others beside it tell that the listing works", async () => {
    expect(await gone()).toEqual([]);
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("where nothing is beside it, the listing has to be empty twice, once for all of them", async () => {
    vendor.roles.length = 0;
    expect(await Promise.all([gone(), gone({ id: "a-admin" })])).toEqual([[], []]);
    expect(vendor.asked).toEqual(["list a", "list a"]);
  });

  test("one that the second listing has is there", async () => {
    const answers = [[], vendor.roles];
    const flaky = { ...roles, list: async () => answers.shift() ?? [] };
    expect(ids(await snapshots.find(flaky, "a", { id: "a-admin" }))).toEqual(["a-admin"]);
  });

  test("what a value hangs on that is shown once is not given up without being told of its removal", async () => {
    vendor.roles.length = 0;
    await expect(gone({ isToldRemoved: async () => false })).rejects.toThrow("nothing tells of its removal");
    expect(await gone({ isToldRemoved: async () => true })).toEqual([]);
  });
});

describe("few scopes are listed one by one", () => {
  test("the first three, then everything at once", async () => {
    for (const organization of ["a", "b", "c", "d", "e"])
      expect(ids(await bySlug(domains, organization, "org-admin"))).toEqual([`${organization}-admin`]);
    expect(vendor.asked).toEqual(["list a", "list b", "list c", "list everything"]);
  });

  test("a scope that has nothing is then proven empty", async () => {
    for (const organization of ["a", "b", "c", "d"]) await snapshots.all(domains, organization);
    expect(await snapshots.all(domains, "nobody")).toEqual([]);
    expect(vendor.asked).toHaveLength(4);
  });

  test("for ever where the vendor cannot list everything", async () => {
    for (const organization of ["a", "b", "c", "d", "e"]) await snapshots.all(roles, organization);
    expect(vendor.asked).toEqual(["list a", "list b", "list c", "list d", "list e"]);
  });
});

describe("our own writes are entered", () => {
  test("into a listing that is there", async () => {
    await snapshots.all(roles, "a");
    snapshots.put(roles, "a", { id: "a-new", organization: "a", slug: "org-new" });
    snapshots.drop(roles, "a", "a-admin");
    expect(ids(await snapshots.all(roles, "a"))).toEqual(["a-reader", "a-new"]);
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("into a listing that was asked for before they took effect", async () => {
    let open = () => {};
    vendor.gate = new Promise((resolve) => (open = resolve));
    const before = bySlug(roles, "a", "org-new");
    snapshots.put(roles, "a", { id: "a-new", organization: "a", slug: "org-new" });
    snapshots.drop(roles, "a", "a-admin");
    open();
    await before;
    expect(ids(await snapshots.all(roles, "a"))).toEqual(["a-reader", "a-new"]);
    expect(vendor.asked).toEqual(["list a"]);
  });

  test("into the listing of everything, also for a scope that nobody has read", async () => {
    for (const organization of ["a", "b", "c", "d"]) await snapshots.all(domains, organization);
    snapshots.put(domains, "e", { id: "e-new", organization: "e", slug: "org-new" });
    snapshots.drop(domains, "e", "e-admin");
    expect(ids(await snapshots.all(domains, "e"))).toEqual(["e-reader", "e-new"]);
    expect(vendor.asked).toHaveLength(4);
  });

  test("into the listing of everything while it is under way", async () => {
    for (const organization of ["a", "b", "c"]) await snapshots.all(domains, organization);
    let open = () => {};
    vendor.gate = new Promise((resolve) => (open = resolve));
    const everything = snapshots.all(domains, "d");
    await settled();
    snapshots.drop(domains, "e", "e-admin");
    open();
    await everything;
    expect(ids(await snapshots.all(domains, "e"))).toEqual(["e-reader"]);
  });

  test("a changed row replaces the old one", async () => {
    await snapshots.all(roles, "a");
    snapshots.put(roles, "a", { id: "a-admin", organization: "a", slug: "org-boss" });
    expect(await bySlug(roles, "a", "org-admin")).toEqual([]);
    expect(ids(await bySlug(roles, "a", "org-boss"))).toEqual(["a-admin"]);
  });

  test("what nobody has listed is not listed because of them", async () => {
    snapshots.put(roles, "a", { id: "a-new", organization: "a", slug: "org-new" });
    await settled();
    expect(vendor.asked).toEqual([]);
  });
});

describe("a parent that was created by this run", () => {
  test("is empty: nothing is asked", async () => {
    run.made("workos:Organization", "new");
    expect(await snapshots.all(roles, "new")).toEqual([]);
    expect(await byId("new", "x")).toEqual([]);
    expect(await bySlug(domains, "new", "x")).toEqual([]);
    expect(vendor.asked).toEqual([]);
  });

  test("and then holds what this run puts into it, read before or not", async () => {
    run.made("workos:Organization", "new");
    snapshots.put(roles, "new", { id: "1", organization: "new", slug: "one" });
    snapshots.put(roles, "new", { id: "2", organization: "new", slug: "two" });
    snapshots.drop(roles, "new", "1");
    expect(ids(await snapshots.all(roles, "new"))).toEqual(["2"]);
    expect(vendor.asked).toEqual([]);
  });

  test("is asked all the same after a write whose outcome is not known", async () => {
    run.made("workos:Organization", "new");
    await snapshots.all(roles, "new");
    vendor.roles.push({ id: "landed", organization: "new", slug: "org-landed" });
    snapshots.forget(roles, "new");
    expect(ids(await bySlug(roles, "new", "org-landed"))).toEqual(["landed"]);
  });

  test("of another type with the same id is another object", async () => {
    run.made("openai:Project", "a");
    expect(await snapshots.all(roles, "a")).toHaveLength(2);
  });
});

describe("after a write whose outcome is not known", () => {
  test("the scope is listed anew", async () => {
    await snapshots.all(roles, "a");
    vendor.roles.push({ id: "a-landed", organization: "a", slug: "org-landed" });
    snapshots.forget(roles, "a");
    expect(ids(await bySlug(roles, "a", "org-landed"))).toEqual(["a-landed"]);
    expect(vendor.asked).toEqual(["list a", "list a"]);
  });

  test("also where everything was listed before: that listing is too old", async () => {
    for (const organization of ["a", "b", "c", "d"]) await snapshots.all(domains, organization);
    vendor.roles.push({ id: "d-landed", organization: "d", slug: "org-landed" });
    snapshots.forget(domains, "d");
    expect(ids(await bySlug(domains, "d", "org-landed"))).toEqual(["d-landed"]);
    expect(vendor.asked.at(-1)).toBe("list d");
  });

  test("also where a listing begun before the write is still under way", async () => {
    let open = () => {};
    vendor.gate = new Promise((resolve) => (open = resolve));
    const old = snapshots.all(roles, "a");
    vendor.roles.push({ id: "a-landed", organization: "a", slug: "org-landed" });
    snapshots.forget(roles, "a");
    const fresh = bySlug(roles, "a", "org-landed");
    open();
    expect(ids(await fresh)).toEqual(["a-landed"]);
    expect(ids(await old)).toEqual(["a-admin", "a-reader"]);
    expect(ids(await bySlug(roles, "a", "org-landed"))).toEqual(["a-landed"]);
  });

  test("other scopes keep their listings", async () => {
    await snapshots.all(roles, "a");
    await snapshots.all(roles, "b");
    snapshots.forget(roles, "a");
    await snapshots.all(roles, "b");
    expect(vendor.asked).toEqual(["list a", "list b"]);
  });
});

describe("a listing that fails", () => {
  test("fails for everyone who waits for it, and the next reader starts anew", async () => {
    vendor.failing = true;
    const both = await Promise.allSettled([snapshots.all(roles, "a"), snapshots.all(roles, "a")]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    vendor.failing = false;
    expect(await snapshots.all(roles, "a")).toHaveLength(2);
    expect(vendor.asked).toEqual(["list a", "list a"]);
  });

  test("of everything likewise", async () => {
    for (const organization of ["a", "b", "c"]) await snapshots.all(domains, organization);
    vendor.failing = true;
    await expect(snapshots.all(domains, "d")).rejects.toThrow("503");
    vendor.failing = false;
    expect(await snapshots.all(domains, "d")).toHaveLength(2);
    expect(vendor.asked.slice(3)).toEqual(["list everything", "list everything"]);
  });

  test("is never taken for an empty one, also when a write of ours came in between", async () => {
    vendor.failing = true;
    const reader = snapshots.all(roles, "a");
    snapshots.put(roles, "a", { id: "a-new", organization: "a", slug: "org-new" });
    await expect(reader).rejects.toThrow("503");
    vendor.failing = false;
    expect(ids(await snapshots.all(roles, "a"))).toEqual(["a-admin", "a-reader"]);
  });

  test("a question for one object that fails is an error, not an absence", async () => {
    vendor.failing = true;
    await expect(byId("a", "a-admin")).rejects.toThrow("503");
  });
});

describe("an object that is asked for alone", () => {
  test("is asked for once by all who want it at the same time, and anew by who comes later", async () => {
    const both = [byId("a", "a-admin"), byId("a", "a-admin")];
    expect((await Promise.all(both)).map(ids)).toEqual([["a-admin"], ["a-admin"]]);
    expect(vendor.asked).toEqual(["get a-admin"]);
    await byId("a", "a-admin");
    expect(vendor.asked).toEqual(["get a-admin", "get a-admin"]);
  });

  test("is not asked for again once it was seen to be gone", async () => {
    expect(await byId("a", "a-gone")).toEqual([]);
    expect(await byId("a", "a-gone")).toEqual([]);
    expect(vendor.asked).toEqual(["get a-gone", "list a"]);
  });

  test("is not gone any more once we wrote it, or may have", async () => {
    for (const begin of ["put", "forget"] as const) {
      await byId("b", "b-new");
      const made = { id: "b-new", organization: "b", slug: "org-new" };
      vendor.roles.push(made);
      if (begin === "put") snapshots.put(roles, "b", made);
      else snapshots.forget(roles, "b");
      expect(ids(await byId("b", "b-new"))).toEqual(["b-new"]);
      vendor.roles.pop();
      snapshots.forget(roles, "b");
    }
  });

  test("is asked for again after a look that failed", async () => {
    vendor.failing = true;
    await expect(byId("a", "a-admin")).rejects.toThrow("503");
    vendor.failing = false;
    expect(ids(await byId("a", "a-admin"))).toEqual(["a-admin"]);
  });
});
