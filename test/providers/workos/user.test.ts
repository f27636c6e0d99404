import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { User } from "../../../providers/workos/user.ts";
import { type Bag, useRuns } from "./runs.ts";

const LIST = "/user_management/users";

describe("the declaration", () => {
  const problems = (declared: Bag) =>
    canonicalise(User.definition.inputs, { email: "ana@acme.example", ...declared }).failures.map(
      ({ property, reason }) => `${property}: ${reason}`,
    );

  test.each([
    [
      { password: "canary", passwordHash: "x", passwordHashType: "bcrypt" },
      "password: and passwordHash exclude each other",
    ],
    [{ passwordHash: "x" }, "passwordHashType: goes with passwordHash, and only with it"],
    [{ passwordHashType: "bcrypt" }, "passwordHashType: goes with passwordHash, and only with it"],
    [
      { passwordHash: "x", passwordHashType: "bcrypt", passwordSaltPosition: "prefix" },
      "passwordSaltPosition: is for passwordHashType ssha256 only",
    ],
    [{ locale: "not a language" }, "locale: must be a language tag such as de or pt-BR"],
    [{ externalId: "ä" }, "externalId: must be plain ASCII"],
  ])("%j is refused at preview", (declared, problem) => {
    expect(problems(declared)).toEqual([problem]);
  });

  test.each([
    [{}],
    [{ password: "canary" }],
    [{ passwordHash: "x", passwordHashType: "ssha256", passwordSaltPosition: "prefix" }],
    [{ externalId: null, locale: null }],
  ])("%j passes", (declared) => {
    expect(problems(declared)).toEqual([]);
  });
});

test.each([
  ["pt-br", "pt-BR"],
  ["de", "de"],
  ["zh-hant-tw", "zh-Hant-TW"],
])("the language %s is declared as, and shown as, %s", (tag, canonical) => {
  const declared = { email: "ana@acme.example", locale: tag };
  expect(canonicalise(User.definition.inputs, declared).inputs.locale).toBe(canonical);
  const row = {
    id: "user_1",
    email: "ana@acme.example",
    email_verified: false,
    created_at: "2026-05-01T00:00:00.000Z",
  } as Parameters<typeof User.definition.describe>[0];
  expect(User.definition.describe({ ...row, locale: tag }, {}).inputs.locale).toBe(canonical);
});

describe("a user", () => {
  const { emulator, run, dana, writes, reads } = useRuns(User);

  test("whom nothing proves ours is refused, and taken over on request", async () => {
    const { id } = await dana().post(LIST, { email: "Ana@Acme.example", first_name: "Anna" });
    emulator().clock.advance(60 * 60 * 1000);
    const declared = { email: "ana@acme.example", firstName: "Ana" };
    const sent = await writes(() => expect(run().up(declared)).rejects.toThrow(`TENANTRY_ADOPT=${id}`));
    expect(sent).toEqual([]);
    expect(await writes(() => run([id]).up(declared))).toEqual([`PUT ${LIST}/{id}`]);
  });

  test("whose creation was not answered is recognised, and not made twice", async () => {
    emulator().faults.add({ kind: "do-then-drop", method: "POST", route: LIST });
    expect(await writes(() => run().up({ email: "ana@acme.example" }))).toEqual([`POST ${LIST}`]);
  });

  test("whom a lagging list does not show yet is a conflict, and no second one", async () => {
    emulator().lagReads = 1;
    emulator().faults.add({ kind: "do-then-drop", method: "POST", route: LIST });
    await run()
      .up({ email: "ana@acme.example" })
      .catch(() => {});
    emulator().lagReads = 0;
    await run().up({ email: "ana@acme.example" });
    const { data } = await dana().get(`${LIST}?email=ana@acme.example`);
    expect(data).toHaveLength(1);
  });

  test("whose creation was answered without an id is recognised by the next run", async () => {
    const body = {};
    const fault = emulator().faults.add({ kind: "answer", method: "POST", route: LIST, status: 201, body });
    await expect(run().up({ email: "ana@acme.example" })).rejects.toThrow(/no id in it; nothing is concluded from it$/);
    fault.remove();
    const { id } = await dana().post(LIST, { email: "ana@acme.example" });
    expect((await run().up({ email: "ana@acme.example" })).id).toBe(id);
  });

  test("is imported by id, however many are, and no list is asked for an empty address", async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number++)
      ids.push((await dana().post(LIST, { email: `person-${number}@acme.example` })).id);
    const queries: string[] = [];
    emulator().onExchange = ({ query }) => void queries.push(query);
    const importing = run();
    for (const [number, id] of ids.entries())
      expect((await importing.read(id, {})).inputs).toMatchObject({ email: `person-${number}@acme.example` });
    emulator().onExchange = undefined;
    expect(queries.filter((query) => query.includes("email"))).toEqual([]);
  });

  test("has a password that is encrypted wherever it leaves us, and sent when its declaration changes", async () => {
    const bodies: unknown[] = [];
    emulator().onExchange = ({ method, requestBody }) => {
      if (method !== "GET") bodies.push(requestBody);
    };
    const first = { email: "ana@acme.example", password: "canary-password-1" };
    const state = await run().up(first);
    expect(state.outs.password).toMatchObject({ value: "canary-password-1" });
    const stored = { ...state, outs: { ...state.outs, password: "canary-password-1" } };
    await run().up(first, stored);
    await run().up({ ...first, password: "canary-password-2" }, stored);
    emulator().onExchange = undefined;
    expect(bodies).toEqual([
      { email: "ana@acme.example", password: "canary-password-1" },
      { password: "canary-password-2" },
    ]);
  });

  test("has a hashed password whose parts are sent together", async () => {
    const bodies: unknown[] = [];
    const hashed = { email: "ana@acme.example", passwordHash: "canary-hash", passwordHashType: "ssha256" };
    const state = await run().up(hashed);
    emulator().onExchange = ({ method, requestBody }) => {
      if (method !== "GET") bodies.push(requestBody);
    };
    const stored = { ...state, outs: { ...state.outs, passwordHash: "canary-hash" } };
    await run().up({ ...hashed, passwordSaltPosition: "prefix" }, stored);
    emulator().onExchange = undefined;
    expect(bodies).toEqual([
      { password_hash: "canary-hash", password_hash_type: "ssha256", password_salt_position: "prefix" },
    ]);
  });

  test("whose language WorkOS spells in its own way is not changed again and again", async () => {
    const declared = { email: "ana@acme.example", locale: "pt-br" };
    const state = await run().up(declared);
    await dana().put(`${LIST}/${state.id}`, { locale: "pt-BR" });
    const refreshed = await run().refresh(state);
    expect(refreshed?.outs.locale).toBe("pt-BR");
    expect(await writes(() => run().up(declared, refreshed))).toEqual([]);
  });

  test("costs one request however many people the environment has", async () => {
    const states = await Promise.all(
      Array.from({ length: 8 }, (_, at) => run().up({ email: `person-${at}@acme.example` })),
    );
    const next = run();
    expect(await reads(() => Promise.all(states.map((state) => next.refresh(state))))).toBe(8 + 1); // The proof of the account.
  });
});
