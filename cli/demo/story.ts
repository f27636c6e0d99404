import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { CommandFailed } from "../command-failed.ts";
import { openStage, type Run, type Stage } from "./stage.ts";

/** The actors who change things in the dashboards and who check the results. Their requests are not counted. */
const COLLEAGUE = "dana@loomline.example";
const AUDITOR = "auditor@loomline.example";

/**
 * Takes three tenants through their whole life and checks each step by asking the emulators.
 *
 * @throws CommandFailed as soon as a step has another result than announced
 */
export async function playDemo({ keep, say }: { keep: boolean; say: (line: string) => void }): Promise<void> {
  const begun = Date.now();
  say("Three customers, two vendors, the real Pulumi engine. Nothing leaves this machine.\n");
  const stage = await openStage(say);
  try {
    say(`  engine   Pulumi ${stage.engine.version} (${stage.engine.source})`);
    say(`  WorkOS   ${stage.emulators.workos.url} (local)`);
    say(`  OpenAI   ${stage.emulators.openai.url} (local)`);
    say("  state    a file, written once a run: PULUMI_SKIP_CHECKPOINTS=true (see docs/performance.md)");
    await story(stage, narrator(say));
    say(`\nEvery step did what it says. ${Math.round((Date.now() - begun) / 1000)} s.`);
    if (keep) await leaveRunning(stage, say);
  } finally {
    await stage.close();
  }
}

