import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";
import {
  asStored,
  type Bag,
  CallError,
  createMachine,
  isSecret,
  type Machine,
  type ProviderProcess,
  startProvider,
} from "./provider-process.ts";
import { SUBJECTS } from "./subjects/index.ts";
import { providerLine, type Subject } from "./subjects/subject.ts";
import { openaiSpecification, workosSpecification } from "./watch.ts";

/** How the engine writes what preview cannot know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const DIFF_UNKNOWN = 0;

let emulators: Emulators;
let machine: Machine;
let provider: ProviderProcess;
const errors: string[] = [];
const removed: { id: string; stored: Bag; inputs: Bag }[] = [];
/** What the vendors were sent, for the official descriptions to judge. */
const sent: { vendor: "workos" | "openai"; method: string; route: string; body: unknown }[] = [];

beforeAll(async () => {
  emulators = await startEmulators();
  for (const vendor of ["workos", "openai"] as const) {
    emulators[vendor].onExchange = ({ method, route, path, requestBody }) => {
      sent.push({ vendor, method, route: route ?? path, body: requestBody });
    };
  }
  machine = createMachine();
  provider = await startProvider(emulators, machine);
});
afterAll(async () => {
  await provider?.close();
  await emulators?.close();
  machine?.close();
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

const writes = () => emulators.workos.requests.writes + emulators.openai.requests.writes;

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
  expect(SUBJECTS.map(({ token }) => token).sort()).toEqual(tokens.sort());
});

describe.each(SUBJECTS.map((subject) => ({ ...subject, subject })))("$token", ({ token, subject }) => {
  const name = `calls-${token.replace(":", "-").toLowerCase()}`;
  const line = providerLine(token);
  const hidden = { ...line, __guard: "acme", __stack: "acme/fleet/prod" };
  let home: Bag;
  let inputs: Bag;
  let id: string;
  let stored: Bag;

  const held = () => subject.held(emulators, home, name);
  const declared = (of: Subject["declared"] = subject.declared) => ({ ...of(home, name), ...hidden });

  beforeAll(async () => {
    home = await subject.home(emulators, name);
  });

  test("check gives canonical inputs with the hidden ones, and writes nothing", async () => {
    expect(
      await written(async () => {
        const checked = await provider.check({}, declared());
        expect(checked.failures).toEqual([]);
        inputs = checked.inputs;
      }),
    ).toBe(0);
    expect(inputs).toMatchObject(hidden);
    expect((await provider.check(inputs, inputs)).inputs).toEqual(inputs);
  });

  test("check lets pass what preview cannot know", async () => {
    const [first] = Object.keys(subject.declared(home, name));
    const checked = await provider.check({}, { ...declared(), [first as string]: UNKNOWN });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs[first as string]).toBe(UNKNOWN);
  });

  test("check names what is wrong", async () => {
    const checked = await provider.check({}, { ...declared(), nmae: "x" });
    expect(checked.failures).toEqual([{ property: "nmae", reason: "this resource has no such property" }]);
  });

  test("create makes exactly the declared object", async () => {
    const created = await provider.create(inputs);
    id = created.id;
    stored = asStored(created.properties);
    expect(await held()).toEqual([{ id, ...subject.declared(home, name) }]);
    expect(created.properties).toMatchObject(hidden);
    expect(stored).toMatchObject(subject.declared(home, name));
  });

  test("create marks its secrets, and only them", async () => {
    const secrets = token === "openai:ServiceAccountKey" ? ["value"] : [];
    const { properties } = await provider.read(id, stored);
    expect(Object.keys(properties).filter((property) => isSecret(properties[property]))).toEqual(secrets);
    for (const secret of secrets) expect(stored[secret]).toMatch(/^sk-svcacct-/);
  });

  test("diff of the same is no replacement, and leaves the rest to the engine", async () => {
    expect(
      await written(async () => {
        expect(await provider.diff(id, stored, inputs)).toEqual({
          changes: DIFF_UNKNOWN,
          replaces: [],
          deleteBeforeReplace: false,
        });
      }),
    ).toBe(0);
  });

  test("read gives the inputs that check gave, the outputs that create gave, and writes nothing", async () => {
    expect(
      await written(async () => {
        const read = await provider.read(id, stored);
        expect(read.id).toBe(id);
        expect(read.inputs).toEqual(inputs);
        expect(asStored(read.properties)).toEqual(stored);
      }),
    ).toBe(0);
  });

  test("the next run, which knows nothing yet, reads the same, imports the same, and removes nothing undeclared", async () => {
    const { definition } = { ...workos, ...openai }[token.split(":")[1] as keyof typeof workos];
    const importId = (definition.importId ?? ["id"]).map((field: string) => (field === "id" ? id : inputs[field]));
    const next = await startProvider(emulators, machine);
    try {
      expect(
        await written(async () => {
          const read = await next.read(id, stored);
          expect(read.id).toBe(id);
          expect(read.inputs).toEqual(inputs);
          expect(asStored(read.properties)).toEqual(stored);

          const imported = await next.read(importId.join("/"), line);
          expect(imported.id).toBe(id);
          expect((await failure(next.delete(id, stored))).message).toContain("not offboarding");
          expect(await next.check(imported.inputs, imported.inputs)).toEqual({ inputs: imported.inputs, failures: [] });
          expect((await next.diff(id, asStored(imported.properties), imported.inputs)).replaces).toEqual([]);
          await next.update(id, asStored(imported.properties), inputs);
        }),
      ).toBe(0);
      expect(await held()).toHaveLength(1);
    } finally {
      await next.close();
    }
  });

  if (subject.changed)
    test("update changes everything that can be changed, in place", async () => {
      const { inputs: changed } = await provider.check(inputs, declared(subject.changed));
      expect((await provider.diff(id, stored, changed)).replaces).toEqual([]);
      const outs = await provider.update(id, stored, changed);
      expect(await held()).toEqual([{ id, ...subject.changed?.(home, name) }]);
      expect(outs).toMatchObject(hidden);
      stored = asStored(outs);
      inputs = changed;
      expect(await written(() => provider.update(id, stored, inputs))).toBe(0);
    });

  test("delete removes it, and twice is as good as once", async () => {
    await provider.delete(id, stored);
    expect(await held()).toEqual([]);
    await provider.delete(id, stored);
    removed.push({ id, stored, inputs });
  });
});

