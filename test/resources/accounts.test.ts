import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import { Project, ServiceAccount, ServiceAccountKey } from "../../providers/openai/index.ts";
import { Organization, OrganizationApiKey, Permission } from "../../providers/workos/index.ts";
import { createTestStack, type Outcome, type TestStack } from "../harness/stack.ts";

/* Keys of another environment, set by mistake: its vendors answer as they should, and have nothing of what state holds. */

const PERMISSIONS = Array.from({ length: 8 }, (_, at) => `reports:read${at}`);

let stack: TestStack;
let others: Emulators;

const own = () => environment(stack.emulators);
const environment = ({ workos, openai }: Emulators) => ({
  WORKOS_API_KEY: workos.apiKey,
  WORKOS_BASE_URL: workos.url,
  OPENAI_ADMIN_KEY: openai.adminApiKey,
  OPENAI_BASE_URL: openai.url,
});

beforeAll(async () => {
  others = await startEmulators();
  stack = await createTestStack("accounts", async () => {
    for (const slug of PERMISSIONS) new Permission(slug, { slug, name: slug });
    const { id: organizationId } = new Organization("organization", { name: "Acme", externalId: "acme" });
    new OrganizationApiKey("key", { organizationId, name: "main" });
    const { id: projectId } = new Project("project", { name: "acme" });
    const { id: serviceAccountId } = new ServiceAccount("account", { projectId, name: "ci" });
    new ServiceAccountKey("account-key", { projectId, serviceAccountId, name: "ci" });
  });
});
afterAll(async () => {
  await stack?.close();
  await others?.close();
});

/** What is in state, by name: its id, and the account that it is of. */
const stored = (): Record<string, { id: string; account?: string }> =>
  Object.fromEntries(
    stack.stored().flatMap(({ urn, id, custom, outputs }) => {
      if (!custom || id === undefined || urn.includes("pulumi:providers")) return [];
      return [[urn.split("::").at(-1), { id, account: outputs?.__account as string }]];
    }),
  );

const messagesOf = ({ failures }: Outcome): string[] => failures.map(({ message }) => message);

/** What the run sent to the other environment. */
async function sentThere(run: () => Promise<unknown>): Promise<Record<string, number>> {
  for (const { requests } of [others.workos, others.openai]) requests.reset();
  await run();
  return { ...others.workos.requests.counts(), ...others.openai.requests.counts() };
}

/** Takes the accounts out of state, as it was before they were noted. */
async function withoutAccounts(): Promise<void> {
  const state = await stack.stack.exportStack();
  for (const { inputs = {}, outputs = {} } of state.deployment.resources) {
    delete inputs.__account;
    delete outputs.__account;
  }
  await stack.stack.importStack(state);
}

test("what is made notes the account that it is of, by what the vendor tells", async () => {
  await stack.up();
  const { data } = await stack.emulators.workos.as("dana@ourcompany.example").get("/authorization/roles");
  const member = data.find(({ slug }: { slug: string }) => slug === "member");
  const accounts = Object.values(stored()).map(({ account }) => account);
  expect(accounts).toHaveLength(13);
  expect(accounts.filter((account) => account === member.id)).toHaveLength(10);
  expect(accounts.filter((account) => account?.startsWith("proj_"))).toHaveLength(3);
});

describe("with the keys of another environment", () => {
  test.each(["preview", "up", "destroy"] as const)("%s is refused before anything is read or changed", async (what) => {
    const before = stored();
    stack.env(environment(others));
    let outcome: Outcome | undefined;
    const sent = await sentThere(async () => {
      outcome = await stack.attempt(what);
    });
    stack.env(own());
    expect(outcome?.error).toBeDefined();
    const said = messagesOf(outcome as Outcome);
    expect(said.length).toBeGreaterThan(0);
    for (const message of said) expect(message).toMatch(/belongs to another (WorkOS|OpenAI) account than the key/);
    // The way out stands once for each vendor, and not beside every resource.
    const waysOut = said.filter((message) => message.includes("Set the key that this stack was made with"));
    expect(new Set(waysOut.map((message) => /another (\w+) account/.exec(message)?.[1])).size).toBe(waysOut.length);
    expect(waysOut.length).toBeGreaterThan(0);
    const proofs = [
      "GET /authorization/roles",
      "GET /organization/projects",
      "GET /organization/projects/{project_id}",
    ];
    expect(Object.keys(sent).filter((request) => !proofs.includes(request))).toEqual([]);
    expect(stored()).toEqual(before);
  });

  test("nothing is to be done once the right ones are back", async () => {
    expect((await stack.up()).filter(({ op }) => op !== "same" && op !== "refresh")).toEqual([]);
  });
});

describe("state from before accounts were noted", () => {
  test("goes on as it is", async () => {
    await withoutAccounts();
    expect((await stack.preview()).filter(({ op }) => op !== "same")).toEqual([]);
  });

  test("is not emptied by a refresh with the keys of another environment", async () => {
    const before = stored();
    stack.env(environment(others));
    const outcome = await stack.attempt("up");
    stack.env(own());
    expect(messagesOf(outcome).join("\n")).toContain("TENANTRY_MAY_VANISH");
    expect(stored()).toEqual(before);
  });

  test("notes them with its next refresh", async () => {
    const before = stored();
    await stack.up();
    expect(Object.values(stored()).filter(({ account }) => account === undefined)).toEqual([]);
    const ids = (all: typeof before) =>
      Object.values(all)
        .map(({ id }) => id)
        .sort();
    expect(ids(stored())).toEqual(ids(before));
  });
});
