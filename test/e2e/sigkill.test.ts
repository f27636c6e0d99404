import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Emulators } from "../../emulators/index.ts";
import { createFleetFolder, type Ending, type Environment, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const TENANT = "tenants/halden-bank.yaml";
const UP = ["up", "--skip-preview", "--yes"];

/** Where a run is killed: when a request has taken effect and is not answered yet. */
interface Cut {
  /** Method and route template. */
  readonly request: string;
  /** Which of several such requests of one run; counts from 1. */
  readonly occurrence: number;
  /** Whether the answer still reaches what is left of the run. */
  readonly answered?: boolean;
}

// The engine works on several resources at once, so requests have no fixed order: they are told apart by their routes.
const sent = await requestsOfOneRun();
const cuts = { workos: numbered(sent.workos), openai: numbered(sent.openai) };
const all = [...cuts.workos, ...cuts.openai];
const title = ({ request, occurrence }: Cut): string => `${request}${occurrence === 1 ? "" : `, number ${occurrence}`}`;
const among = (...requests: string[]): Cut[] => all.filter(({ request }) => requests.includes(request));

const ORGANIZATION = "POST /organizations";
const ROLE = "POST /authorization/organizations/{organizationId}/roles";
const SERVICE_ACCOUNT = "POST /organization/projects/{project_id}/service_accounts";
const KEY = "POST /organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys";
const INVITATION = "POST /user_management/invitations";

test("the cuts below go through every request of an undisturbed run", () => {
  const writes = all.filter(({ request }) => !request.startsWith("GET "));
  expect(writes).toHaveLength(12);
  expect(all.length).toBeGreaterThan(writes.length);
  expect(among(ORGANIZATION, ROLE, SERVICE_ACCOUNT, KEY, INVITATION)).toHaveLength(5);
});

describe.concurrent("killed, with the answer lost, at each request to", () => {
  test("WorkOS", () => survives(cuts.workos));
  test("OpenAI", () => survives(cuts.openai));
});

test.concurrent("killed, while the answer still reaches the provider, at what a second write follows", () =>
  // It follows, unless the provider sees that nobody will hear of it.
  survives(among(ORGANIZATION, ROLE, SERVICE_ACCOUNT).map((cut) => ({ ...cut, answered: true }))));

test.concurrent("killed in runs that write no checkpoints", () =>
  survives(among(KEY, INVITATION), { PULUMI_SKIP_CHECKPOINTS: "true" }));

test.concurrent("the engine's notes of interrupted creations go with refresh --clear-pending-creates", async () => {
  const folder = await createFleetFolder("sigkill", smallFleet, { workos: { blank: true } });
  try {
    await killedRun(folder, { request: ORGANIZATION, occurrence: 1 });
    await succeed(folder, ["cancel", "--yes"]);
    await succeed(folder, UP);
    expect(JSON.parse(folder.storedState()).checkpoint.latest.pending_operations).not.toEqual([]);

    await succeed(folder, ["refresh", "--clear-pending-creates", "--skip-preview", "--yes"]);

    expect(JSON.parse(folder.storedState()).checkpoint.latest.pending_operations ?? []).toEqual([]);
    expect((await expectDeclaredState(folder)).unseen).toEqual([]);
  } finally {
    await folder.close();
  }
});

/*
 * What happens to a tenant later, killed where a request that has taken effect is followed by another one that the first makes
 * necessary. One tenant lives through all of it, so that each cut costs a run and not a fleet.
 */
test.concurrent("killed in an update, a replacement, a rotation and a goodbye, each is ended by a plain up", async () => {
  const folder = await createFleetFolder("sigkill-later", smallFleet, { workos: { blank: true } });
  let text = smallFleet[TENANT] ?? "";
  const rewrite = (from: string, to: string) => {
    expect(text).toContain(from);
    text = text.replace(from, to);
    folder.write(TENANT, text);
  };
  let environment: Environment = {};
  const cutThenUp = async (...requests: readonly string[]) => {
    for (const request of requests) {
      said += (await killedRun(folder, { request, occurrence: 1 }, environment)).output;
      await succeed(folder, ["cancel", "--yes"]);
    }
    said += await succeed(folder, UP);
  };
  let said = "";
  const KEYS = "/organization/projects/{project_id}/api_keys";
  try {
    rewrite("members:", `apiKeys: [{ name: ingest, rotation: { epoch: a } }]\nmembers:`);
    await succeed(folder, UP);

    // An update that takes an invitation back before it sends the next one.
    for (const [request, from, to] of [
      [`${INVITATION}/{id}/revoke`, "roles: [org-engineer] }", "roles: [member] }"],
      [INVITATION, "roles: [member] }", "roles: [org-engineer] }"],
    ] as const) {
      rewrite(from, to);
      await cutThenUp(request);
      const { workos } = await held(folder.emulators);
      const open = workos.invitations.filter(({ revoked_at }) => revoked_at === null);
      expect(open).toMatchObject([{ email: "astrid.berg@haldenbank.example", accepted_at: null }]);
    }

    // A key whose scopes change, and one that rotates: a new one is made, then the old one goes.
    rewrite("scopes: [model.request]", "scopes: [model.read]");
    await cutThenUp(KEY);
    await expectKeys(folder, 1, said);
    rewrite("scopes: [model.read]", "scopes: [model.request]");
    await cutThenUp(`DELETE ${KEYS}/{api_key_id}`);
    await expectKeys(folder, 1, said);
    rewrite("epoch: a", "epoch: b");
    await cutThenUp("POST /organizations/{organizationId}/api_keys", "DELETE /api_keys/{id}");
    await expectKeys(folder, 2, said);
    // Without checkpoints no state ever had the key that the killed run made: it is not what the next one goes on with.
    environment = { PULUMI_SKIP_CHECKPOINTS: "true" };
    rewrite("epoch: b", "epoch: c");
    await cutThenUp("POST /organizations/{organizationId}/api_keys", "DELETE /api_keys/{id}");
    await expectKeys(folder, 4, said);
    rewrite("scopes: [model.request]", "scopes: [model.read]");
    await cutThenUp(KEY, `DELETE ${KEYS}/{api_key_id}`);
    await expectKeys(folder, 6, said);
    environment = {};
    await succeed(folder, ["preview", "--expect-no-changes"]);

    rewrite("owner:", "status: offboarding\nowner:");
    await succeed(folder, UP);
    folder.remove(TENANT);
    await cutThenUp("POST /organization/projects/{project_id}/archive", "DELETE /organizations/{id}");
    const { workos, openai } = await held(folder.emulators);
    const open = workos.invitations.filter(({ revoked_at }) => revoked_at === null);
    expect([workos.organizations, workos.domains, open]).toEqual([[], [], []]);
    const archived = { name: "halden-bank", archived_at: expect.anything() };
    expect(openai.projects.filter(({ name }) => name !== "Default project")).toMatchObject([archived]);
    expect(workos.permissions.map(({ slug }) => slug).sort()).toEqual(["pipelines:read", "pipelines:run"]);
    const left = JSON.parse(folder.storedState()).checkpoint.latest.resources as StateResource[];
    expect(left.filter(({ urn }) => urn.includes("halden-bank"))).toEqual([]);
  } finally {
    await folder.close();
  }
});

/**
 * One key at each vendor, and its value in state. Of a key that was made unseen nothing tells whether it is a colleague's: so
 * many stay, and the runs have named each.
 */
async function expectKeys(folder: FleetFolder, unseen: number, said: string): Promise<void> {
  const { workos, openai } = await held(folder.emulators);
  const project = openai.projects.find(({ name }) => name === "halden-bank")?.id;
  const keys = [...workos.apiKeys, ...openai.api_keys.filter(({ project_id }) => project_id === project)];
  const { deployment } = JSON.parse(await succeed(folder, ["stack", "export", "--show-secrets"]));
  const stored = new Map((deployment.resources as StateResource[]).map(({ id, outputs }) => [id, outputs?.value]));
  const known = keys.filter(({ id }) => stored.has(id));
  expect(known).toHaveLength(2);
  for (const { id, value } of known) expect(JSON.parse(String(stored.get(id)?.plaintext)), id).toBe(value);
  const others = keys.filter(({ id }) => !stored.has(id)).map(({ id }) => id);
  expect(others).toHaveLength(unseen);
  for (const id of others) expect(said).toMatch(new RegExp(`made a new one beside [^\\n]*${id}`));
}

/**
 * Kills runs at all of these, and looks at what came of it. A run after a killed one, which is what a user does next, has
 * to make up for it, and is killed in turn at the next cut that it comes to, until one comes to its end. What nobody sends
 * any more, because a run that was killed elsewhere had done it, has its turn in another fleet.
 */
async function survives(cuts: readonly Cut[], environment: Environment = {}): Promise<void> {
  const left = new Set(cuts);
  while (left.size > 0) {
    const cut = await survivesSome([...left], environment);
    expect(cut, `no run sends ${[...left].map(title).join(" or ")}`).not.toEqual([]);
    for (const each of cut) left.delete(each);
  }
}

/** In one fleet. Gives the cuts that its runs came to. */
async function survivesSome(cuts: readonly Cut[], environment: Environment): Promise<readonly Cut[]> {
  const folder = await createFleetFolder("sigkill", smallFleet, { workos: { blank: true } });
  const done: Cut[] = [];
  try {
    let said = "";
    let before: { log: string; lines: string[]; leftBehind: readonly number[] } | undefined;
    for (let isOver = false; !isOver; ) {
      const log = `run-${done.length}.log`;
      const toCome = cuts.filter((cut) => !done.includes(cut));
      const logged = { ...environment, TENANTRY_REQUEST_LOG: join(folder.path, log) };
      const { cut, code, output, leftBehind } = await runUpTo(folder, toCome, logged);
      said += output;
      if (before) {
        const { log: logBefore, lines } = before;
        expect(linesOf(folder, logBefore), "what the killed run left behind sends nothing any more").toEqual(lines);
        expect(await endings(before.leftBehind), "what the killed run left behind ends by itself").toEqual([]);
      }
      if (cut) {
        done.push(cut);
        await succeed(folder, ["cancel", "--yes"]);
        before = { log, lines: linesOf(folder, log), leftBehind };
      } else {
        expect(code, output).toBe(0);
        isOver = true;
      }
    }
    const { unseen } = await expectDeclaredState(folder);
    // The engine works on several at once: the key may have been under way when another request was cut.
    expect(unseen).toHaveLength((folder.emulators.openai.requests.counts()[KEY] ?? 0) - 1);
    for (const id of unseen) expect(said).toMatch(new RegExp(`made a new one beside [^\\n]*${id}`));
    await succeed(folder, ["preview", "--expect-no-changes"]);
    return done;
  } catch (error) {
    (error as Error).message = `killed at ${done.map(title).join(", then ")}: ${(error as Error).message}`;
    throw error;
  } finally {
    await folder.close();
  }
}

/** Runs `pulumi up` and kills `pulumi`, and nothing else, at the cut. Gives what it said. */
async function killedRun(folder: FleetFolder, cut: Cut, environment: Environment = {}): Promise<{ output: string }> {
  const { cut: reached, code, output } = await runUpTo(folder, [cut], environment);
  expect(reached, `the run ended by itself (${code}) before ${title(cut)}: ${output}`).toBe(cut);
  return { output };
}

/** The same at the first of several cuts that it comes to, if it comes to any; with the processes that it leaves behind. */
async function runUpTo(
  folder: FleetFolder,
  cuts: readonly Cut[],
  environment: Environment,
): Promise<Ending & { readonly cut: Cut | undefined; readonly leftBehind: readonly number[] }> {
  const { child, ending } = folder.start(UP, environment);
  const exit = once(child, "exit");
  const leftBehind: number[] = [];
  const occurrences = new Map<string, number>();
  let cut: Cut | undefined;
  let target: string | undefined;
  const vendors = [folder.emulators.workos, folder.emulators.openai];
  for (const emulator of vendors) {
    emulator.onRequest = async (request) => {
      const name = `${emulator.origin} ${request.index}`;
      if (request.phase === "received") {
        if (cut) return;
        const { method, route } = request;
        const sent = `${method} ${route}`;
        const occurrence = (occurrences.get(sent) ?? 0) + 1;
        occurrences.set(sent, occurrence);
        cut = cuts.find((each) => each.request === sent && each.occurrence === occurrence);
        if (!cut) return;
        target = name;
        if (!cut.answered) emulator.faults.add({ kind: "do-then-drop", method, route });
      } else if (name === target) {
        leftBehind.push(...descendantsOf(child.pid ?? 0));
        child.kill("SIGKILL");
        // Dropped or answered sooner, what is left of the run would still find the engine's port open, and go on.
        await exit;
      }
    };
  }
  const ended = await ending;
  if (cut) expect(child.signalCode, `it was to be killed at ${title(cut)}: ${ended.output}`).toBe("SIGKILL");
  for (const emulator of vendors) emulator.onRequest = undefined;
  return { ...ended, cut, leftBehind };
}

/** Each request with its number among those of the same route. */
function numbered(requests: readonly string[]): Cut[] {
  return requests.map((request, at) => {
    const occurrence = requests.slice(0, at + 1).filter((other) => other === request).length;
    return { request, occurrence };
  });
}

/** What an undisturbed run sends to each vendor. */
async function requestsOfOneRun(): Promise<{ readonly workos: readonly string[]; readonly openai: readonly string[] }> {
  const folder = await createFleetFolder("sigkill", smallFleet, { workos: { blank: true } });
  try {
    const routes = { workos: [] as string[], openai: [] as string[] };
    for (const vendor of ["workos", "openai"] as const) {
      folder.emulators[vendor].onRequest = ({ method, route, phase }) => {
        if (phase === "received") routes[vendor].push(`${method} ${route}`);
      };
    }
    await succeed(folder, UP);
    expect((await expectDeclaredState(folder)).unseen).toEqual([]);
    return routes;
  } finally {
    await folder.close();
  }
}

async function succeed(folder: FleetFolder, args: readonly string[], environment?: Environment): Promise<string> {
  const { code, output } = await folder.pulumi(args, environment);
  expect(code, `pulumi ${args.join(" ")}: ${output}`).toBe(0);
  return output;
}

/**
 * Exactly what is declared, at both vendors, and a state that knows all of it under its ids.
 * @returns ids of keys that were made unseen. Nothing tells whether one is a colleague's, so it stays
 */
async function expectDeclaredState(folder: FleetFolder): Promise<{ readonly unseen: readonly string[] }> {
  const { workos, openai } = await held(folder.emulators);

  expect(workos.organizations).toMatchObject([
    { name: "Halden Bank ASA", external_id: "halden-bank", stripe_customer_id: "cus_QnHb7Lk2VxP3aE" },
  ]);
  const organization = workos.organizations[0]?.id;
  expect(workos.domains).toMatchObject([{ organization_id: organization, domain: "haldenbank.example" }]);
  expect(workos.permissions.map(({ slug }) => slug).sort()).toEqual(["pipelines:read", "pipelines:run"]);
  const roles = workos.roles.filter(({ organization_id }) => organization_id);
  const permissions = ["pipelines:read", "pipelines:run"];
  expect(roles).toMatchObject([{ organization_id: organization, slug: "org-engineer", name: "Engineer", permissions }]);
  expect(workos.invitations).toMatchObject([
    { organization_id: organization, email: "astrid.berg@haldenbank.example", accepted_at: null, revoked_at: null },
  ]);

  const projects = openai.projects.filter(({ name }) => name !== "Default project");
  expect(projects).toMatchObject([{ name: "halden-bank", archived_at: null }]);
  const project = projects[0]?.id;
  expect(openai.service_accounts).toMatchObject([{ project_id: project, name: "pipeline-runner", role: "member" }]);
  // Whoever owns it, a key in this project that is not the declared one would be an orphan.
  const standing = openai.projects.find(({ name }) => name === "Default project")?.id;
  const all = openai.api_keys.filter(({ project_id }) => project_id !== standing);
  const keys = all.filter(({ id }) => folder.storedState().includes(`"${id}"`));
  const unseen = all.filter((key) => !keys.includes(key)).map(({ id }) => id);
  expect(keys).toMatchObject([
    {
      project_id: project,
      owner: { type: "service_account", id: openai.service_accounts[0]?.id },
      name: "main",
      scopes: ["model.request"],
    },
  ]);

  const exported = JSON.parse(await succeed(folder, ["stack", "export", "--show-secrets"]));
  const inState = (exported.deployment.resources as StateResource[]).filter(
    ({ custom, type }) => custom && type.includes("dynamic"),
  );
  const existing = [
    ...[workos.organizations, workos.domains, workos.permissions, roles],
    // A person is known by their address, for they outlive the invitation.
    ...workos.invitations.map(({ organization_id, email }) => ({ id: `${organization_id}/${email}` })),
    ...[projects, openai.service_accounts, keys],
    { id: "undeclared" }, // What files declare of whole lists is at no vendor.
  ].flat();
  expect(inState.map(({ id }) => id).sort()).toEqual(existing.map(({ id }) => id).sort());
  // The engine keeps a note of every creation that it was killed in, until it is told to clear it: see below.
  const pending = (exported.deployment.pending_operations ?? []) as { resource: StateResource }[];
  const declared = inState.map(({ urn }) => urn);
  expect(pending.map(({ resource }) => resource.urn).filter((urn) => !declared.includes(urn))).toEqual([]);

  const key = keys[0];
  const stored = inState.find(({ id }) => id === key?.id)?.outputs?.value;
  expect(JSON.parse(String(stored?.plaintext))).toBe(key?.value);
  const onDisk = folder.storedState();
  expect(onDisk).toContain(key?.id);
  expect(onDisk).not.toContain(key?.value);
  expect(onDisk).not.toMatch(/"sk[-_]/);
  return { unseen };
}

interface StateResource {
  readonly urn: string;
  readonly id: string;
  readonly type: string;
  readonly custom: boolean;
  readonly outputs?: { readonly value?: { readonly plaintext?: string } };
}

type Rows = readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[];

/** Everything that exists at the vendors, asked of them and not of the engine. */
async function held({ workos, openai }: Emulators) {
  const dump = async (origin: string) => (await fetch(`${origin}/_emulator/dump`)).json();
  return {
    workos: (await dump(workos.origin)) as Record<
      "organizations" | "domains" | "permissions" | "roles" | "invitations" | "apiKeys",
      Rows
    >,
    openai: (await dump(openai.origin)) as Record<"projects" | "service_accounts" | "api_keys", Rows>,
  };
}

/** What a run has sent and got answered so far. */
function linesOf(folder: FleetFolder, log: string): string[] {
  const file = join(folder.path, log);
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

function descendantsOf(pid: number): number[] {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(pid);
}

function processes(): { pid: number; parent: number; command: string }[] {
  return execFileSync("ps", ["-Ao", "pid=,ppid=,command="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), parent: Number(parent), command: command ?? "" };
    });
}

/** Waits until the processes have ended; gives those that have not after two minutes, which takes a second at most on an idle machine. */
async function endings(pids: readonly number[]): Promise<string[]> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const alive = processes().filter(({ pid }) => pids.includes(pid));
    if (alive.length === 0 || Date.now() > deadline) return alive.map(({ pid, command }) => `${pid} ${command}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
