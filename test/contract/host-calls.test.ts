import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulators } from "../../emulators/index.ts";
import { Case } from "../resources/case.ts";
import { importIdOf, inputsOf, providerLine, secretInputsOf, secretOutputsOf } from "../resources/definition.ts";
import { type Resource, resources } from "../resources/found.ts";
import { shown } from "../resources/home.ts";
import { stagesOf } from "../resources/stages.ts";
import { asStored, CallError, isSecret, type ProviderProcess } from "./provider-process.ts";
import { useProviders } from "./use-providers.ts";
import { openaiSpecification, workosSpecification } from "./watch.ts";

/** How the engine writes what preview cannot know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const DIFF_UNKNOWN = 0;

const here = useProviders();
let provider: ProviderProcess;
/** Another run than the one that creates: a run spares what it made. */
let remover: ProviderProcess;
/** One more, since who asks what a change would do is taken to do it. */
let prober: ProviderProcess;
const errors: string[] = [];
/** What the vendors were sent, for the official descriptions to judge. */
const sent: { vendor: "workos" | "openai"; method: string; route: string; body: unknown }[] = [];

beforeAll(async () => {
  for (const vendor of ["workos", "openai"] as const) {
    here.emulators[vendor].onExchange = ({ method, route, path, requestBody }) => {
      sent.push({ vendor, method, route: route ?? path, body: requestBody });
    };
  }
  [provider, remover, prober] = await Promise.all([here.start(), here.start(), here.start()]);
});
/** How a call failed; that it did not is a failure of the test. */
async function failure(call: Promise<unknown>): Promise<CallError> {
  const outcome = await call.then(
    (result) => new Error(`it succeeded with ${JSON.stringify(result)}`),
    (error: unknown) => ({ error }),
  );
  if (outcome instanceof Error) throw outcome;
  if (!(outcome.error instanceof CallError)) throw outcome.error;
  errors.push(outcome.error.message);
  return outcome.error;
}

const named = (token: string) => resources.find((each) => each.token === token) as Resource;

const writes = () => here.emulators.workos.requests.writes + here.emulators.openai.requests.writes;

/** Runs what must not write, and says how many writes it sent all the same. */
async function written(run: () => Promise<unknown>): Promise<number> {
  const before = writes();
  await run();
  return writes() - before;
}

const titled = resources.map((resource) => [resource.title, resource] as const);

/** What each resource's object has come to. */
const cases = new Map<Resource, Case>();

function caseOf(resource: Resource): Case {
  const object = cases.get(resource);
  if (!object) throw new Error("its home was not made");
  return object;
}

