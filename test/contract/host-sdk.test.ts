import * as pulumi from "@pulumi/pulumi";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import { UNKNOWN } from "../../providers/host/unknown.ts";
import * as workos from "../../providers/workos/index.ts";
import {
  type CallError,
  createMachine,
  type Machine,
  type ProviderProcess,
  startProvider,
} from "./provider-process.ts";

/*
 * What providers/host relies on in the installed SDK: its `dynamic.Resource`, and its host of dynamic providers. No
 * resource of ours is in this: a provider here is a line of code, as the host gets it from state.
 */

describe("the SDK's own dynamic resource", () => {
  const registered = new Map<string, pulumi.runtime.MockResourceArgs>();

  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => {
          registered.set(args.name, args);
          return { id: `${args.name}-id`, state: args.inputs };
        },
        call: () => ({}),
      },
      "fleet",
      "prod",
      false,
      "acme",
    );
    const provider: pulumi.dynamic.ResourceProvider = { create: async () => ({ id: "1", outs: {} }) };
    class Theirs extends pulumi.dynamic.Resource {
      constructor(name: string) {
        super(provider, name, { externalId: "acme" }, {}, "workos", "Organization");
      }
    }
    const ours = new workos.Organization("ours", { name: "Acme", externalId: "acme" });
    for (const resource of [new Theirs("theirs"), ours]) await new Promise((resolve) => resource.urn.apply(resolve));
  });

  test("has the type that ours has", () => {
    expect(registered.get("theirs")?.type).toBe("pulumi-nodejs:dynamic/workos:Organization");
    expect(registered.get("ours")?.type).toBe(registered.get("theirs")?.type);
    expect(registered.get("ours")?.custom).toBe(true);
  });

  test("keeps its code where ours keeps its line", () => {
    expect(registered.get("theirs")?.inputs.__provider).toMatch(/^exports\.handler = /);
    expect(registered.get("ours")?.inputs.__provider).toMatch(/^exports\.handler = /);
  });
});

test("unknown values and secrets are still written as they were", () => {
  expect(rpc.unknownValue).toBe(UNKNOWN);
  expect(rpc.specialSigKey).toBe("4dabf18193072939515e22adb298388d");
  expect(rpc.specialSecretSig).toBe("1b47061264138c4ac30d75fd1eb44270");
});

describe("the SDK's host", () => {
  let emulators: Emulators;
  let machine: Machine;
  let host: ProviderProcess;

  beforeAll(async () => {
    emulators = await startEmulators();
    machine = createMachine();
    host = await startProvider(emulators, machine);
  });
  afterAll(async () => {
    await host?.close();
    await emulators?.close();
    machine?.close();
  });

  /** A provider whose code is the text. */
  const made = (verbs: string) => ({ __provider: `exports.handler = async () => ({ ${verbs} })` });

  const failure = (call: Promise<unknown>): Promise<CallError> =>
    call.then(
      () => Promise.reject(new Error("it succeeded")),
      (error) => error,
    );

  test("takes no secrets: it is handed bare values", async () => {
    expect(await host.configure()).toEqual({ acceptsSecrets: false });
  });

  test("runs the line in state, waits for what it promises, and runs it once", async () => {
    const counting = {
      __provider:
        "let runs = 0; exports.handler = async () => { runs++; return { create: async () => ({ id: String(runs), outs: {} }) } }",
    };
    expect((await host.create(counting)).id).toBe("1");
    expect((await host.create({ ...counting, other: 1 })).id).toBe("1");
  });

  test("gives the line back with all it returns", async () => {
    const provider = made(
      "check: async () => ({ inputs: {} }), create: async () => ({ id: '1', outs: {} }), read: async () => ({ id: '1', props: {}, inputs: {} }), update: async () => ({ outs: {} })",
    );
    expect((await host.check({}, provider)).inputs).toEqual(provider);
    expect((await host.create(provider)).properties).toEqual(provider);
    const read = await host.read("1", provider);
    expect([read.properties, read.inputs]).toEqual([provider, provider]);
    expect(await host.update("1", provider, provider)).toEqual(provider);
  });

  test("hands on unknown values as the text that stands for them", async () => {
    const provider = made("check: async (olds, news) => ({ inputs: { seen: JSON.stringify(news.a) } })");
    const { inputs } = await host.check({}, { ...provider, a: [UNKNOWN, { b: UNKNOWN }] });
    expect(inputs.seen).toBe(JSON.stringify([UNKNOWN, { b: UNKNOWN }]));
  });

  test.each([
    ["undefined", 0],
    ["false", 1],
    ["true", 2],
  ])("says that changes are %s as %i, 0 being: find out yourself", async (changes, expected) => {
    const provider = made(`diff: async () => ({ changes: ${changes}, replaces: ["a"], deleteBeforeReplace: true })`);
    expect(await host.diff("1", provider, provider)).toEqual({
      changes: expected,
      replaces: ["a"],
      deleteBeforeReplace: true,
    });
  });

  test("hands on a secret as it is marked", async () => {
    const mark = `{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" }`;
    const { properties } = await host.create(made(`create: async () => ({ id: "1", outs: { value: ${mark} } })`));
    expect(properties.value).toEqual({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "x",
    });
  });

  test.each(["undefined", "1n", "() => 1", "[undefined]", "{ a: undefined }"])(
    "fails on %s in what is returned, after the provider has done its work",
    async (value) => {
      const error = await failure(host.create(made(`create: async () => ({ id: "1", outs: { a: ${value} } })`)));
      expect(error.message).toContain("Unexpected struct type");
      expect(error.id).toBeUndefined();
    },
  );

  test("takes a read that returns nothing for gone", async () => {
    expect((await host.read("1", made("read: async () => ({})"))).id).toBe("");
  });

  test.each(["create", "update"] as const)("keeps what an error of %s carries", async (verb) => {
    const carrying = made(
      `${verb}: async () => { throw Object.assign(new Error("no"), { id: "7", properties: { a: 1 }, reasons: ["because"] }) }`,
    );
    const call = verb === "create" ? host.create(carrying) : host.update("7", carrying, carrying);
    expect(await failure(call)).toMatchObject({ message: "no", id: "7", properties: { a: 1 }, reasons: ["because"] });
  });

  test("and nothing of an error that carries nothing, but its message", async () => {
    const error = await failure(host.create(made('create: async () => { throw new Error("no") }')));
    expect(error.message).toBe("no");
    expect(error.id).toBeUndefined();
  });

  test.each(["check", "diff", "read", "delete"] as const)("prints the stack of what %s throws", async (verb) => {
    const throwing = made(
      `${verb}: async () => { throw Object.assign(new Error("no ${verb}"), { stack: "stack of ${verb}" }) }`,
    );
    const calls = {
      check: () => host.check({}, throwing),
      diff: () => host.diff("1", throwing, throwing),
      read: () => host.read("1", throwing),
      delete: () => host.delete("1", throwing),
    };
    expect((await failure(calls[verb]())).message).toBe(`no ${verb}`);
    await expect.poll(() => host.output()).toContain(`stack of ${verb}`);
  });
});
