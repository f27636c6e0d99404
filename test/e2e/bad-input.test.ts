import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFleetFolder, type Environment, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const UP = ["up", "--skip-preview", "--yes"];
const PREVIEW = ["preview"];
const TENANT = "tenants/halden-bank.yaml";
const POLICIES = fileURLToPath(new URL("../../policies", import.meta.url));

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("bad-input", smallFleet);
});
beforeEach(() => {
  for (const file of readdirSync(join(folder.path, "tenants"))) folder.remove(`tenants/${file}`);
  for (const [file, text] of Object.entries(smallFleet)) folder.write(file, text);
});
afterAll(() => folder?.close());

describe("credentials and addresses", () => {
  const workosMissing = /^ *error: WORKOS_API_KEY is not set: take the key .* from the WorkOS dashboard, API keys$/m;
  const openaiMissing = /OPENAI_ADMIN_KEY is not set: an organization owner makes one .*, Admin keys$/m;

  const unauthorised = (request: string) =>
    new RegExp(
      `(error: |; and )${request}: 401\\b[^;]*; the key in the environment is not accepted \\(request req_\\w+\\)(?=$|; and )`,
      "m",
    );
  const unreachable = (request: string, origin: string) =>
    `${request}: no server answers at ${origin} (ECONNREFUSED); is the address right, and is it running?`;

  test("one credential is missing", () => refuses(PREVIEW, { WORKOS_API_KEY: undefined }, workosMissing));

  test("both are missing, and both are named at once", async () => {
    await refuses(UP, { WORKOS_API_KEY: undefined, OPENAI_ADMIN_KEY: "" }, workosMissing, openaiMissing);
    expect(requests()).toBe(0);
  });

  test("neither vendor accepts its key", () =>
    refuses(
      PREVIEW,
      { WORKOS_API_KEY: "sk_test_somebody_elses", OPENAI_ADMIN_KEY: "sk-admin-emulator-2" },
      unauthorised("WorkOS GET /authorization/roles"),
      unauthorised("OpenAI GET /organization/projects"),
    ));

  test("nobody listens at either address", async () => {
    const origin = await originWithoutServer();
    await refuses(
      PREVIEW,
      { WORKOS_BASE_URL: origin, OPENAI_BASE_URL: `${origin}/v1` },
      unreachable("WorkOS GET /authorization/roles", origin),
      unreachable("OpenAI GET /organization/projects", origin),
    );
  });

  test("neither does one of them alone let an up without preview write anything, at this vendor or the other", async () => {
    const origin = await originWithoutServer();
    await refuses(UP, { WORKOS_API_KEY: "sk_test_somebody_elses" }, unauthorised("WorkOS GET /authorization/roles"));
    await refuses(
      UP,
      { OPENAI_ADMIN_KEY: "sk-admin-emulator-of-somebody-else" },
      unauthorised("OpenAI GET /organization/projects"),
    );
    await refuses(UP, { WORKOS_BASE_URL: origin }, unreachable("WorkOS GET /authorization/roles", origin));
  });

  test("a live key would go to an emulator", () =>
    refuses(
      UP,
      { WORKOS_API_KEY: "sk_live_9d1c3b" },
      /error: WORKOS_API_KEY is a live key, but WORKOS_BASE_URL is http:\/\/127\.0\.0\.1:\d+, an emulator: unset one of them/,
    ));

  test("the emulators' keys would go to the vendors", () =>
    refuses(
      UP,
      { WORKOS_BASE_URL: undefined, OPENAI_BASE_URL: undefined },
      /error: WORKOS_API_KEY is the emulator's key, but requests would go to https:\/\/api\.workos\.com: set WORKOS_BASE_URL$/m,
      /OPENAI_ADMIN_KEY is the emulator's key, but requests would go to https:\/\/api\.openai\.com: set OPENAI_BASE_URL$/m,
    ));

  test("the key is of another kind than the fleet's environment", async () => {
    folder.write("fleet.yaml", changed("fleet.yaml", "mode: test", "mode: live"));
    await refuses(
      UP,
      {},
      /error: WORKOS_API_KEY is not a live key, but fleet\.yaml says environment\.mode: live; the key begins with sk_test_$/m,
    );
  });
});