async function story(stage: Stage, { chapter, tell, prove }: Narrator): Promise<void> {
  const { fleet } = stage;

  chapter("Preview: what would these files change? Policies look at it first.");
  for (const file of readdirSync(join(fleet, "tenants"))) tell(`tenants/${file}`);
  const plan = await stage.preview({ policies: true });
  for (const line of byTenant(plan)) tell(line);
  prove("the preview passes all policies", plan.succeeded && plan.violations.length === 0, plan);
  prove(`nothing was written: ${requestsOf(stage, { writes: 0 })}`, (await census(stage)).organizations === 0, plan);

  chapter("Up: make it so.");
  const up = await stage.up({ policies: true });
  prove("the engine finished", up.succeeded, up);
  const built = await census(stage);
  prove(`the vendors have ${told(built)}`, built.organizations === 3 && built.projects === 3 && built.keys === 4, up);
  tell(requestsOf(stage));

  chapter("Preview again: nothing to do.");
  const again = await stage.preview({ policies: true });
  prove("no change", again.succeeded && again.operations.length === 0, again);
  prove(`nothing was asked but whether both keys work: ${requestsOf(stage, { total: 2 })}`, true, again);

  chapter(`Behind our back: ${COLLEAGUE} edits a role and archives a project in the dashboards.`);
  const { workos, openai } = stage.emulators;
  const bank = await workos.as(AUDITOR).get("/organizations/external_id/halden-bank");
  const role = `/authorization/organizations/${bank.id}/roles/org-auditor`;
  await workos.as(COLLEAGUE).put(`${role}/permissions`, { permissions: ["datasets:export", "datasets:read"] });
  const before = await projectNamed(stage, "meridian-freight");
  await openai.as(COLLEAGUE).post(`/organization/projects/${before.id}/archive`);
  tell("the auditors of Halden Bank can now export data, and Meridian Freight has no project");

  chapter("Drift: what is different, and who did it?");
  const drifted = await stage.preview({ refresh: true, policies: true });
  for (const [name, changed] of [...drifted.drift].sort()) tell(`${name}: ${changed.join(", ")}`);
  for (const line of drifted.messages.filter((message) => message.includes(COLLEAGUE)).sort()) tell(line);
  prove(
    "both are found, with her name",
    ["halden-bank/workos-organization-role/org-auditor", "meridian-freight/openai-project"].every((name) =>
      drifted.drift.has(name),
    ) && drifted.messages.filter((message) => message.includes(COLLEAGUE)).length === 2,
    drifted,
  );
  prove(`looking changed nothing: ${requestsOf(stage, { writes: 0 })}`, true, drifted);

  chapter("Repair: up again.");
  const repaired = await stage.up({ refresh: true, policies: true });
  const { permissions } = await workos.as(AUDITOR).get(role);
  prove(
    `the role is back to ${permissions.join(", ")}`,
    permissions.toSorted().join() === "datasets:read,pipelines:read",
    repaired,
  );
  const after = await projectNamed(stage, "meridian-freight");
  prove(
    `an archived project cannot be brought back, so there is a new one: ${before.id} is now ${after.id}`,
    after.id !== before.id,
    repaired,
  );
  tell(requestsOf(stage));

  chapter("A pull request that breaks three policies, and one that takes out too much.");
  const file = join(fleet, "tenants", "halden-bank.yaml");
  const reviewed = readFileSync(file, "utf8");
  edit(file, (text) =>
    text
      .replace("policy: REQUIRED", "policy: OPTIONAL")
      .replace("role: member", "role: owner")
      .replace("scopes: [model.request]", "scopes: all"),
  );
  tell(
    "tenants/halden-bank.yaml: mfa OPTIONAL on a plan that requires it, a service account as owner, its key for everything",
  );
  const reviewedAgain = await stage.preview({ policies: true });
  for (const { policy, message } of reviewedAgain.violations) tell(`${policy}: ${message.split("\n").at(-1)}`);
  prove(
    "the preview in the pull request fails on all of them",
    !reviewedAgain.succeeded && new Set(reviewedAgain.violations.map(({ policy }) => policy)).size === 3,
    reviewedAgain,
  );
  const refused = await stage.up({ policies: true });
  prove("and up refuses, should anybody try", !refused.succeeded, refused);
  writeFileSync(file, reviewed);
  edit(file, (text) => text.replace(/^members:\n(?: .*\n)+/m, "members: []\n"));
  tell("tenants/halden-bank.yaml: no members any more, where fleet.yaml allows two to go in one run");
  const overspent = await stage.preview();
  // Which of the three is the one too many is different each time.
  const [budget = ""] = overspent.messages.flatMap((message) => /this run would remove .*/.exec(message) ?? []);
  tell(budget);
  prove("the deletion budget stops that in its preview", !overspent.succeeded && budget !== "", overspent);
  prove(`nothing was written: ${requestsOf(stage, { writes: 0 })}`, true, overspent);
  writeFileSync(file, reviewed);

  chapter("Goodbye: a tenant leaves in two steps, so that no slip deletes a customer.");
  const slip = await stage.destroy();
  prove("an active tenant is protected: destroy is refused", !slip.succeeded, slip);
  const still = await census(stage);
  prove(`the vendors still have ${told(still)}`, told(still) === told(built), slip);
  for (const tenant of readdirSync(join(fleet, "tenants"))) {
    edit(join(fleet, "tenants", tenant), (text) => `${text}\nstatus: offboarding\n`);
  }
  tell("every file now says status: offboarding");
  const released = await stage.up({ policies: true });
  const keptOut = await census(stage);
  prove(
    `which is applied, and keeps everybody out: ${told(keptOut)}`,
    released.succeeded && keptOut.invitations === 0,
    released,
  );
  const gone = await stage.destroy();
  const left = await census(stage);
  prove(`the vendors have ${told(left)}`, gone.succeeded && Object.values(left).every((count) => count === 0), gone);
  tell(requestsOf(stage));
}

interface Census {
  organizations: number;
  roles: number;
  invitations: number;
  projects: number;
  accounts: number;
  keys: number;
}