test("the next run finds everything gone, and makes nothing anew because of an update", async () => {
  const next = await startProvider(emulators, machine);
  try {
    expect(removed).toHaveLength(SUBJECTS.length);
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
    const broken = await startProvider(emulators, machine, {
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
    const denied = await startProvider(emulators, machine, {
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
    const lonely = await startProvider(gone, machine);
    try {
      const inputs = { ...providerLine("workos:Organization"), name: "x", externalId: "x" };
      expect((await failure(lonely.create(inputs))).message).toContain(`no server answers at ${gone.workos.url}`);
    } finally {
      await lonely.close();
    }
  });

  test("writes nothing more once the engine is gone, and ends", async () => {
    const orphan = await startProvider(emulators, machine);
    try {
      const line = providerLine("workos:Permission");
      const { id, properties } = await orphan.create({ ...line, slug: "orphan:see", name: "See" });
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
    const home = await subject.home(emulators, "init");
    const line = providerLine(subject.token);
    const { inputs } = await provider.check({}, { ...subject.declared(home, "init"), ...line });
    const refused = { method: "PUT", status: 422, kind: "answer", body: { message: "No." } } as const;
    const fault = emulators.workos.faults.add({
      ...refused,
      route: "/authorization/organizations/{organizationId}/roles/{slug}/permissions",
    });
    const error = await failure(provider.create(inputs));
    fault.remove();
    const [role] = await subject.held(emulators, home, "init");
    expect(error.id).toBe(role?.id);
    expect(error.properties).toEqual(inputs);
    expect(error.reasons).toEqual([error.message]);
    await provider.update(error.id as string, error.properties as Bag, inputs);
    expect(await subject.held(emulators, home, "init")).toEqual([{ id: error.id, ...subject.declared(home, "init") }]);
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
    expect(said).not.toContain(emulators.workos.apiKey);
    expect(said).not.toContain(emulators.openai.adminApiKey);
    expect(said).not.toMatch(/sk-svcacct-|invitation_token=|cAnArY/);
  });
});