describe("another account than the files say", () => {
  const declared = (openaiId: string) =>
    folder.write(
      "fleet.yaml",
      changed(
        "fleet.yaml",
        "region: eu",
        `region: eu, workosClientId: client_01ABC, openaiOrganizationId: ${openaiId}`,
      ),
    );

  test("is refused before the first request, and so is none, of both vendors at once", async () => {
    declared("org-ours");
    await refuses(
      UP,
      { OPENAI_ORG_ID: "org-theirs" },
      /error: WORKOS_CLIENT_ID is not set, but fleet\.yaml says environment\.workosClientId: client_01ABC: set it to the id of the account that the key is of$/m,
      /^ *OPENAI_ORG_ID is org-theirs, but fleet\.yaml says environment\.openaiOrganizationId: org-ours: take the key and the id of that account, or the files of this one$/m,
    );
    expect(requests()).toBe(0);
  });

  test("is refused by OpenAI where the variable says what the files say, and the key is of another one", async () => {
    declared("org-ours");
    await refuses(
      UP,
      { WORKOS_CLIENT_ID: "client_01ABC", OPENAI_ORG_ID: "org-ours" },
      /OpenAI GET \/organization\/projects: 401 mismatched_organization: .*; OPENAI_ORG_ID names another one than the key is of;/,
    );
  });

  test("is none where all of them say the same", async () => {
    declared(folder.emulators.openai.organizationId);
    const ids = { WORKOS_CLIENT_ID: "client_01ABC", OPENAI_ORG_ID: folder.emulators.openai.organizationId };
    const { code, output } = await folder.pulumi(PREVIEW, ids);
    expect(code, output).toBe(0);
  });
});

describe("files", () => {
  test("problems in several files, each with its place", async () => {
    const other = (slug: string, more = "") =>
      changed(TENANT, "tenant: halden-bank", `tenant: ${slug}`)
        .replace("haldenbank.example }", `${slug}.example }`)
        .replace("cus_QnHb7Lk2VxP3aE", `cus_${slug}`) + more;
    const files = {
      "fleet.yaml": `${changed("fleet.yaml", "region: eu", "region: 7")}secrets: { environment: [HALDEN_DB_PASSWORD] }\n`,
      [TENANT]: changed(TENANT, "roles: [org-engineer]", "roles: [org-enginer]")
        .replace("pipelines:run", "pipelines:rum")
        .replace("name: Halden Bank ASA", "name: 4711")
        .replace("stripeCustomerId:", "stripeCustomer:")
        .replace("roles:\n", "roles:\n  - { slug: org-engineer, name: Another }\n"),
      "tenants/broken.yaml": other("broken").replace("name: Halden Bank ASA", 'name: "Halden Bank ASA'),
      "tenants/twice.yaml": other("twice").replace("tenant: twice", "tenant: halden-bank"),
      "tenants/vault.yaml": other(
        "vault",
        `vault: [{ name: a, value: "\${env:OPENAI_ADMIN_KEY}" }, ` +
          `{ name: b, value: "\${env:HALDEN_DB_PASSWRD}" }, { name: "\${env:PATH}", value: "\${env:PATH}" }, ` +
          `{ name: c, value: hunter2 }]\n`,
      ),
    };
    for (const [file, text] of Object.entries(files)) folder.write(file, text);
    const output = await refuses(
      UP,
      {},
      "fleet.yaml:2:54: environment.region: expected text, found 7: put it in quotes",
      `${TENANT}:3:7: name: expected text, found 4711: put it in quotes`,
      `${TENANT}:5:1: stripeCustomer: unknown field, did you mean stripeCustomerId?`,
      `${TENANT}:10:13: roles[1].slug: "org-engineer" is already in this list, in line 9`,
      `${TENANT}:10:75: roles[1].permissions[1]: no such permission, did you mean pipelines:run?`,
      `${TENANT}:12:54: members[0].roles[0]: this tenant has no role "org-enginer", did you mean org-engineer?`,
      "tenants/broken.yaml:3:",
      "invalid YAML: Missing closing",
      'tenants/twice.yaml:2:9: tenant: "halden-bank" must be called like its file, twice.yaml: rename one of them',
      'tenants/twice.yaml:2:9: tenant: "halden-bank" is already the key of another tenant, see ',
      "tenants/vault.yaml:16:27: vault[0].value: variables that begin with OPENAI_ are your own credentials and settings",
      "tenants/vault.yaml:16:74: vault[1].value: files may not refer to the variable HALDEN_DB_PASSWRD, did you mean HALDEN_DB_PASSWORD?",
      "vault[2].name: a reference to a secret would be sent as it is written",
      "vault[2].value: files may not refer to the variable PATH, add it to secrets.environment of fleet.yaml",
      `vault[3].value: must refer to a secret as \${env:NAME} or \${secret:config-key}: files hold no secrets`,
      "14 problems in 5 files",
    );
    expect(requests()).toBe(0);
    expect(output).toMatch(/error: \S+\/(fleet|tenants\/[a-z-]+)\.yaml:\d+:\d+: /);
    expect(output).not.toContain("hunter2");
    expect(output).toMatch(/^( *)2 \| environment: .*region: 7 \}\n\1 {2}\| {54}\^$/m);
  });

  test("secrets that nobody provided, in the environment or in the stack's configuration", async () => {
    folder.write("fleet.yaml", `${changed("fleet.yaml")}secrets: { environment: [HALDEN_DB_PASSWORD] }\n`);
    folder.write(
      TENANT,
      `${changed(TENANT)}vault: [{ name: db, value: "\${env:HALDEN_DB_PASSWORD}" }]\n` +
        `connectors: [{ slug: github, clientId: Iv1.a, clientSecret: "\${secret:halden-github}" }]\n`,
    );
    await refuses(
      UP,
      {},
      `${TENANT}:16:28: vault[0].value: the environment variable HALDEN_DB_PASSWORD is not set`,
      `${TENANT}:17:61: connectors[0].clientSecret: the stack's configuration has no halden-github: run`,
      "2 problems in 1 file",
    );
    expect(requests()).toBe(0);
  });

  test("our own credentials under another name, in the environment or in the stack's configuration", async () => {
    const { workos, openai } = folder.emulators;
    folder.write("fleet.yaml", `${changed("fleet.yaml")}secrets: { environment: [HALDEN_DB_PASSWORD] }\n`);
    folder.write(
      TENANT,
      `${changed(TENANT)}vault: [{ name: db, value: "\${env:HALDEN_DB_PASSWORD}" }]\n` +
        `connectors: [{ slug: github, clientId: Iv1.a, clientSecret: "\${secret:halden-github}" }]\n`,
    );
    await folder.pulumi(["config", "set", "--secret", "halden-github", openai.adminApiKey]);
    const output = await refuses(
      UP,
      { HALDEN_DB_PASSWORD: workos.apiKey },
      `${TENANT}:16:28: vault[0].value: the environment variable HALDEN_DB_PASSWORD holds one of your own credentials`,
      `${TENANT}:17:61: connectors[0].clientSecret: the stack's configuration value halden-github holds one of your own credentials`,
      "2 problems in 1 file",
    );
    expect(requests()).toBe(0);
    expect(output).not.toContain(workos.apiKey);
    expect(output).not.toContain(openai.adminApiKey);
    await folder.pulumi(["config", "rm", "halden-github"]);
  });
});

