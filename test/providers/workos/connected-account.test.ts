import { beforeEach, describe, expect, test } from "vitest";
import { ConnectedAccount } from "../../../providers/workos/connected-account.ts";
import { asStored } from "../../contract/provider-process.ts";
import { type Bag, type Run, type State, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ConnectedAccount);

/** Declares it in that run; state has the key as the engine passes it on. */
async function up(declared: Bag, state?: State, within: Run = run()): Promise<State> {
  const { id, outs } = await within.up(declared, state);
  return { id, outs: asStored(outs) };
}

const KEY = "/data-integrations/crm/api-key";
let organizationId: string;
let ann: string;
let bob: string;
let declared: Bag;
const path = () => `/organizations/${organizationId}/connected_accounts/crm`;
const at = ({ id }: Pick<State, "id">) => `${path()}?connected_account_id=${id}`;
/** As the emulator holds them, by identifier. */
async function accounts(): Promise<Record<string, Bag>> {
  const { connectedAccounts } = await dana().get("/_emulator/dump");
  return Object.fromEntries(connectedAccounts.map((row: Bag) => [row.account_identifier, row]));
}

beforeEach(async () => {
  organizationId = (await dana().post("/organizations", { name: "Acme" })).id;
  [ann = "", bob = ""] = await Promise.all([member("ann@acme.example"), member("bob@acme.example")]);
  await dana().post("/data-integrations", {
    provider: "crm",
    ownership: "organization",
    auth_methods: ["oauth", "api_key"],
    credentials: { type: "organization" },
    custom_provider: { name: "CRM", authorization_url: "https://c.example", token_url: "https://c.example/t" },
  });
  declared = { organizationId, slug: "crm", accountIdentifier: "eu", userId: ann, apiKey: "cAnArY-1111" };
});

async function member(email: string): Promise<string> {
  const { id } = await dana().post("/user_management/users", { email });
  await dana().post("/user_management/organization_memberships", { user_id: id, organization_id: organizationId });
  return id;
}

/** Connected by OAuth. */
const byOauth = (fields: object = {}) =>
  dana().post(path(), { user_id: bob, access_token: "t", connection_intent: "add", ...fields });

test("an account by OAuth of the same identifier is left alone: by the creation, a change and the removal", async () => {
  const theirs = await byOauth({ account_identifier: "eu" });
  const one = run();
  const state = await up(declared, undefined, one);
  expect(one.said).toEqual([]);
  expect(state.id).not.toBe(theirs.id);
  await up({ ...declared, apiKey: "cAnArY-2222" }, state);
  await run().remove(state);
  const { connectedAccounts } = await dana().get("/_emulator/dump");
  expect(connectedAccounts).toEqual([expect.objectContaining({ id: theirs.id, updated_at: theirs.updated_at })]);
});

test("the one that clients see which know of one only is left alone, whoever has an identifier", async () => {
  const theirs = await byOauth();
  const state = await up(declared);
  expect(await dana().get(path())).toEqual(theirs);
  await run().remove(state);
  expect(await dana().get(path())).toEqual(theirs);
  expect(run().said).toEqual([]);
});

test("its removal removes no other one, though it is gone already", async () => {
  const theirs = await up({ ...declared, accountIdentifier: "us" });
  const state = await up(declared);
  await dana().delete(at(state));
  expect(await writes(() => run().remove(state))).toEqual([]);
  expect(Object.keys(await accounts())).toEqual(["us"]);
  expect((await run().refresh(theirs))?.id).toBe(theirs.id);
});

test("a key that ends as the one before is sent all the same, and with it whoever gives it", async () => {
  const state = await up(declared);
  expect(await writes(() => up({ ...declared, apiKey: "another-1111" }, state))).toEqual([
    "PUT /data-integrations/{slug}/api-key",
  ]);
  const changed = await up({ ...declared, apiKey: "another-1111", userId: bob }, state);
  expect(await accounts()).toMatchObject({
    eu: { credentials: { api_key: "another-1111" }, established_by_user_id: bob },
  });
  expect(await writes(() => up({ ...declared, apiKey: "another-1111", userId: bob }, changed))).toEqual([]);
});