describe.each(titled)("%s", (_, resource) => {
  beforeAll(async () => {
    cases.set(resource, await Case.begin(resource, here.emulators, `calls-${resource.vendor}-${resource.word}`));
  });

  test("every input is declared here, or in the test that the description names", () => {
    const { home } = caseOf(resource);
    const elsewhere = Object.keys(resource.elsewhere ?? {});
    expect([...new Set([...Object.keys(home.declared()), ...elsewhere])].sort()).toEqual(
      inputsOf(resource.token).sort(),
    );
  });

  test("check gives canonical inputs with the hidden ones, and writes nothing", async () => {
    expect(await written(() => caseOf(resource).check(provider))).toBe(0);
    const { inputs, hidden, declared } = caseOf(resource);
    expect(inputs).toEqual({ ...declared, ...hidden, __account: expect.any(String) });
    expect(await provider.check(inputs, inputs)).toEqual({ inputs, failures: [] });
  });

  test("check lets pass what preview cannot know", async () => {
    const { declared, hidden } = caseOf(resource);
    const [first = ""] = Object.keys(declared);
    const checked = await provider.check({}, { ...declared, ...hidden, [first]: UNKNOWN });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs[first]).toBe(UNKNOWN);
  });

  test("check names what is wrong", async () => {
    const { declared, hidden } = caseOf(resource);
    const checked = await provider.check({}, { ...declared, ...hidden, nmae: "x" });
    expect(checked.failures).toEqual([{ property: "", reason: "nmae: this resource has no such property" }]);
  });

  test("create makes exactly the declared object", async () => {
    const properties = await caseOf(resource).obtain(provider);
    const { home, declared, expected, hidden, stored } = caseOf(resource);
    expect(await home.ours()).toEqual(expected);
    expect(properties).toMatchObject(hidden);
    expect(stored).toMatchObject(declared);
  });

  test("create marks its secrets, and only them", async () => {
    const { inputs, id, stored } = caseOf(resource);
    const secretInputs = Object.keys(inputs).filter((input) => secretInputsOf(resource.token).has(input));
    const secrets = [...secretOutputsOf(resource.token), ...secretInputs];
    const { properties } = await provider.read(id, stored);
    const isMarked = (property: string) => isSecret(properties[property]);
    expect(Object.keys(properties).filter(isMarked).sort()).toEqual(secrets.sort());
    for (const secret of secrets) expect(stored[secret]).toMatch(/./);
  });

  test("diff of the same is no replacement, and leaves the rest to the engine", async () => {
    const { id, stored, inputs } = caseOf(resource);
    const same = { changes: DIFF_UNKNOWN, replaces: [], deleteBeforeReplace: false };
    expect(
      await written(async () => {
        expect(await provider.diff(id, stored, inputs)).toEqual(same);
      }),
    ).toBe(0);
  });

  test("diff replaces it for each field that no update reaches, and for no other", async () => {
    const { id, stored, inputs } = caseOf(resource);
    for (const [field, isUnchangeable] of caseOf(resource).unchangeable()) {
      const { replaces } = await prober.diff(id, stored, { ...inputs, [field]: UNKNOWN });
      expect(replaces, field).toEqual(isUnchangeable ? [field] : []);
    }
  });

  test("read gives the inputs that check gave, the outputs that create gave, and writes nothing", async () => {
    expect(await written(() => expectSame(provider, caseOf(resource)))).toBe(0);
  });
});

/** What is read is what check and create gave. */
async function expectSame(within: ProviderProcess, { id, stored, inputs }: Case): Promise<void> {
  const read = await within.read(id, stored);
  expect(read.id).toBe(id);
  expect(asStored(read.inputs)).toEqual(inputs);
  expect(asStored(read.properties)).toEqual(stored);
}

describe("the next run, which knows nothing yet,", () => {
  let next: ProviderProcess;
  beforeAll(async () => {
    next = await here.start();
  });
  afterAll(() => next?.close());

  test.each(titled)("reads the same %s, imports the same, and removes nothing undeclared", async (_, resource) => {
    const { id, inputs, stored, home, expected } = caseOf(resource);
    expect(
      await written(async () => {
        await expectSame(next, caseOf(resource));
        const imported = await next.read(importIdOf(resource.token, inputs, id), providerLine(resource.token));
        const importedInputs = asStored(imported.inputs);
        expect(imported.id).toBe(id);
        expect((await failure(next.delete(id, stored))).message).toContain("not offboarding");
        expect(await next.check(importedInputs, importedInputs)).toEqual({ inputs: importedInputs, failures: [] });
        expect((await next.diff(id, asStored(imported.properties), importedInputs)).replaces).toEqual([]);
        if (!resource.alwaysThere && !resource.remembers) caseOf(resource).stored = asStored(imported.properties);
      }),
    ).toBe(0);

    const changeable = [...caseOf(resource).unchangeable()].flatMap(([field, is]) => (is ? [] : [field]));
    const unseen = changeable.filter((field) => !(field in caseOf(resource).stored));
    // What the vendor never shows, a secret for one, may be another: it is sent, and nothing else is.
    expect(
      await written(async () => {
        caseOf(resource).stored = asStored(await next.update(id, caseOf(resource).stored, inputs));
      }),
    ).toBe(unseen.length > 0 ? 1 : 0);
    expect(await home.ours()).toEqual(expected);
  });
});

/** So often a run asks for an object alone, before it lists them all. */
const ASKED_ALONE = 3;