describe("safety", () => {
  test("a fleet that breaks a policy is stopped before anything is written", async () => {
    folder.write("fleet.yaml", changed("fleet.yaml", "starter: {}", "starter: { require: { mfa: REQUIRED } }"));
    await refuses(
      ["up", "--yes", "--policy-pack", POLICIES],
      {},
      /\[mandatory\] .*tenant-mfa-required/,
      "halden-bank declares MFA OPTIONAL, and plan starter requires REQUIRED: set mfa.policy to REQUIRED in tenants/halden-bank.yaml.",
    );
  });

  test("an organization that is there already, and isn't ours, is refused with the two ways out; asked for, it is taken over", async () => {
    const { workos } = folder.emulators;
    const dana = workos.as("dana@ourcompany.example");
    const theirs = await dana.post("/organizations", { name: "Halden", external_id: "halden-bank" });
    // Nothing else to create, so that the engine has nothing to do meanwhile.
    const alone = changed(TENANT).replace(/domains:.*/s, "");
    folder.write(TENANT, alone);
    folder.write("fleet.yaml", changed("fleet.yaml").replace(/permissions:.*/s, ""));

    await refuses(
      UP,
      {},
      new RegExp(
        `has a problem: ${theirs.id} \\(created .*\\) already answers to externalId "halden-bank", and nothing proves that this stack made it\\. Nothing was changed\\.`,
      ),
      `If it is the one that is meant, take it over, with everything in it: run once with TENANTRY_ADOPT=${theirs.id}.`,
      "If not, leave it alone: declare another externalId.",
    );
    expect(await dana.get(`/organizations/${theirs.id}`)).toEqual(theirs);

    const adopted = await folder.pulumi(UP, { TENANTRY_ADOPT: theirs.id });
    expect(adopted.code, adopted.output).toBe(0);
    expect(adopted.output).toContain(
      `workos:Organization externalId "halden-bank": took over ${theirs.id}, which existed already`,
    );
    const { data } = await dana.get("/organizations?search=Halden");
    expect(data).toEqual([
      expect.objectContaining({ id: theirs.id, name: "Halden Bank ASA", stripe_customer_id: "cus_QnHb7Lk2VxP3aE" }),
    ]);
  });

  test("a preview that finds nothing to do, with a key that is not accepted or an address without its path", async () => {
    const { code, output } = await folder.pulumi(UP);
    expect(code, output).toBe(0);
    const key = { WORKOS_API_KEY: "sk_test_somebody_elses" };
    await refuses(
      PREVIEW,
      key,
      /error: WorkOS GET \/authorization\/roles: 401\b.*; the key in the environment is not accepted/,
    );
    const { origin } = folder.emulators.openai;
    await refuses(
      PREVIEW,
      { OPENAI_BASE_URL: origin },
      new RegExp(`error: OpenAI GET /organization/projects: 404\\b.*${origin}/ is no address of OpenAI's API`),
    );
  });

  test("the file of a tenant that is not offboarding is deleted, or has its project elsewhere", async () => {
    const residing = (where: string) => changed(TENANT, "project:\n", `project:\n    residency: ${where}\n`);
    folder.write(TENANT, residing("EU_STORAGE_PROCESSING"));
    const whole = await folder.pulumi(UP);
    expect(whole.code, whole.output).toBe(0);
    const before = await everything();
    folder.remove(TENANT);

    const wayOut = /set status: offboarding in that file, run `pulumi up`, then remove the file or destroy\.$/m;
    const stays = /halden-bank\/[a-z-]+ stays, since tenant halden-bank is not offboarding\. .*yaml was removed/;
    const preview = await refuses(PREVIEW, {}, stays, wayOut);
    expect(requests()).toBe(2); // The proofs of both keys.
    const up = await refuses(
      UP,
      {},
      "belongs to tenant halden-bank, which is not offboarding, and this run declares no such tenant. Nothing was changed.",
      "set status: offboarding in tenants/halden-bank.yaml, run `pulumi up`, then remove the file",
    );
    const destroy = await refuses(
      ["destroy", "--yes", "--skip-preview"],
      {},
      "a tenant leaves in two steps: set status: offboarding in its file and run `pulumi up` first",
    );
    folder.write(TENANT, changed(TENANT).replace(/openai:.*/s, ""));
    const section = await refuses(
      PREVIEW,
      {},
      /halden-bank\/openai-project stays, .* or no longer has it, put that back/,
    );
    folder.write(TENANT, residing("JP_STORAGE"));
    const moved = await refuses(
      PREVIEW,
      {},
      /name "halden-bank" cannot be replaced as long as tenant halden-bank is not offboarding, and its residency cannot be changed\. Nothing was changed\. Declare residency as before\. To move a customer: declare a second tenant .* then let this tenant go with status: offboarding\./,
    );
    // The engine's advice deletes the customer.
    for (const output of [preview, up, destroy, section, moved]) expect(output).not.toContain("unprotect");
    expect(await everything()).toEqual(before);
  });
});

