import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Emulators } from "../../emulators/index.ts";
import { createFleetFolder, type Environment, type FleetFolder } from "./fleet-folder.ts";
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
  readonly environment?: Environment;
}

// The engine works on several resources at once, so requests have no fixed order: they are told apart by their routes.
const cuts = numbered(await requestsOfOneRun());
const writes = cuts.filter(({ request }) => !request.startsWith("GET "));
const title = ({ request, occurrence }: Cut): string => `${request}${occurrence === 1 ? "" : `, number ${occurrence}`}`;
const titled = (some: readonly Cut[]): [string, Cut][] => some.map((cut) => [title(cut), cut]);
const among = (...requests: string[]): Cut[] => cuts.filter(({ request }) => requests.includes(request));

const ORGANIZATION = "POST /organizations";
const ROLE = "POST /authorization/organizations/{organizationId}/roles";
const SERVICE_ACCOUNT = "POST /organization/projects/{project_id}/service_accounts";
const KEY = "POST /organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys";
const INVITATION = "POST /user_management/invitations";

test("the cuts below go through every request of an undisturbed run", () => {
  expect(writes).toHaveLength(12);
  expect(cuts.length).toBeGreaterThan(writes.length);
  expect(among(ORGANIZATION, ROLE, SERVICE_ACCOUNT, KEY, INVITATION)).toHaveLength(5);
});

describe.concurrent("killed, with the answer lost, at", () => {
  test.for(titled(cuts))("%s", ([, cut]) => survives(cut));
});

describe.concurrent("killed, while the answer still reaches the provider, at", () => {
  // What a second write of the same resource follows, unless the provider sees that nobody will hear of it.
  const followed = among(ORGANIZATION, ROLE, SERVICE_ACCOUNT);
  test.for(titled(followed))("%s", ([, cut]) => survives({ ...cut, answered: true }));
});

describe.concurrent("killed in a run that writes no checkpoints, at", () => {
  const environment = { PULUMI_SKIP_CHECKPOINTS: "true" };
  test.for(titled(among(KEY, INVITATION)))("%s", ([, cut]) => survives({ ...cut, environment }));
});

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

/** Kills a run, runs the same again as a user does, and looks at what came of it. */
async function survives(cut: Cut): Promise<void> {
  const folder = await createFleetFolder("sigkill", smallFleet, { workos: { blank: true } });
  try {
    const sentBy = (run: string) => ({ ...cut.environment, TENANTRY_REQUEST_LOG: join(folder.path, `${run}.log`) });
    const { leftBehind } = await killedRun(folder, cut, sentBy("killed"));
    await succeed(folder, ["cancel", "--yes"]);
    const sentBefore = linesOf(folder, "killed.log");

    const said = await succeed(folder, UP, sentBy("second"));

    expect(linesOf(folder, "killed.log"), "what the killed run left behind sends nothing any more").toEqual(sentBefore);
    expect(await endings(leftBehind), "what the killed run left behind ends by itself").toEqual([]);
    const { unseen } = await expectDeclaredState(folder);
    // The engine works on several at once: the key may have been under way when another request was cut.
    expect(unseen.length).toBeLessThanOrEqual(1);
    if (cut.request === KEY) expect(unseen).toHaveLength(1);
    for (const id of unseen) expect(said).toContain(`made a new one beside ${id}`);
    // After a mere read nothing is at the vendor that the next run did not make itself.
    if (!cut.request.startsWith("GET ")) await succeed(folder, ["preview", "--expect-no-changes"]);
  } finally {
    await folder.close();
  }
}

/** Runs `pulumi up` and kills `pulumi`, and nothing else, at the cut. Gives what it said, and the processes that it leaves behind. */
async function killedRun(
  folder: FleetFolder,
  cut: Cut,
  environment: Environment = {},
): Promise<{ readonly output: string; readonly leftBehind: readonly number[] }> {
  const { child, ending } = folder.start(UP, environment);
  const exit = once(child, "exit");
  const leftBehind: number[] = [];
  let occurrence = 0;
  let target: string | undefined;
  for (const emulator of [folder.emulators.workos, folder.emulators.openai]) {
    emulator.onRequest = async (request) => {
      const name = `${emulator.origin} ${request.index}`;
      if (request.phase === "received") {
        const { method, route } = request;
        if (`${method} ${route}` !== cut.request || ++occurrence !== cut.occurrence) return;
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
  const { code, output } = await ending;
  expect(child.signalCode, `the run ended by itself (${code}) before ${title(cut)}: ${output}`).toBe("SIGKILL");
  for (const emulator of [folder.emulators.workos, folder.emulators.openai]) emulator.onRequest = undefined;
  return { output, leftBehind };
}

/** Each request with its number among those of the same route. */
function numbered(requests: readonly string[]): Cut[] {
  return requests.map((request, at) => {
    const occurrence = requests.slice(0, at + 1).filter((other) => other === request).length;
    return { request, occurrence };
  });
}

async function requestsOfOneRun(): Promise<string[]> {
  const folder = await createFleetFolder("sigkill", smallFleet, { workos: { blank: true } });
  try {
    const routes: string[] = [];
    for (const emulator of [folder.emulators.workos, folder.emulators.openai]) {
      emulator.onRequest = ({ method, route, phase }) => {
        if (phase === "received") routes.push(`${method} ${route}`);
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