describe("a run whose state was lost", () => {
  let forgetful: ProviderProcess;
  beforeAll(async () => {
    forgetful = await here.start();
  });
  afterAll(() => forgetful?.close());

  // Whoever asked alone so often lists: both ways must find it, and no neighbour.
  test.each(titled.filter(([, resource]) => !resource.shownOnce))(
    "takes over %s, however it looks",
    async (_, resource) => {
      const { id, inputs, home, expected } = caseOf(resource);
      const [adopted] = stagesOf(resource).filter(({ name }) => name === "adopted");
      const each = Object.values(adopted?.writes ?? {}).reduce((sum, count) => sum + count, 0);
      const known = resource.answeredByCreation ? 1 : 0;
      for (let look = 0; look <= ASKED_ALONE; look++)
        expect(
          await written(async () => {
            expect((await forgetful.create(inputs)).id).toBe(id);
          }),
        ).toBe(look === 0 ? each : each - known);
      expect(await home.ours()).toEqual(expected);
    },
  );
});

describe.each(titled)("%s, later", (_, resource) => {
  if (resource.changed)
    test("update changes everything that can be changed, in place", async () => {
      const changing = caseOf(resource);
      const { id, stored } = changing;
      changing.declared = changing.home.changed();
      await changing.check(provider);
      expect((await provider.diff(id, stored, changing.inputs)).replaces).toEqual([]);
      const outs = await provider.update(id, stored, changing.inputs);
      const changed = [shown(resource, id, changing.declared)];
      expect(await changing.home.ours()).toEqual(changed);
      expect(outs).toMatchObject(changing.hidden);
      Object.assign(changing, { stored: asStored(outs), expected: changed });
      expect(await written(() => provider.update(id, changing.stored, changing.inputs))).toBe(0);
    });

  test("delete removes it, and twice is as good as once", async () => {
    await caseOf(resource).run("delete", remover);
    expect(await caseOf(resource).home.ours()).toEqual(caseOf(resource).expected);
    await remover.delete(caseOf(resource).id, caseOf(resource).stored);
    expect(await caseOf(resource).home.ours()).toEqual(caseOf(resource).expected);
  });
});

describe("the run after that", () => {
  let next: ProviderProcess;
  beforeAll(async () => {
    next = await here.start();
  });
  afterAll(() => next?.close());

  test.each(titled.filter(([, { left, alwaysThere }]) => !left && !alwaysThere))(
    "finds %s gone, and makes nothing anew because of an update that changes none of it",
    async (_, resource) => {
      const { id, stored, inputs } = caseOf(resource);
      expect(await written(async () => expect((await next.read(id, stored)).id).toBe(""))).toBe(0);
      expect(
        await written(async () => {
          expect(asStored(await next.update(id, stored, inputs))).toEqual(stored);
        }),
      ).toBe(0);
    },
  );
});