/** Counts the objects at the vendors by asking them; Pulumi's state is not used. */
async function census({ emulators }: Stage): Promise<Census> {
  const workos = emulators.workos.as(AUDITOR);
  const openai = emulators.openai.as(AUDITOR);
  const counted: Census = { organizations: 0, roles: 0, invitations: 0, projects: 0, accounts: 0, keys: 0 };
  for (const { id, name } of (await workos.get("/organizations?limit=100")).data) {
    if (name === "Test Organization") continue;
    const roles: { type: string }[] = (await workos.get(`/authorization/organizations/${id}/roles`)).data;
    counted.organizations++;
    counted.roles += roles.filter(({ type }) => type === "OrganizationRole").length;
  }
  const invitations: { state: string }[] = (await workos.get("/user_management/invitations?limit=100")).data;
  counted.invitations = invitations.filter(({ state }) => state === "pending").length;
  for (const { id, name } of (await openai.get("/organization/projects?limit=100")).data) {
    if (name === "Default project") continue;
    const project = `/organization/projects/${id}`;
    counted.projects++;
    counted.accounts += (await openai.get(`${project}/service_accounts?limit=100`)).data.length;
    counted.keys += (await openai.get(`${project}/api_keys?limit=100&owner_project_access=any`)).data.length;
  }
  return counted;
}

const told = ({ organizations, roles, invitations, projects, accounts, keys }: Census): string =>
  `${organizations} organizations, ${roles} roles, ${invitations} pending invitations; ${projects} projects, ${accounts} service accounts, ${keys} keys`;

async function projectNamed({ emulators }: Stage, name: string): Promise<{ id: string }> {
  const { data } = await emulators.openai.as(AUDITOR).get("/organization/projects?limit=100");
  return data.find((project: { name: string }) => project.name === name) ?? { id: "none" };
}

/** One line per tenant: what would be created for it. */
function byTenant({ operations }: Run): string[] {
  const kinds = new Map<string, Map<string, number>>();
  for (const { type, name } of operations) {
    if (type.startsWith("tenantry:")) continue;
    const tenant = name.split("/")[0] ?? name;
    const counts = kinds.get(tenant) ?? new Map<string, number>();
    const kind = type.split(":")[1] ?? type;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    kinds.set(tenant, counts);
  }
  return [...kinds].sort().map(
    ([tenant, counts]) =>
      `+ ${tenant}: ${[...counts]
        .sort()
        .map(([kind, count]) => `${count} ${kind}`)
        .join(", ")}`,
  );
}

/** The requests since the last chapter, in words. With a limit, more requests fail the demo. */
function requestsOf(stage: Stage, limit: { total?: number; writes?: number } = {}): string {
  const { total, writes } = stage.requests();
  const text = `${total} requests, ${writes} of them writes`;
  if (total > (limit.total ?? total) || writes > (limit.writes ?? writes)) throw new CommandFailed(`✗ ${text}`);
  return text;
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  if (changed === text) throw new CommandFailed(`bug in the demo: ${file} has nothing to edit`);
  writeFileSync(file, changed);
}

interface Narrator {
  chapter(title: string): void;
  tell(line: string): void;
  /** Prints what was checked, or ends the demo with the engine's messages. */
  prove(claim: string, holds: boolean, run: Run): void;
}

function narrator(say: (line: string) => void): Narrator {
  let number = 0;
  return {
    chapter: (title) => say(`\n${styleText("bold", `${++number}. ${title}`)}`),
    tell: (line) => say(`   ${styleText("dim", line)}`),
    prove(claim, holds, { messages }) {
      if (!holds) throw new CommandFailed([`   ✗ this should hold, and does not: ${claim}`, ...messages].join("\n"));
      say(`   ${styleText("green", "✓")} ${claim}`);
    },
  };
}

async function leaveRunning(stage: Stage, say: (line: string) => void): Promise<void> {
  const { workos, openai } = stage.emulators;
  say(`
The local vendors stay up until Ctrl-C. In another terminal, in this folder:

  export PATH="${stage.engine.bin}:$PATH"
  export WORKOS_BASE_URL=${workos.url} WORKOS_API_KEY=${workos.apiKey}
  export OPENAI_BASE_URL=${openai.url} OPENAI_ADMIN_KEY=${openai.adminApiKey}
  export PULUMI_BACKEND_URL=file://~ PULUMI_CONFIG_PASSPHRASE=demo
  pulumi stack select --create demo && pulumi up`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}
