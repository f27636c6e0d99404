import pLimit from "p-limit";
import { beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../emulators/index.ts";
import { Case, VERBS, type Verb } from "../resources/case.ts";
import type { Held } from "../resources/description.ts";
import { type Resource, resources } from "../resources/found.ts";
import { stagesOf } from "../resources/stages.ts";
import { CallError, type ProviderProcess } from "./provider-process.ts";
import { useProviders } from "./use-providers.ts";

/*
 * Every mutating request in the life of every resource, struck by every kind of failure. After the call, or after the
 * same call once more in a new process, as the engine's next run would do it, the vendor holds exactly what is declared;
 * and of what shows its value once, what was made unseen, which nobody can tell from a colleague's.
 */

/** `429` without a header is not among them: it waits for the rest of a minute, and the transport's own tests see to it. */
const FAULTS: Record<string, Pick<Fault, "kind" | "status" | "headers">> = {
  "429 with a header": { kind: "answer", status: 429, headers: { "retry-after-ms": "20" } },
  "500, not done": { kind: "answer", status: 500 },
  "500, done all the same": { kind: "misreport", status: 500 },
  "connection cut, not done": { kind: "drop" },
  "connection cut, done all the same": { kind: "do-then-drop" },
};

/** Kinds of faults that hide what was done. */
const LANDS: ReadonlySet<Fault["kind"]> = new Set(["misreport", "do-then-drop"]);

const here = useProviders();
const { start, vendorOf } = here;
let provider: ProviderProcess;
/** Another run than the one that creates: a run spares what it made. */
let remover: ProviderProcess;
/** What people could have read: every error, and what the processes printed. */
const said: string[] = [];
/** Invitation tokens and key values that came to be. */
const secrets = new Set<string>();
const titled = resources.map((resource) => [resource.title, resource] as const);

let struck = 0;
let repeated = 0;

beforeAll(async () => {
  for (const vendor of [here.emulators.workos, here.emulators.openai]) {
    vendor.onExchange = ({ body }) => {
      for (const [, secret] of JSON.stringify(body ?? null).matchAll(/"(?:token|value|secret)":"([^"]{16,})"/g))
        if (secret) secrets.add(secret);
    };
  }
  [provider, remover] = await Promise.all([start(), start()]);
});
const begin = (resource: Resource, name: string): Promise<Case> =>
  Case.begin(resource, here.emulators, `${resource.word}-${name}`);

/** What is not as it should be. */
async function problemsOf(object: Case): Promise<string[]> {
  const problems = object.lostSecrets().map((secret) => `its ${secret} is lost`);
  try {
    const rows = await object.home.ours();
    const isOrphan = ({ id }: Held) => object.orphans.some((orphan) => orphan.id === id);
    expect(rows.filter((row) => !isOrphan(row))).toEqual(object.expected);
    expect(rows.filter(isOrphan)).toEqual(object.orphans);
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}

/** A mutating request of a plain life: the how-manieth of its kind in its verb. */
interface Write {
  readonly verb: Verb;
  readonly method: string;
  readonly route: string;
  readonly after: number;
}

/** So many homes a run looks into one by one, before it lists everything there is, once. */
const LOOKED_INTO_ALONE = 3;
/** Runs that remove what is looked at for that, and how often each did. */
const lookers = new Map<Resource, { readonly run: ProviderProcess; looks: number }>();

const runOf = async (verb: Verb, resource: Resource): Promise<ProviderProcess> => {
  if (verb !== "delete") return provider;
  if (!resource.removalLooks) return remover;
  let looker = lookers.get(resource);
  if (!looker || looker.looks === (resource.alone ? 1 : LOOKED_INTO_ALONE)) {
    await looker?.run.close();
    looker = { run: await start(), looks: 0 };
    lookers.set(resource, looker);
  }
  looker.looks++;
  return looker.run;
};

const verbsOf = ({ changed }: Resource): Verb[] => VERBS.filter((verb) => verb !== "update" || changed !== undefined);

/** What a life sends when nothing goes wrong. */
async function plainLife(resource: Resource): Promise<Write[]> {
  const object = await begin(resource, "plain");
  const writes: Write[] = [];
  for (const verb of verbsOf(resource)) {
    const from = vendorOf(resource).requests.log.length;
    await object.run(verb, await runOf(verb, resource));
    for (const { method, route, actor } of vendorOf(resource).requests.log.slice(from)) {
      if (method === "GET" || actor !== undefined) continue;
      const after = writes.filter((one) => one.verb === verb && one.method === method && one.route === route).length;
      writes.push({ verb, method, route, after });
    }
    expect(await problemsOf(object), verb).toEqual([]);
  }
  return writes;
}

/** A life whose write meets the fault. Answers what is wrong afterwards, after each verb up to the end. */
async function struckLife(
  resource: Resource,
  name: string,
  { verb: fated, method, route, after }: Write,
  fault: Pick<Fault, "kind">,
): Promise<string[]> {
  const object = await begin(resource, name);
  const problems: string[] = [];
  for (const verb of verbsOf(resource)) {
    const placed = verb === fated ? vendorOf(resource).faults.add({ method, route, after, ...fault }) : undefined;
    try {
      await object.run(verb, await runOf(verb, resource));
    } catch (error) {
      if (!(error instanceof CallError) || verb !== fated) throw error;
      said.push(error.message);
      repeated++;
      const next = await start();
      await object.run(verb, next).catch((again) => problems.push(`fails again: ${again}`));
      await next.close();
    }
    placed?.remove();
    struck += placed?.hits ?? 0;
    if (placed?.hits === 0) problems.push("met no fault");
    // Nobody can tell whether it is ours or a colleague's, so it is left alone.
    if (resource.shownOnce && placed && verb === "create" && LANDS.has(fault.kind)) await object.findOrphan();
    problems.push(...(await problemsOf(object)).map((problem) => `after ${verb}: ${problem}`));
  }
  return problems;
}

/** What each resource writes in a plain life. */
const plain = new Map<Resource, Write[]>();

function writesOf(resource: Resource): Write[] {
  const writes = plain.get(resource);
  if (!writes) throw new Error("its plain life went wrong");
  return writes;
}

// One after another: here nobody else may write.
describe("when nothing goes wrong, something is sent for whatever has to be changed at the vendor", () => {
  test.each(titled)("%s", async (_, resource) => {
    const writes = await plainLife(resource);
    plain.set(resource, writes);
    const stages = { create: "created", update: "changed", delete: "removed" } as const;
    const isSilent = (verb: Verb) =>
      stagesOf(resource).some((stage) => stage.name === stages[verb] && Object.keys(stage.writes).length === 0);
    expect([...new Set(writes.map(({ verb }) => verb))]).toEqual(verbsOf(resource).filter((verb) => !isSilent(verb)));
  });
});

/** A fault finds its request by its route: those who share one take turns. */
const turns = new Map<string, ReturnType<typeof pLimit>>();

function inTurn<Result>(resource: Resource, live: () => Promise<Result>): Promise<Result> {
  const routes = [...new Set(writesOf(resource).map(({ method, route }) => `${method} ${route}`))].sort();
  return routes.reduce<() => Promise<Result>>((inner, route) => {
    const turn = turns.get(route) ?? pLimit(1);
    turns.set(route, turn);
    return () => turn(inner);
  }, live)();
}

describe.concurrent("exactly the declared object is left, exactly once, whatever strikes", () => {
  test.each(titled)("%s", async (_, resource) => {
    const wrong = await inTurn(resource, async () => {
      const found: string[] = [];
      let cases = 0;
      for (const write of writesOf(resource)) {
        for (const [what, fault] of Object.entries(FAULTS)) {
          const problems = await struckLife(resource, String(++cases), write, fault);
          const where = `${write.verb}, ${write.method} ${write.route}, ${what}`;
          found.push(...problems.map((problem) => `${where}: ${problem}`));
        }
      }
      return found;
    });
    expect(wrong).toEqual([]);
  });
});

/** So many requests a run sends to a vendor at once. */
const AT_ONCE = { workos: 32, openai: 4 } as const;

describe("made by a run that was killed before the answer was there", () => {
  const found = new Map<Resource, Case | Error>();
  let cutting: Promise<void> | undefined;

  /** Many in one run: a run for each would take minutes to start. What hangs holds one of the requests that a run sends at once. */
  async function cutAll(): Promise<void> {
    const mortal = resources.filter((each) => plain.has(each) && !each.imported);
    const ofVendor = Map.groupBy(mortal, ({ vendor }) => vendor);
    const roundOf = (each: Resource): number =>
      Math.floor((ofVendor.get(each.vendor)?.indexOf(each) ?? 0) / AT_ONCE[each.vendor]);
    for (const round of Map.groupBy(mortal, roundOf).values()) await cutOff(round);
  }

  async function cutOff(round: readonly Resource[]): Promise<void> {
    const doomed = await start();
    const objects = new Map<Resource, Case>();
    for (const resource of round) {
      try {
        const object = await begin(resource, "killed");
        await object.check(doomed);
        objects.set(resource, object);
      } catch (error) {
        found.set(resource, error as Error);
      }
    }
    // The first write of each takes effect, and is never answered.
    const first = Map.groupBy(objects.keys(), (resource) => {
      const [{ method, route } = { method: "", route: "" }] = writesOf(resource);
      return `${resource.vendor} ${method} ${route}`;
    });
    const faults = [...first].map(([request, [resource, ...others]]) => {
      const [, method, route] = request.split(" ");
      return vendorOf(resource as Resource).faults.add({ method, route, kind: "hang", times: 1 + others.length });
    });
    let over = 0;
    const cut = [...objects.values()].map((object) =>
      object
        .obtain(doomed)
        .catch(() => {})
        .then(() => over++),
    );
    while (faults.reduce((hits, fault) => hits + fault.hits, over) < objects.size) await new Promise(setImmediate);
    const ended = new Promise((resolve) => doomed.process.once("exit", resolve));
    doomed.process.kill("SIGKILL");
    await Promise.all([ended, ...cut]);
    for (const fault of faults) fault.remove();

    const next = await start();
    const again = [...objects].map(async ([resource, object]) => {
      // Nobody knows of it: no answer came.
      Object.assign(object, { id: "", stored: {}, expected: [] });
      const made = object.run("create", next).then(async () => {
        if (resource.shownOnce) await object.findOrphan();
        return object;
      });
      found.set(resource, await made.catch((error: Error) => error));
    });
    await Promise.all(again);
  }

  test.each(titled.filter(([, { imported }]) => !imported))(
    "%s is there once after the next one",
    async (_, resource) => {
      writesOf(resource);
      cutting ??= cutAll();
      await cutting;
      const object = found.get(resource);
      if (!(object instanceof Case)) throw object;
      expect(await problemsOf(object)).toEqual([]);
    },
  );
});

/** Each read of a path shows what it was before the last changes, this many times over. */
const LAG_READS = 3;

describe("nothing is made twice or given up because reads are behind the run's own writes", () => {
  test.each(titled)("%s", async (_, resource) => {
    const object = await begin(resource, "lag");
    for (const verb of verbsOf(resource)) {
      // The removal is another run's, and those are further apart than reads are behind.
      vendorOf(resource).lagReads = verb === "delete" ? 0 : LAG_READS;
      try {
        await object.run(verb, await runOf(verb, resource));
      } finally {
        vendorOf(resource).lagReads = 0;
      }
      expect(await problemsOf(object), verb).toEqual([]);
    }
  });
});

describe("after all of that", () => {
  test("every fault struck", () => {
    const writes = resources.flatMap(writesOf).length;
    expect(writes).toBeGreaterThan(20);
    expect(struck).toBe(writes * Object.keys(FAULTS).length);
  });

  test("few calls had to be made again: most failures are settled within the call", () => {
    expect(repeated).toBeLessThanOrEqual(6);
  });

  test("no error and no line that was printed has a secret in it", async () => {
    secrets.add(here.emulators.workos.apiKey);
    secrets.add(here.emulators.openai.adminApiKey);
    expect(secrets.size).toBeGreaterThan(10);
    const all = [...said, await here.printed()].join("\n");
    for (const secret of secrets) expect(all).not.toContain(secret);
  });
});
