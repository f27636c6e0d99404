import { beforeAll, describe, expect, test } from "vitest";
import { providerLine } from "../resources/definition.ts";
import { type Resource, resources } from "../resources/found.ts";
import { Home, somebody } from "../resources/home.ts";
import { asStored, type Bag, type ProviderProcess } from "./provider-process.ts";
import { useProviders } from "./use-providers.ts";

/*
 * A value that the vendor shows once: whatever happens, state holds a value that works, and no object goes for which nobody
 * asked: not a colleague's, not one that a customer may have been given.
 */

const here = useProviders();
const { start, vendorOf } = here;
let provider: ProviderProcess;
/** Every value that an answer had in it. */
const values = new Set<string>();

beforeAll(async () => {
  for (const vendor of [here.emulators.workos, here.emulators.openai]) {
    vendor.onExchange = ({ body }) => {
      const { value, secret } = (body ?? {}) as Bag;
      for (const each of [value, secret]) if (typeof each === "string") values.add(each);
    };
  }
  provider = await start();
});

const act = () => here.emulators.workos.as(somebody);

const named = (token: string): Resource => resources.find((each) => each.token === token) as Resource;
const organizationApiKey = named("workos:OrganizationApiKey");
const applicationClientSecret = named("workos:ApplicationClientSecret");
const serviceAccountKey = named("openai:ServiceAccountKey");

const KINDS = [
  { subject: organizationApiKey, value: "value", route: "/organizations/{organizationId}/api_keys" },
  { subject: applicationClientSecret, value: "secret", route: "/connect/applications/{id}/client_secrets" },
  {
    subject: serviceAccountKey,
    value: "value",
    route: "/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys",
  },
] as const;

/** Somebody else makes one of the same name, where it has one. */
async function madeByHand({ token }: Resource, { fields: home }: Home, name: string): Promise<void> {
  const openai = () => here.emulators.openai.as(somebody);
  if (token === "workos:ApplicationClientSecret")
    await act().post(`/connect/applications/${home.applicationId}/client_secrets`, {});
  else if (token === "workos:OrganizationApiKey")
    await act().post(`/organizations/${home.organizationId}/api_keys`, { name, expires_at: "2035-01-01T00:00:00Z" });
  else {
    const accounts = `/organization/projects/${home.projectId}/service_accounts`;
    await openai().post(`${accounts}/${home.serviceAccountId}/api_keys`, { name });
  }
}

async function removedByHand({ token }: Resource, { fields: home }: Home, id: string): Promise<void> {
  if (token === "openai:ServiceAccountKey")
    await here.emulators.openai.as(somebody).delete(`/organization/projects/${home.projectId}/api_keys/${id}`);
  else await act().delete(token === "workos:OrganizationApiKey" ? `/api_keys/${id}` : `/connect/client_secrets/${id}`);
}

const declare = (home: Home, more: Bag = {}): Bag => ({
  ...home.declared(),
  ...more,
  ...providerLine(home.resource.token),
});

const create = async (within: ProviderProcess, inputs: Bag): Promise<{ id: string; stored: Bag }> => {
  const { id, properties } = await within.create((await within.check({}, inputs)).inputs);
  return { id, stored: asStored(properties) };
};

/** Ids of everything of the kind in the home, but the bystander's. */
const ids = async (home: Home): Promise<string[]> => (await home.ours()).map(({ id }) => id).sort();