describe("a refresh", () => {
  test("keeps the key as long as it ends as declared, and drops it when somebody set another", async () => {
    const state = await up(declared);
    expect(asStored((await run().refresh(state))?.outs ?? {})).toEqual(state.outs);
    const body = { user_id: bob, organization_id: organizationId, connection_owner: "organization" };
    await dana().put(KEY, { ...body, connected_account_id: state.id, secret: "theirs-9999" });
    expect(JSON.stringify(await run().refresh(state))).not.toContain("cAnArY");
  });

  test("shows a key that went with the member who gave it, and only another member can give it again", async () => {
    const state = await up(declared);
    const query = `user_id=${ann}&organization_id=${organizationId}`;
    const { data } = await dana().get(`/user_management/organization_memberships?${query}`);
    await dana().delete(`/user_management/organization_memberships/${data[0].id}`);
    const { outs = {} } = (await run().refresh(state)) ?? {};
    const refreshed = { ...state, outs: asStored(outs) };
    expect(refreshed.outs).toMatchObject({ state: "needs_reauthorization", apiKey: null });
    await expect(up(declared, refreshed)).rejects.toThrow(/active member of the organization: is `userId` one/);
    const repaired = await up({ ...declared, userId: bob }, refreshed);
    expect(repaired.id).toBe(state.id);
    expect(repaired.outs).toMatchObject({ state: "connected" });
    expect(await accounts()).toMatchObject({ eu: { credentials: { api_key: "cAnArY-1111" } } });
  });

  test("takes one for gone that is connected by OAuth by now, and its removal leaves that be", async () => {
    const state = await up(declared);
    const authorized = await dana().post("/data-integrations/crm/authorize", {
      user_id: bob,
      organization_id: organizationId,
      connection_owner: "organization",
      connection_intent: "reauthorize",
      connected_account_id: state.id,
    });
    await dana().post(`/_emulator/authorizations/${authorized.state}`, { account_identifier: "eu" });
    expect(await dana().get(at(state))).toMatchObject({ id: state.id, auth_method: "oauth" });
    expect(await run().refresh(state)).toBeUndefined();
    expect(await writes(() => run().remove(state))).toEqual([]);
  });
});

test("one of the same identifier that has a key is taken over with a warning, and let go afterwards", async () => {
  const body = { user_id: bob, organization_id: organizationId, connection_owner: "organization", secret: "k-9999" };
  const theirs = await dana().post(KEY, { ...body, connection_intent: "add", account_identifier: "eu" });
  emulator().clock.advance(60 * 60 * 1000);
  const one = run();
  const state = await up(declared, undefined, one);
  expect(state.id).toBe(theirs.id);
  expect(one.said).toEqual([expect.stringContaining("took over")]);
  await run().remove(state);
  expect(Object.keys(await accounts())).toEqual(["eu"]);
});

test("an imported one keeps its key, and nothing of it changes until that is declared", async () => {
  const { id } = await up({ ...declared, accountDisplayName: "Acme" });
  const { inputs = {} } = await run().read(`${organizationId}/crm/${id}`, {});
  const { accountIdentifier } = declared;
  expect(inputs).toMatchObject({ organizationId, slug: "crm", accountIdentifier, accountDisplayName: "Acme" });
  expect(inputs).not.toHaveProperty("apiKey");
  expect((await run().check({}, inputs)).failures).toEqual([]);
  expect(await writes(() => up(inputs, { id, outs: inputs }))).toEqual([]);
  const renamed = { ...inputs, accountDisplayName: "Acme Inc" };
  const sent = await writes(() =>
    expect(up(renamed, { id, outs: inputs })).rejects.toThrow("Declare apiKey and userId"),
  );
  expect(sent).toEqual([]);
});

test("a new one without its key is refused, and one without its giver before that", async () => {
  const { apiKey, userId, ...bare } = declared;
  expect(await writes(() => expect(up(bare)).rejects.toThrow("Declare apiKey and userId"))).toEqual([]);
  await expect(up({ ...bare, apiKey })).rejects.toThrow("apiKey and userId go together");
  await expect(up({ ...bare, userId })).rejects.toThrow("apiKey and userId go together");
});

test("two of the same identifier are not chosen between", async () => {
  const body = { user_id: bob, organization_id: organizationId, connection_owner: "organization", secret: "k-9999" };
  for (const _ of [1, 2]) await dana().post(KEY, { ...body, connection_intent: "add", account_identifier: "eu" });
  expect(await writes(() => expect(up(declared)).rejects.toThrow(/2 objects answer/))).toEqual([]);
});

test("a listing that does not say which accounts there are proves nothing", async () => {
  const state = await up(declared);
  const route = "/organizations/{organization_id}/data_providers";
  const data = [{ object: "data_provider", slug: "crm", connected_account: null }];
  emulator().faults.add({ method: "GET", route, status: 200, kind: "answer", body: { object: "list", data } });
  await expect(run().refresh(state)).rejects.toThrow(/no connected_accounts in it/);
});
