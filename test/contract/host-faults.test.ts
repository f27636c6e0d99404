import { beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../emulators/index.ts";
import { asStored, type Bag, CallError, type ProviderProcess } from "./provider-process.ts";
import { SUBJECTS } from "./subjects/index.ts";
import { obtain, providerLine, type Subject, secretsOf, titleOf, wordOf } from "./subjects/subject.ts";
import { useProviders } from "./use-providers.ts";

/*
 * Every mutating request in the life of every resource, struck by every kind of failure. After the call, or after the
 * same call once more in a new process, as the engine's next run would do it, the vendor holds exactly what is declared.
 */

/** `429` without a header is not among them: it waits for the rest of a minute, and the transport's own tests see to it. */
const FAULTS: Record<string, Pick<Fault, "kind" | "status" | "headers">> = {
  "429 with a header": { kind: "answer", status: 429, headers: { "retry-after-ms": "20" } },
  "500, not done": { kind: "answer", status: 500 },
  "500, done all the same": { kind: "misreport", status: 500 },
  "connection cut, not done": { kind: "drop" },
  "connection cut, done all the same": { kind: "do-then-drop" },
};

/** What a life consists of; each verb is one call of the engine. */
const VERBS = ["create", "update", "delete"] as const;
type Verb = (typeof VERBS)[number];

const here = useProviders();
const { start, vendorOf } = here;
let provider: ProviderProcess;
/** Another run than the one that creates: a run spares what it made. */
let remover: ProviderProcess;
/** What people could have read: every error, and what the processes printed. */
const said: string[] = [];
/** Invitation tokens and key values that came to be. */
const secrets = new Set<string>();
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
/** One object's way through the engine's hands: what it is, what it should be, and what the engine has in state. */
class Life {
  readonly subject: Subject;
  readonly name: string;
  readonly #home: Bag;
  #declared: Bag;
  #id = "";
  #state: Bag = {};
  #exists = false;

  static async begin(subject: Subject, name: string): Promise<Life> {
    return new Life(subject, name, await subject.home(here.emulators, name));
  }

  private constructor(subject: Subject, name: string, home: Bag) {
    this.subject = subject;
    this.name = name;
    this.#home = home;
    this.#declared = subject.declared(home, name);
  }

  /** What the engine does for one verb, in that process. It rejects as the call does, with state as the engine keeps it. */
  async run(verb: Verb, within: ProviderProcess): Promise<void> {
    if (verb === "delete") {
      await within.delete(this.#id, this.#state);
      this.#exists = false;
      return;
    }
    if (verb === "update") this.#declared = this.subject.changed?.(this.#home, this.name) ?? this.#declared;
    const hidden = { ...providerLine(this.subject.token), __stack: "acme/fleet/prod" };
    const { inputs } = await within.check(this.#state, { ...this.#declared, ...hidden });
    if (this.#id !== "") this.#state = asStored(await within.update(this.#id, this.#state, inputs));
    else {
      try {
        const created = await obtain(within, this.subject, inputs);
        this.#id = created.id;
        this.#state = asStored(created.properties);
      } catch (error) {
        if (error instanceof CallError && error.id !== undefined) {
          this.#id = error.id;
          this.#state = asStored(error.properties ?? {});
        }
        throw error;
      }
    }
    this.#exists = true;
  }

  /** What is not as it should be. */
  async problems(): Promise<string[]> {
    const held = await this.subject.held(here.emulators, this.#home, this.name);
    const expected = this.#exists ? [{ id: this.#id, ...this.#declared }] : [];
    const problems: string[] = [];
    try {
      expect(held).toEqual(expected);
    } catch {
      problems.push(`holds ${JSON.stringify(held)} instead of ${JSON.stringify(expected)}`);
    }
    for (const secret of this.#exists ? secretsOf(this.subject) : [])
      if (!this.#state[secret]) problems.push(`its ${secret} is lost`);
    return problems;
  }
}

/** A mutating request of a plain life: the how-manieth of its kind in its verb. */
interface Write {
  readonly verb: Verb;
  readonly method: string;
  readonly route: string;
  readonly after: number;
}

const runOf = async (verb: Verb, subject: Subject): Promise<ProviderProcess> => {
  if (verb !== "delete") return provider;
  return subject.removalLooks ? await start() : remover;
};

const verbsOf = (subject: Subject): Verb[] =>
  VERBS.filter(
    (verb) =>
      (verb !== "update" || subject.changed !== undefined) && (verb !== "delete" || subject.stays !== "untouched"),
  );

/** What a life sends when nothing goes wrong. */
async function plainLife(subject: Subject): Promise<Write[]> {
  const life = await Life.begin(subject, `${wordOf(subject)}-plain`);
  const writes: Write[] = [];
  for (const verb of verbsOf(subject)) {
    const from = vendorOf(subject).requests.log.length;
    await life.run(verb, await runOf(verb, subject));
    for (const { method, route, actor } of vendorOf(subject).requests.log.slice(from)) {
      if (method === "GET" || actor !== undefined) continue;
      const after = writes.filter((one) => one.verb === verb && one.method === method && one.route === route).length;
      writes.push({ verb, method, route, after });
    }
    expect(await life.problems()).toEqual([]);
  }
  return writes;
}

/** A life whose write meets the fault. Answers what is wrong afterwards, after each verb up to the end. */
async function struckLife(
  subject: Subject,
  name: string,
  { verb: fated, method, route, after }: Write,
  fault: Pick<Fault, "kind">,
): Promise<string[]> {
  const life = await Life.begin(subject, name);
  const problems: string[] = [];
  for (const verb of verbsOf(subject)) {
    const placed = verb === fated ? vendorOf(subject).faults.add({ method, route, after, ...fault }) : undefined;
    try {
      await life.run(verb, await runOf(verb, subject));
    } catch (error) {
      if (!(error instanceof CallError) || verb !== fated) throw error;
      said.push(error.message);
      repeated++;
      try {
        await life.run(verb, await start());
      } catch (again) {
        problems.push(`fails again: ${again}`);
      }
    }
    placed?.remove();
    struck += placed?.hits ?? 0;
    if (placed?.hits === 0) problems.push("met no fault");
    problems.push(...(await life.problems()).map((problem) => `after ${verb}: ${problem}`));
  }
  return problems;
}

const writesOf = new Map<Subject, Write[]>();

const GROUPS = [...Map.groupBy(SUBJECTS, (subject) => subject.group ?? titleOf(subject)).values()];

// One after another: here nobody else may write. The routes of one group are no other's, so that what follows runs side by
// side, each fault meeting its own life.
beforeAll(async () => {
  for (const subject of SUBJECTS) writesOf.set(subject, await plainLife(subject));
});

test("each write is of one group only, and each verb has one", () => {
  const owners = new Map<string, string>();
  for (const subject of SUBJECTS) {
    const writes = writesOf.get(subject) ?? [];
    expect([...new Set(writes.map(({ verb }) => verb))], titleOf(subject)).toEqual(verbsOf(subject));
    const group = subject.group ?? titleOf(subject);
    for (const { method, route } of writes) {
      expect(owners.get(`${method} ${route}`) ?? group, `${method} ${route}`).toBe(group);
      owners.set(`${method} ${route}`, group);
    }
  }
});

/** What is wrong after any of the subject's writes met any of the faults. */
async function everyFault(subject: Subject): Promise<string[]> {
  const wrong: string[] = [];
  let cases = 0;
  for (const write of writesOf.get(subject) ?? []) {
    for (const [what, fault] of Object.entries(FAULTS)) {
      const problems = await struckLife(subject, `${wordOf(subject)}-${++cases}`, write, fault);
      const where = `${titleOf(subject)}: ${write.verb}, ${write.method} ${write.route}, ${what}`;
      wrong.push(...problems.map((problem) => `${where}: ${problem}`));
    }
  }
  return wrong;
}

describe.concurrent("exactly the declared object is left, exactly once, whatever strikes", () => {
  test.each(GROUPS.map((group) => [group.map(titleOf).join("; "), group] as const))("%s", async (_, group) => {
    const wrong: string[] = [];
    for (const subject of group) wrong.push(...(await everyFault(subject)));
    expect(wrong).toEqual([]);
  });
});

/** Each read of a path shows what it was before the last changes, this many times over. */
const LAG_READS = 3;

test("nothing is made twice or given up because reads are behind the run's own writes", async () => {
  const wrong: string[] = [];
  for (const subject of SUBJECTS) {
    const life = await Life.begin(subject, `${wordOf(subject)}-lag`);
    for (const verb of verbsOf(subject)) {
      // The removal is another run's, and those are further apart than reads are behind.
      vendorOf(subject).lagReads = verb === "delete" ? 0 : LAG_READS;
      await life.run(verb, await runOf(verb, subject));
      vendorOf(subject).lagReads = 0;
      wrong.push(...(await life.problems()).map((problem) => `${titleOf(subject)}, after ${verb}: ${problem}`));
    }
  }
  expect(wrong).toEqual([]);
});

describe("after all of that", () => {
  test("every fault struck", () => {
    const writes = [...writesOf.values()].flat().length;
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