/** A creation that takes effect, in a process that is killed before the answer is there. */
async function cutOff(
  subject: Resource,
  route: string,
  inputs: Bag,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<void> {
  const doomed = await start();
  const fault = vendorOf(subject).faults.add({ method: "POST", route, kind: "hang" });
  const cut = create(doomed, inputs).then(
    () => "answered",
    () => "cut",
  );
  while (fault.hits === 0) await new Promise(setImmediate);
  await meanwhile();
  const ended = new Promise((resolve) => doomed.process.once("exit", resolve));
  doomed.process.kill("SIGKILL");
  await ended;
  fault.remove();
  expect(await cut).toBe("cut");
}

describe.each(KINDS)("$subject.token", ({ subject, value, route }) => {
  const { word } = subject;

  test("made by a run that was killed: kept and named by the next one, which has one of its own", async () => {
    const home = await Home.make(subject, here.emulators, `once-${word}-killed`);
    await cutOff(subject, route, declare(home));
    const orphans = await ids(home);
    expect(orphans).toHaveLength(1);
    const next = await start();
    const { id, stored } = await create(next, declare(home));
    expect(await ids(home)).toEqual([...orphans, id].sort());
    expect(stored[value]).toMatch(/./);
    await next.close();
    expect(next.output()).toContain(orphans[0]);
  });

  test("several at the same time, with answers lost: each has its own value, and what nobody has is named", async () => {
    const home = await Home.make(subject, here.emulators, `once-${word}-several`);
    const own = await start();
    const lost = vendorOf(subject).faults.add({ method: "POST", route, kind: "do-then-drop", after: 1, times: 2 });
    const made = await Promise.all(["one", "two", "three"].map((each) => create(own, declare(home, { name: each }))));
    expect(lost.hits).toBe(2);
    lost.remove();
    const left = (await ids(home)).filter((id) => made.every((each) => each.id !== id));
    expect(left).toHaveLength(2);
    expect(new Set(made.map(({ stored }) => stored[value])).size).toBe(3);
    for (const { stored } of made) expect(stored[value]).toMatch(/./);
    await own.close();
    for (const id of left) expect(own.output()).toContain(id);
  });

  test("lost on the way, while a colleague makes one of its name: hers stays", async () => {
    const name = `once-${word}-moment`;
    const home = await Home.make(subject, here.emulators, name);
    const own = await start();
    const { permissions: _none, ...inputs } = declare(home, { name: "moment" });
    vendorOf(subject).onRequest = async ({ method, route: asked, phase }) => {
      if (method !== "POST" || asked !== route || phase !== "received") return;
      vendorOf(subject).onRequest = undefined;
      vendorOf(subject).faults.add({ method, route, kind: "drop" });
      await madeByHand(subject, home, "moment");
    };
    const { id } = await create(own, inputs);
    const [hers, ...others] = (await ids(home)).filter((each) => each !== id);
    expect(hers).toMatch(/./);
    expect(others).toEqual([]);
    await own.close();
    expect(own.output()).toContain(hers);
  });

  test("missing from a state that was restored, and never used: it stays, for a customer may just have got it", async () => {
    const home = await Home.make(subject, here.emulators, `once-${word}-restored`);
    const { id, stored } = await create(await start(), declare(home));
    const next = await start();
    const again = await create(next, declare(home));
    expect(await ids(home)).toEqual([id, again.id].sort());
    expect(again.stored[value]).not.toBe(stored[value]);
    expect(again.stored[value]).toMatch(/./);
    await next.close();
    expect(next.output()).toContain(`made a new one beside ${id} (created `);
  });

  test("declared twice under one name: one is made, the others are refused", async () => {
    const home = await Home.make(subject, here.emulators, `once-${word}-twice`);
    const own = await start();
    const tried = await Promise.allSettled([1, 2].map(() => create(own, declare(home))));
    const made = tried.flatMap((each) => (each.status === "fulfilled" ? [each.value.id] : []));
    await expect(create(own, declare(home))).rejects.toThrow("was made in this very run for another resource");
    expect(made).toHaveLength(1);
    expect(await ids(home)).toEqual(made);
  });

  test("one of its name that a colleague made stays hers, and is not taken for ours", async () => {
    const home = await Home.make(subject, here.emulators, `once-${word}-hers`);
    await madeByHand(subject, home, "hers");
    const [hers = ""] = await ids(home);
    const { permissions: _none, ...inputs } = declare(home, { name: "hers" });
    const next = await start();
    const { id, stored } = await create(next, inputs);
    expect(await ids(home)).toEqual([hers, id].sort());
    expect(stored[value]).toMatch(/./);
    await next.close();
    // WorkOS has no names of secrets: nothing tells that this one is like ours.
    if (subject !== applicationClientSecret) expect(next.output()).toContain(`made a new one beside ${hers} (created `);
  });

  test("gone, with another in its place: that one is not taken for it", async () => {
    const name = `once-${word}-gone`;
    const home = await Home.make(subject, here.emulators, name);
    const { id, stored } = await create(provider, declare(home));
    await removedByHand(subject, home, id);
    await madeByHand(subject, home, String(declare(home).name));
    expect((await (await start()).read(id, stored)).id).toBe("");
  });
});

describe("workos:ApplicationClientSecret", () => {
  const ROUTE = "/connect/applications/{id}/client_secrets";

  test("two runs side by side, one with a lost answer, end with one each and know both afterwards", async () => {
    const name = "once-secret-side";
    const home = await Home.make(applicationClientSecret, here.emulators, name);
    const inputs = (of: string) => declare(home, { name: of });
    const [one, other] = [await start(), await start()];
    await create(one, inputs("zero"));
    const lost = here.emulators.workos.faults.add({ method: "POST", route: ROUTE, kind: "drop" });
    const made = await Promise.all([create(one, inputs("one")), create(other, inputs("two"))]);
    lost.remove();
    expect(await ids(home)).toHaveLength(3);
    // Each is known to be this machine's, and named when it is missing from state.
    const next = await start();
    for (const of of ["one", "two"]) await create(next, inputs(of));
    expect(await ids(home)).toHaveLength(5);
    await next.close();
    for (const { id } of made) expect(next.output()).toContain(`made a new one beside ${id} (created `);
  });

  test("what a colleague makes while a run is killed is left alone, and people are told", async () => {
    const name = "once-secret-colleague";
    const home = await Home.make(applicationClientSecret, here.emulators, name);
    const inputs = declare(home);
    const path = `/connect/applications/${home.fields.applicationId}/client_secrets`;
    await cutOff(applicationClientSecret, ROUTE, inputs, () => act().post(path, {}));
    const before = await ids(home);
    expect(before).toHaveLength(2);
    const next = await start();
    const { id } = await create(next, inputs);
    expect(await ids(home)).toEqual([...before, id].sort());
    await next.close();
    for (const each of before) expect(next.output()).toContain(each);
  });
});

describe("workos:OrganizationApiKey", () => {
  const keys = async ({ fields }: Home): Promise<Bag[]> => {
    const { data } = await act().get(`/organizations/${fields.organizationId}/api_keys?limit=100&order=asc`);
    return data.slice(1); // The first one is the bystander's.
  };

  test("one that goes on for some hours is not removed when its successor has its name", async () => {
    const name = "once-key-overlap";
    const home = await Home.make(organizationApiKey, here.emulators, name);
    const inputs = declare(home, { overlapHours: 24 });
    const old = await create(provider, inputs);
    await (await start()).delete(old.id, old.stored);
    const next = await create(await start(), inputs);
    expect((await keys(home)).map(({ id }) => id)).toEqual([old.id, next.id]);
    expect(next.stored.value).toMatch(/./);

    // Removed once more: it does not get more time than it has.
    const [{ expires_at: end } = {}] = await keys(home);
    await (await start()).delete(old.id, { ...old.stored, overlapHours: 48 });
    expect((await keys(home))[0]).toMatchObject({ id: old.id, expires_at: end });
  });

  test("one that is to end in so many days is made so, and another number makes another key", async () => {
    const name = "once-key-days";
    const home = await Home.make(organizationApiKey, here.emulators, name);
    const { expiresAt: _none, ...lasting } = declare(home);
    const { id, stored } = await create(provider, { ...lasting, expiresInDays: 30 });
    const [key] = await keys(home);
    const days = (Date.parse(String(key?.expires_at)) - Date.parse(String(key?.created_at))) / 86_400_000;
    expect(days).toBeCloseTo(30, 3);
    expect(Date.parse(String(stored.expiry))).toBe(Date.parse(String(key?.expires_at)));
    const { inputs } = await provider.check(stored, { ...lasting, expiresInDays: 60 });
    expect(await provider.diff(id, stored, inputs)).toMatchObject({
      replaces: ["expiresInDays"],
      deleteBeforeReplace: false,
    });
  });

  test("one without an end that is to have one is made anew, and an end that somebody called off is drift", async () => {
    const name = "once-key-endless";
    const home = await Home.make(organizationApiKey, here.emulators, name);
    const { expiresAt: _none, ...endless } = declare(home);
    const { id, stored } = await create(provider, endless);
    const replacing = await start();
    const { inputs } = await replacing.check(stored, { ...endless, expiresInDays: 30 });
    expect((await replacing.diff(id, stored, inputs)).replaces).toEqual(["expiresInDays"]);
    const next = await create(replacing, inputs);
    await replacing.delete(id, stored);
    const [key, ...others] = await keys(home);
    expect([key?.id, others]).toEqual([next.id, []]);

    await act().post(`/api_keys/${next.id}/expire`, { expires_at: null });
    const seen = await (await start()).read(next.id, next.stored);
    expect(seen.inputs.expiresInDays).toBeNull();
    expect((await replacing.diff(next.id, asStored(seen.properties), inputs)).replaces).toEqual(["expiresInDays"]);
  });

  test("other permissions under the same name: the old key is there until the new one is", async () => {
    const name = "once-key-permissions";
    const home = await Home.make(organizationApiKey, here.emulators, name);
    const { id, stored } = await create(provider, declare(home));
    const replacing = await start();
    const { inputs } = await replacing.check(stored, declare(home, { permissions: [] }));
    expect(await replacing.diff(id, stored, inputs)).toMatchObject({
      replaces: ["permissions"],
      deleteBeforeReplace: false,
    });
    const route = "/organizations/{organizationId}/api_keys";
    const refused = here.emulators.workos.faults.add({ method: "POST", route, kind: "answer", status: 403 });
    await expect(create(replacing, inputs)).rejects.toThrow("403");
    refused.remove();
    expect(await keys(home)).toMatchObject([{ id, expires_at: expect.stringContaining("2035") }]);
    const next = await create(replacing, inputs);
    await replacing.delete(id, stored);
    expect((await keys(home)).map((key) => key.id)).toEqual([next.id]);
  });

  test("a date that has passed is refused before anything is sent, and an ended key says how to get a new one", async () => {
    const name = "once-key-past";
    const home = await Home.make(organizationApiKey, here.emulators, name);
    const past = declare(home, { expiresAt: "2020-01-01T00:00:00Z" });
    await expect(create(provider, past)).rejects.toThrow(/2020-01-01T00:00:00Z has passed/);
    expect(await keys(home)).toEqual([]);

    const { id, stored } = await create(provider, declare(home));
    const later = await provider.check(stored, declare(home, { expiresAt: "2036-01-01T00:00:00Z" }));
    const early = await start();
    await early.read(id, stored);
    await act().post(`/api_keys/${id}/expire`, {});
    const { expires_at } = (await keys(home))[0] ?? {};
    const ended = { ...stored, expiresAt: String(expires_at) };
    // One run listed the key when it still worked, the other finds it ended.
    for (const run of [early, await start()])
      await expect(run.update(id, ended, later.inputs)).rejects.toThrow(/cannot bring it back. Give it a new name/);
    expect((await keys(home)).map((key) => [key.id, key.expires_at])).toEqual([[id, expires_at]]);
  });

  test("is gone, not in the way, when its organization is", async () => {
    const name = "once-key-orphaned";
    const home = await Home.make(organizationApiKey, here.emulators, name);
    const { id, stored } = await create(provider, declare(home));
    await act().delete(`/organizations/${home.fields.organizationId}`);
    const next = await start();
    expect((await next.read(id, stored)).id).toBe("");
    await next.delete(id, stored);
  });
});

test("nothing that was printed has a value in it", async () => {
  const printed = await here.printed();
  expect(values.size).toBeGreaterThan(10);
  for (const value of values) expect(printed).not.toContain(value);
});
