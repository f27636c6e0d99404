import { expect, test } from "vitest";
import { fail } from "../../../providers/contract/errors.ts";
import { Secrets } from "../../../providers/contract/redaction.ts";
import type { Proof } from "../../../providers/host/silence.ts";
import type { Stray, Strays, Watched } from "../../../providers/host/strays.ts";
import { UndeclaredProvider } from "../../../providers/host/undeclared.ts";

/*
 * The life of what files declare of whole collections is played in test/e2e/undeclared.test.ts; here is what cannot happen there on
 * purpose.
 */

const ROLES = "workos:OrganizationRole";
const KEYS = "workos:OrganizationApiKey";
const KINDS = { roles: [ROLES, "organizationId"], apiKeys: [KEYS, "organizationId"] };
const stray = (id: string, name: string, stays?: string): Stray => ({ id, name, inputs: {}, outputs: {}, stays });

/** A vendor that has these, or fails to list them. */
function vendor(has: Record<string, readonly Stray[] | Error>, proof?: Proof | (() => Proof)) {
  const said: string[] = [];
  const removed: string[] = [];
  const refuses = new Set<string>();
  const fails = new Set<string>();
  const late = new Set<string>();
  const straysOf = (token: string) =>
    ({
      async find({ declared }: Watched) {
        const there = has[token] ?? [];
        if (there instanceof Error) throw there;
        return there.filter(({ name }) => !declared.includes(name));
      },
      proof: async () => (typeof proof === "function" ? proof() : proof),
      listed: async (strays: readonly Stray[]) => strays.map(({ name }) => name).join(", "),
      async mustBeOnTime(list: string) {
        if (late.has(list)) throw fail(`what files declare of ${list} rotates by the date`, "Set the clock.");
      },
      async remove({ id }: Stray) {
        if (fails.has(id)) throw fail("WorkOS did not answer", "");
        if (refuses.has(id)) return "held by ana@acme.example";
        removed.push(id);
        return undefined;
      },
    }) as unknown as Strays;
  const provider = new UndeclaredProvider(straysOf, {
    warn: (line) => said.push(line),
    verify: async () => {},
    secrets: new Secrets(),
  });
  return { provider, said, removed, refuses, fails, late };
}

const additive = (has: Record<string, string[]>) => ({ kinds: KINDS, tenants: { acme: [{ in: ["org_1"], has }] } });
const exclusive = (has: Record<string, string[]>) => ({ ...additive(has), exclusive: true });

test("a list that cannot be seen is said, holds nothing, and keeps no other from being seen", async () => {
  const { provider, said } = vendor({ [ROLES]: fail("WorkOS answered 403", ""), [KEYS]: [stray("key_1", "zapier")] });
  const props = exclusive({ roles: [], apiKeys: [] });
  const { props: seen } = await provider.read("undeclared", {
    ...props,
    undeclared: { acme: { roles: { role_1: "x" } } },
  });
  expect(seen).toEqual({ ...props, undeclared: { acme: { apiKeys: { key_1: "zapier" } } } });
  expect(said).toEqual([
    "tenantry:Undeclared tenant acme: what else there is of roles could not be seen: WorkOS answered 403",
    "tenantry:Undeclared tenant acme has in no file: apiKeys zapier: the next `pulumi up` removes what does not end by itself, " +
      "unless a file has it by then",
  ]);
});

test("what rotates by the date is refused while the clock is wrong, nothing else is, and state does not say which", async () => {
  const { provider, late } = vendor({});
  const news = exclusive({ roles: ["org-engineer"], apiKeys: ["ingest-2046-11-01"] });
  const rotating = { ...news, __byDate: ["apiKeys"] };
  expect(await provider.check({}, rotating)).toEqual({ inputs: news, failures: [] });
  late.add("apiKeys");
  await expect(provider.check({}, rotating)).rejects.toThrow("what files declare of apiKeys rotates by the date");
  expect(await provider.check({}, news)).toEqual({ inputs: news, failures: [] });
});

test("an update removes what was shown, and neither what came since, nor what ends, nor what a file has by now", async () => {
  const all = [
    stray("key_1", "zapier"),
    stray("key_2", "came-since"),
    stray("key_3", "trial", "ends 2046-11-01T00:00:00.000Z"),
    stray("key_4", "declared-by-now"),
  ];
  const { provider, said, removed } = vendor({ [KEYS]: all });
  const shown = { key_1: "zapier", key_3: "trial", key_4: "declared-by-now", key_5: "gone-already" };
  const olds = { ...exclusive({ apiKeys: [] }), undeclared: { acme: { apiKeys: shown } } };
  const news = exclusive({ apiKeys: ["declared-by-now"] });
  await provider.diff("undeclared", olds, news);
  expect(said).toEqual([
    "tenantry:Undeclared tenant acme: to be removed, since no file has it: apiKeys zapier, trial, gone-already",
  ]);
  expect(await provider.update("undeclared", olds, news)).toEqual({ outs: news });
  expect(removed).toEqual(["key_1"]);
});

test("a list that is exclusive no more loses nothing", async () => {
  const { provider, said, removed } = vendor({ [ROLES]: [stray("role_1", "org-temp")] });
  const olds = { ...exclusive({ roles: [] }), undeclared: { acme: { roles: { role_1: "org-temp" } } } };
  const news = exclusive({ apiKeys: [] });
  await provider.diff("undeclared", olds, news);
  await provider.update("undeclared", olds, news);
  expect({ said, removed }).toEqual({ said: [], removed: [] });
});