describe.concurrent("the provider process", () => {
  test("refuses a token that this version does not know", async () => {
    const error = await failure(provider.create({ ...providerLine("workos:Future"), name: "x" }));
    expect(error.message).toContain('this version of tenantry has no resource "workos:Future"');
  });

  test("says everything that is wrong with the environment, and no key", async () => {
    const broken = await here.start({
      WORKOS_API_KEY: "pk_cAnArY0123456789",
      WORKOS_BASE_URL: "http://workos.example/path",
      OPENAI_ADMIN_KEY: "",
    });
    try {
      const first = await failure(
        broken.check({}, { ...providerLine("workos:Organization"), name: "x", externalId: "x" }),
      );
      expect(first.message).toMatch(/plain http to workos\.example/);
      expect(first.message).toMatch(/does not look like a WorkOS API key/);
      const second = await failure(broken.check({}, { ...providerLine("openai:Project"), name: "x" }));
      expect(second.message).toMatch(/OPENAI_ADMIN_KEY is not set/);
      expect(first.message + second.message + broken.output()).not.toContain("cAnArY");
    } finally {
      await broken.close();
    }
  });

  test("finds a key that is not accepted at the first check, before anything is written", async () => {
    const denied = await here.start({
      WORKOS_API_KEY: "sk_test_cAnArY0123456789",
      OPENAI_ADMIN_KEY: "sk-admin-emulator-cAnArY0123456789",
    });
    try {
      for (const { token } of [{ token: "workos:Organization" }, { token: "openai:Project" }]) {
        const error = await failure(denied.check({}, { ...providerLine(token), name: "x", externalId: "x" }));
        expect(error.message).toMatch(/401.*the key in the environment is not accepted/);
        expect(error.message + denied.output()).not.toContain("cAnArY");
      }
    } finally {
      await denied.close();
    }
  });

  test("says that nobody answers, and where, when nobody does", async () => {
    const gone = await startEmulators();
    await gone.close();
    const lonely = await here.start({}, gone);
    try {
      const inputs = { ...providerLine("workos:Organization"), name: "x", externalId: "x" };
      expect((await failure(lonely.create(inputs))).message).toContain(`no server answers at ${gone.workos.url}`);
    } finally {
      await lonely.close();
    }
  });

  test("writes nothing more once the engine is gone, and ends", async () => {
    const orphan = await here.start();
    try {
      const line = providerLine("workos:Permission");
      await orphan.create({ ...line, slug: "orphan:see", name: "See" });
      const { id, properties } = await provider.create({ ...line, slug: "orphan:stay", name: "Stay" });
      const sentBefore = orphan.requests().filter(({ method }) => method !== "GET");
      await orphan.killEngine();
      const inputs = { ...line, slug: "orphan:do", name: "Do" };
      // It looks for the engine by itself too, and may have ended before it could say so.
      const failures = await Promise.all([failure(orphan.create(inputs)), failure(orphan.delete(id, properties))]);
      for (const { message } of failures) expect(message).toMatch(/the Pulumi engine is gone|Connection dropped/);
      expect(orphan.requests().filter(({ method }) => method !== "GET")).toEqual(sentBefore);
      if (orphan.process.exitCode === null) await new Promise((resolve) => orphan.process.once("exit", resolve));
      expect(orphan.process.exitCode).toBe(1);
    } finally {
      await orphan.close();
    }
  });

  test("keeps an object that exists though its creation failed", async () => {
    const role = await Case.begin(named("workos:OrganizationRole"), here.emulators, "init");
    await role.check(provider);
    const refused = { method: "PUT", status: 422, kind: "answer", body: { message: "No." } } as const;
    const fault = here.emulators.workos.faults.add({
      ...refused,
      route: "/authorization/organizations/{organizationId}/roles/{slug}/permissions",
    });
    const error = await failure(role.obtain(provider));
    fault.remove();
    const [made] = await role.home.ours();
    expect(error.id).toBe(made?.id);
    expect(error.properties).toEqual({ ...role.inputs, permissions: [] }); // As it is there by then.
    expect(error.reasons).toEqual([error.message]);
    await provider.update(role.id, role.stored, role.inputs);
    expect(await role.home.ours()).toEqual([shown(role.resource, role.id, role.declared)]);
  });
});

describe("after all of that", () => {
  test("nothing was sent that the official descriptions do not have", () => {
    expect(sent.length).toBeGreaterThan(50);
    const problems = sent.flatMap(({ vendor, method, route, body }) => {
      const specification = vendor === "workos" ? workosSpecification() : openaiSpecification();
      const operation = `${method} ${route}`;
      if (!specification.operations.includes(operation)) return [`${operation} is no operation`];
      return [
        ...specification.requestProblems(method, route, body),
        ...specification.unknownRequestFields(method, route, body),
      ].map((problem) => `${operation}: ${problem} ${JSON.stringify(body)}`);
    });
    expect([...new Set(problems)]).toEqual([]);
  });

  test("every request was logged under an operation of the official descriptions: no id, no host", () => {
    const logged = provider.requests();
    expect(logged.length).toBeGreaterThan(20);
    // The log says `{id}` for whatever a caller put in; the descriptions name each parameter.
    const withoutNames = (operation: string): string => operation.replaceAll(/\{\w+\}/g, "{id}");
    const operations = new Set(
      [...workosSpecification().operations, ...openaiSpecification().operations].map(withoutNames),
    );
    const unknown = logged
      .map(({ method, route }) => `${method} ${route}`)
      .filter((operation) => !operations.has(operation));
    expect([...new Set(unknown)]).toEqual([]);
  });

  test("no error and no line that was printed has a secret in it", async () => {
    await provider.close(); // Only then is everything printed.
    const said = [...errors, provider.output()].join("\n");
    expect(errors.length).toBeGreaterThan(5);
    expect(said).not.toContain(here.emulators.workos.apiKey);
    expect(said).not.toContain(here.emulators.openai.adminApiKey);
    expect(said).not.toMatch(/sk-svcacct-|invitation_token=|cAnArY/);
  });
});