/** Runs it and expects it to end badly, with these messages, without a stack, and with nothing written at the vendors. */
async function refuses(
  args: readonly string[],
  environment: Environment,
  ...messages: readonly (string | RegExp)[]
): Promise<string> {
  const { workos, openai } = folder.emulators;
  workos.requests.reset();
  openai.requests.reset();
  const { code, output } = await folder.pulumi(args, environment);
  expect(code, output).not.toBe(0);
  for (const message of messages) expect(output).toMatch(message);
  expect(output).not.toMatch(/^\s*at .+:\d+:\d+\)?$/m);
  expect(output).not.toMatch(/node:internal|node_modules|unhandled|\[object|undefined|UnhandledPromise/i);
  expect(folder.writes(), output).toBe(0);
  return output;
}

/** A file of the small fleet, with one text in place of another. */
function changed(file: string, from = "", to = ""): string {
  const text = smallFleet[file] ?? "";
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  return text.replace(from, to);
}

const requests = (): number => folder.emulators.workos.requests.total + folder.emulators.openai.requests.total;

/** All that exists at both vendors, without what only grows. */
async function everything(): Promise<unknown> {
  const dumps = [folder.emulators.workos, folder.emulators.openai].map(async ({ origin }) => {
    const {
      events: _,
      audit_logs: __,
      ...objects
    } = (await (await fetch(`${origin}/_emulator/dump`)).json()) as Record<string, unknown>;
    return objects;
  });
  return Promise.all(dumps);
}

async function originWithoutServer(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
