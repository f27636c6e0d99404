import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulators } from "../../emulators/index.ts";
import { marked } from "../../providers/host/marks.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";
import { asStored, type Bag, CallError, isSecret, type ProviderProcess } from "./provider-process.ts";
import { SUBJECTS } from "./subjects/index.ts";
import {
  definitionOf,
  importIdOf,
  obtain,
  providerLine,
  type Subject,
  secretsOf,
  titleOf,
  wordOf,
} from "./subjects/subject.ts";
import { useProviders } from "./use-providers.ts";
import { openaiSpecification, workosSpecification } from "./watch.ts";

/** How the engine writes what preview cannot know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const DIFF_UNKNOWN = 0;

const here = useProviders();
let provider: ProviderProcess;
/** Another run than the one that creates: a run spares what it made. */
let remover: ProviderProcess;
const errors: string[] = [];
const removed: Case[] = [];
/** What the vendors were sent, for the official descriptions to judge. */
const sent: { vendor: "workos" | "openai"; method: string; route: string; body: unknown }[] = [];

beforeAll(async () => {
  for (const vendor of ["workos", "openai"] as const) {
    here.emulators[vendor].onExchange = ({ method, route, path, requestBody }) => {
      sent.push({ vendor, method, route: route ?? path, body: requestBody });
    };
  }
  [provider, remover] = await Promise.all([here.start(), here.start()]);
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

const writes = () => here.emulators.workos.requests.writes + here.emulators.openai.requests.writes;

/** Runs what must not write, and says how many writes it sent all the same. */
async function written(run: () => Promise<unknown>): Promise<number> {
  const before = writes();
  await run();
  return writes() - before;
}

test("every resource is a subject", () => {
  const tokens = [...Object.values(workos), ...Object.values(openai)].map(
    ({ definition }) => `${definition.vendor.name}:${definition.name}`,
  );
  expect([...new Set(SUBJECTS.map(({ token }) => token))].sort()).toEqual(tokens.sort());
});

/** One object on its way through the engine's calls: how it is declared, and what the engine has of it in state. */
class Case {
  readonly subject: Subject;
  readonly name: string;
  readonly line: Bag;
  readonly hidden: Bag;
  home: Bag = {};
  inputs: Bag = {};
  id = "";
  stored: Bag = {};

  constructor(subject: Subject) {
    this.subject = subject;
    this.name = `calls-${subject.token.split(":")[0]}-${wordOf(subject)}`;
    this.line = providerLine(subject.token);
    this.hidden = { ...this.line, __guard: "acme", __stack: "acme/fleet/prod" };
  }

  /** As in the program. */
  plain(of: Subject["declared"] = this.subject.declared): Bag {
    return of(this.home, this.name);
  }

  /** As the engine passes it on. */
  declared(of?: Subject["declared"]): Bag {
    return { ...this.plain(of), ...this.hidden };
  }

  held() {
    return this.subject.held(here.emulators, this.home, this.name);
  }
}

const CASES = SUBJECTS.map((subject) => new Case(subject));
const titled = CASES.map((object) => [titleOf(object.subject), object] as const);

describe.each(titled)("%s", (_, object) => {
  const { subject, hidden } = object;

  beforeAll(async () => {
    object.home = await subject.home(here.emulators, object.name);
  });

  test("check gives canonical inputs with the hidden ones, and writes nothing", async () => {
    expect(
      await written(async () => {
        const checked = await provider.check({}, object.declared());
        expect(checked.failures).toEqual([]);
        object.inputs = checked.inputs;
      }),
    ).toBe(0);
    expect(object.inputs).toMatchObject(hidden);
    expect((await provider.check(object.inputs, object.inputs)).inputs).toEqual(object.inputs);
  });

  test("check lets pass what preview cannot know", async () => {
    const [first] = Object.keys(object.plain());
    const checked = await provider.check({}, { ...object.declared(), [first as string]: UNKNOWN });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs[first as string]).toBe(UNKNOWN);
  });

  test("check names what is wrong", async () => {
    const checked = await provider.check({}, { ...object.declared(), nmae: "x" });
    expect(checked.failures).toEqual([{ property: "nmae", reason: "this resource has no such property" }]);
  });

  test("create makes exactly the declared object", async () => {
    const { id, properties } = await obtain(provider, subject, object.inputs);
    object.id = id;
    object.stored = asStored(properties);
    expect(await object.held()).toEqual([{ id, ...object.plain() }]);
    expect(properties).toMatchObject(hidden);
    expect(object.stored).toMatchObject(object.plain());
  });

  test("create marks its secrets, and only them", async () => {
    const { inputs, id, stored } = object;
    const secretInputs = marked(definitionOf(subject.token).inputs, "secret");
    const secrets = [...secretsOf(subject), ...Object.keys(inputs).filter((input) => secretInputs.has(input))];
    const { properties } = await provider.read(id, stored);
    const isMarked = (property: string) => isSecret(properties[property]);
    expect(Object.keys(properties).filter(isMarked).sort()).toEqual(secrets.sort());
    for (const secret of secrets) expect(stored[secret]).toMatch(/./);
  });

  test("diff of the same is no replacement, and leaves the rest to the engine", async () => {
    const same = { changes: DIFF_UNKNOWN, replaces: [], deleteBeforeReplace: false };
    expect(
      await written(async () => {
        expect(await provider.diff(object.id, object.stored, object.inputs)).toEqual(same);
      }),
    ).toBe(0);
  });

  test("read gives the inputs that check gave, the outputs that create gave, and writes nothing", async () => {
    expect(await written(() => expectSame(provider, object))).toBe(0);
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

  test.each(titled)("reads the same %s, imports the same, and removes nothing undeclared", async (_, object) => {
    const { subject, id, inputs, stored } = object;
    expect(
      await written(async () => {
        await expectSame(next, object);
        const imported = await next.read(importIdOf(subject, inputs, id), object.line);
        const importedInputs = asStored(imported.inputs);
        expect(imported.id).toBe(id);
        expect((await failure(next.delete(id, stored))).message).toContain("not offboarding");
        expect(await next.check(importedInputs, importedInputs)).toEqual({ inputs: importedInputs, failures: [] });
        expect((await next.diff(id, asStored(imported.properties), importedInputs)).replaces).toEqual([]);
        object.stored = asStored(imported.properties);
      }),
    ).toBe(0);

    const { immutable, inputs: schema } = definitionOf(subject.token);
    const unsent = new Set([...immutable, ...marked(schema, "local")]);
    const unseen = Object.keys(object.plain()).filter((input) => !unsent.has(input) && !(input in object.stored));
    // What the vendor never shows, a secret for one, may be another: it is sent, and nothing else is.
    expect(
      await written(async () => {
        object.stored = asStored(await next.update(id, object.stored, inputs));
      }),
    ).toBe(unseen.length > 0 ? 1 : 0);
    expect(await object.held()).toHaveLength(1);
  });
});

describe.each(titled)("%s, later", (_, object) => {
  const { subject, hidden } = object;

  if (subject.changed)
    test("update changes everything that can be changed, in place", async () => {
      const { inputs: changed } = await provider.check(object.inputs, object.declared(subject.changed));
      expect((await provider.diff(object.id, object.stored, changed)).replaces).toEqual([]);
      const outs = await provider.update(object.id, object.stored, changed);
      expect(await object.held()).toEqual([{ id: object.id, ...object.plain(subject.changed) }]);
      expect(outs).toMatchObject(hidden);
      object.stored = asStored(outs);
      object.inputs = changed;
      expect(await written(() => provider.update(object.id, object.stored, object.inputs))).toBe(0);
    });

  test("delete removes it, and twice is as good as once", async () => {
    const before = await object.held();
    await remover.check(object.inputs, object.inputs);
    await remover.delete(object.id, object.stored);
    expect(await object.held()).toEqual(subject.stays === "untouched" ? before : []);
    await remover.delete(object.id, object.stored);
    if (!subject.stays) removed.push(object);
  });
});

test("the next run finds everything gone, and makes nothing anew because of an update", async () => {
  const next = await here.start();
  try {
    expect(removed).toHaveLength(SUBJECTS.filter(({ stays }) => !stays).length);
    for (const { id, stored, inputs } of removed) {
      expect(await written(async () => expect((await next.read(id, stored)).id).toBe(""))).toBe(0);
      expect(
        await written(async () => {
          expect((await failure(next.update(id, stored, inputs))).message).toContain("no longer exists");
        }),
      ).toBe(0);
    }
  } finally {
    await next.close();
  }
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
      expect((await failure(orphan.create(inputs))).message).toContain("the Pulumi engine is gone");
      expect((await failure(orphan.delete(id, properties))).message).toContain("the Pulumi engine is gone");
      expect(orphan.requests().filter(({ method }) => method !== "GET")).toEqual(sentBefore);
      if (orphan.process.exitCode === null) await new Promise((resolve) => orphan.process.once("exit", resolve));
      expect(orphan.process.exitCode).toBe(1);
    } finally {
      await orphan.close();
    }
  });

  test("keeps an object that exists though its creation failed", async () => {
    const subject = SUBJECTS.find(({ token }) => token === "workos:OrganizationRole") as Subject;
    const home = await subject.home(here.emulators, "init");
    const line = providerLine(subject.token);
    const { inputs } = await provider.check({}, { ...subject.declared(home, "init"), ...line });
    const refused = { method: "PUT", status: 422, kind: "answer", body: { message: "No." } } as const;
    const fault = here.emulators.workos.faults.add({
      ...refused,
      route: "/authorization/organizations/{organizationId}/roles/{slug}/permissions",
    });
    const error = await failure(provider.create(inputs));
    fault.remove();
    const [role] = await subject.held(here.emulators, home, "init");
    expect(error.id).toBe(role?.id);
    expect(error.properties).toEqual(inputs);
    expect(error.reasons).toEqual([error.message]);
    await provider.update(error.id as string, error.properties as Bag, inputs);
    expect(await subject.held(here.emulators, home, "init")).toEqual([
      { id: error.id, ...subject.declared(home, "init") },
    ]);
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
    const operations = new Set([...workosSpecification().operations, ...openaiSpecification().operations]);
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