test("what cannot be removed keeps the others from nothing, and fails with its reason", async () => {
  const { provider, removed, fails } = vendor({ [ROLES]: [stray("role_1", "org-held"), stray("role_2", "org-temp")] });
  fails.add("role_1");
  const news = exclusive({ roles: [] });
  const olds = { ...news, undeclared: { acme: { roles: { role_1: "org-held", role_2: "org-temp" } } } };
  await expect(provider.update("undeclared", olds, news)).rejects.toThrow(
    "roles org-held of tenant acme could not be removed: WorkOS did not answer",
  );
  expect(removed).toEqual(["role_2"]);
});

test("what the vendor refuses to remove stays, is said, and is not forgotten", async () => {
  const { provider, said, removed, refuses } = vendor({
    [ROLES]: [stray("role_1", "org-held"), stray("role_2", "org-temp")],
  });
  refuses.add("role_1");
  const news = exclusive({ roles: [] });
  const olds = { ...news, undeclared: { acme: { roles: { role_1: "org-held", role_2: "org-temp" } } } };
  const { outs } = await provider.update("undeclared", olds, news);
  expect(outs).toEqual({ ...news, undeclared: { acme: { roles: { role_1: "org-held" } } } });
  expect(removed).toEqual(["role_2"]);
  expect(said).toEqual([
    "tenantry:Undeclared roles org-held of tenant acme could not be removed, and stays: held by ana@acme.example",
  ]);
  // The engine has to be told, since no input says so.
  expect(await provider.diff("undeclared", outs, news)).toMatchObject({ changes: true });
});

test("what was found in this very run goes with the next one, and what was found before goes with this one", async () => {
  const { provider, removed } = vendor({ [KEYS]: [stray("key_1", "zapier"), stray("key_2", "new")] });
  const news = exclusive({ apiKeys: [] });
  const { props } = await provider.read("undeclared", {
    ...news,
    undeclared: { acme: { apiKeys: { key_1: "zapier" } } },
  });
  const { outs } = await provider.update("undeclared", props as Record<string, unknown>, news);
  expect(removed).toEqual(["key_1"]);
  expect(outs).toEqual({ ...news, undeclared: { acme: { apiKeys: { key_2: "new" } } } });
});

test("what left a file is left to its own resource until it is seen to be gone", async () => {
  const has = { [KEYS]: [stray("key_1", "ingest")] as Stray[] };
  const { provider, said, removed } = vendor(has);
  const before = exclusive({ apiKeys: ["ingest"] });
  const news = exclusive({ apiKeys: [] });
  const { outs } = await provider.update("undeclared", before, news);
  expect(outs).toEqual({ ...news, leaving: { acme: { apiKeys: ["ingest"] } } });
  const still = await provider.read("undeclared", outs);
  expect(still.props).toEqual(outs);
  expect(still.inputs).toEqual(news);
  has[KEYS] = [];
  const gone = await provider.read("undeclared", still.props as Record<string, unknown>);
  expect(gone.props).toEqual(news);
  expect({ said, removed }).toEqual({ said: [], removed: [] });
});

test("what is created beside something is told of it, and removes nothing", async () => {
  const { provider, said, removed } = vendor({ [ROLES]: [stray("role_1", "org-temp")] });
  const news = exclusive({ roles: [] });
  const { outs } = await provider.create(news);
  // Only a refresh holds it against the files: the next run shows nothing that this one did not say.
  expect(outs).toEqual(news);
  expect(said).toHaveLength(1);
  expect(removed).toEqual([]);
  // Beside other lists nothing is looked at before the first refresh.
  const beside = vendor({ [ROLES]: [stray("role_1", "org-temp")] });
  await beside.provider.create(additive({ roles: [] }));
  expect(beside.said).toEqual([]);
});

test("a list into which nothing has come since is not looked at, unless something was found there or files say something else", async () => {
  const at = { workos: "2026-05-04T12:00:00Z" };
  const has = { [ROLES]: [stray("role_1", "org-odd")], [KEYS]: [] };
  const props = additive({ roles: [], apiKeys: [] });
  // Whatever it was before, the first look is at all of them.
  const first = vendor(has, { stands: false, syncedAt: at.workos });
  const { props: seen } = await first.provider.read("undeclared", props);
  const looked = { at, again: { acme: { roles: true } } };
  expect(seen).toEqual({ ...props, __looked: looked });
  expect(first.said).toHaveLength(1);

  const quiet = vendor({ ...has, [KEYS]: fail("nobody is to ask for keys", "") }, { stands: true });
  const { props: still, inputs } = await quiet.provider.read("undeclared", { ...props, __looked: looked });
  expect(still).toEqual({ ...props, __looked: looked });
  expect(inputs).toEqual(props);
  expect(quiet.said).toEqual(first.said);

  // What files say of keys is another thing by now.
  const news = additive({ roles: [], apiKeys: ["ingest"] });
  const { outs } = await quiet.provider.update("undeclared", { ...props, __looked: looked }, news);
  expect(outs).toEqual({ ...news, __looked: { at, again: { acme: { roles: true, apiKeys: true } } } });
});

test("a time that moves for lists that were not looked at leaves an hour to what is on its way", async () => {
  const at = { workos: "2026-05-04T12:00:00Z" };
  const proofs: Proof[] = [{ stands: false, syncedAt: "2026-05-05T12:00:00Z", isTouched: true }, { stands: true }];
  const { provider } = vendor({}, () => proofs.shift() as Proof);
  const props = additive({ roles: [], apiKeys: [] });
  const { props: seen } = await provider.read("undeclared", { ...props, __looked: { at, again: {} } });
  expect(seen).toEqual({ ...props, __looked: { at: { workos: "2026-05-05T11:00:00Z" }, again: {} } });
});
