import { describe, expect, test } from "vitest";
import { ItContact } from "../../../providers/workos/it-contact.ts";
import { type Bag, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ItContact);

const CONTACTS = "/organizations/{organization_id}/it_contacts";
const INVITE = `${CONTACTS}/{contact_id}/invite`;
const REVOKE = `${CONTACTS}/{contact_id}/revoke`;
const email = "it@acme.example";

async function organization(): Promise<{ organizationId: string }> {
  return { organizationId: (await dana().post("/organizations", { name: "Acme" })).id };
}
const contactsOf = ({ organizationId }: Bag): string => `/organizations/${organizationId}/it_contacts`;
const addressesOf = async (home: Bag): Promise<unknown[]> =>
  (await dana().get(contactsOf(home))).data.map((row: Bag) => row.email);
/** What the contact is invited to, by the link that they were sent last. */
const invitation = (id: unknown): Promise<Bag> => dana().get(`/_emulator/it_contacts/${id}/invitation`);
const strike = (kind: "drop" | "do-then-drop", route: string, times = 1) =>
  emulator().faults.add({ kind, method: "POST", route, times });

test.each([[["everything"]], [["sso", ""]], [null]])("an invitation to %j is refused at preview", async (invite) => {
  await expect(run().up({ organizationId: "org_1", email, invite })).rejects.toThrow("invite");
});

test("intents in another order, or twice, send nothing", async () => {
  const home = await organization();
  const state = await run().up({ ...home, email, invite: ["sso", "directory_sync"] });
  const again = () => run().up({ ...home, email, invite: ["directory_sync", "sso", "sso"] }, state);
  expect(await writes(again)).toEqual([]);
  expect(await invitation(state.id)).toMatchObject({ intents: ["directory_sync", "sso"] });
});

test("other intents take the invitation back and send one; none take it back; saying nothing leaves it", async () => {
  const home = await organization();
  const first = await run().up({ ...home, email, invite: ["sso"] });
  const second = await run().up({ ...home, email, invite: ["log_streams"] }, first);
  expect(await invitation(first.id)).toMatchObject({ intents: ["log_streams"] });
  expect(await writes(() => run().up({ ...home, email }, second))).toEqual([]);
  expect(await writes(() => run().up({ ...home, email, invite: [] }, second))).toEqual([`POST ${REVOKE}`]);
  expect(await invitation(first.id)).toMatchObject({ link: null });
});

test("an invitation that is taken back or used by now is no obstacle", async () => {
  const home = await organization();
  const state = await run().up({ ...home, email, invite: ["sso"] });
  await dana().post(`${contactsOf(home)}/${state.id}/revoke`);
  await run().up({ ...home, email, invite: ["log_streams"] }, state);
  expect(await invitation(state.id)).toMatchObject({ intents: ["log_streams"] });
});

test("an invitation that is declared later is sent then", async () => {
  const home = await organization();
  const state = await run().up({ ...home, email });
  await run().up({ ...home, email, invite: ["sso"] }, state);
  expect(await invitation(state.id)).toMatchObject({ intents: ["sso"] });
});

describe("an answer that is lost", () => {
  test("to an invitation that was sent sends no other", async () => {
    const home = await organization();
    strike("do-then-drop", INVITE);
    const links: unknown[] = [];
    emulator().onRequest = async ({ route, phase }) => {
      if (route !== INVITE || phase !== "handled") return;
      const [{ id }] = (await dana().get(contactsOf(home))).data;
      links.push((await invitation(id)).link);
    };
    const state = await run().up({ ...home, email, invite: ["sso"] });
    emulator().onRequest = undefined;
    expect(new Set([...links, (await invitation(state.id)).link]).size).toBe(1);
    expect(links.length).toBeGreaterThan(0);
  });

  test("to one that was not sent sends it", async () => {
    const home = await organization();
    strike("drop", INVITE);
    const { id } = await run().up({ ...home, email, invite: ["sso"] });
    expect(await invitation(id)).toMatchObject({ intents: ["sso"] });
  });

  test.each(["drop", "do-then-drop"] as const)("(%s) to another invitation leaves the other one", async (kind) => {
    const home = await organization();
    const state = await run().up({ ...home, email, invite: ["sso"] });
    strike(kind, INVITE);
    const sent = await writes(() => run().up({ ...home, email, invite: ["log_streams"] }, state));
    // Taken back once: a second time it would be the new one.
    expect(sent.filter((request) => request === `POST ${REVOKE}`)).toHaveLength(1);
    expect(await invitation(state.id)).toMatchObject({ intents: ["log_streams"] });
  });

  test("to the contact itself invites them all the same", async () => {
    const home = await organization();
    strike("do-then-drop", CONTACTS);
    const { id } = await run().up({ ...home, email, invite: ["sso"] });
    expect(await addressesOf(home)).toEqual([email]);
    expect(await invitation(id)).toMatchObject({ intents: ["sso"] });
  });

  test("to an invitation beside another one of this run is not taken for sent", async () => {
    const home = await organization();
    const own = run();
    await own.up({ ...home, email, invite: ["sso"] });
    strike("drop", INVITE);
    const second = own.up({ ...home, email: "two@acme.example", invite: ["sso"] });
    await expect(second).rejects.toThrow(`two@acme.example was not invited: ${email} is`);
  });

  test("again and again leaves the contact in state, not invited, and the next run says so", async () => {
    const home = await organization();
    const lost = strike("do-then-drop", INVITE);
    emulator().faults.add({ kind: "drop", method: "POST", route: INVITE, times: 3 });
    const error = await run()
      .up({ ...home, email, invite: ["sso"] })
      .catch((refused) => refused);
    expect(lost.hits).toBe(1);
    expect(error).toMatchObject({ id: expect.any(String), properties: { email, invite: [] } });
    const state = { id: error.id, outs: error.properties };
    await expect(run().up({ ...home, email, invite: ["sso"] }, state)).rejects.toThrow("leave `invite` out");
    expect(await writes(() => run().up({ ...home, email }, state))).toEqual([]);
    expect(await invitation(state.id)).toMatchObject({ intents: ["sso"] });
  });
});

test("beside another invitation of the organization the contact is made, not invited, and people are told", async () => {
  const home = await organization();
  const { id: other } = await dana().post(contactsOf(home), { email: "other@acme.example" });
  await dana().post(`${contactsOf(home)}/${other}/invite`, { intents: ["sso"] });
  const declared = { ...home, email, invite: ["sso"] };
  const error = await run()
    .up(declared)
    .catch((refused) => refused);
  expect(error.message).toMatch(/not invited: somebody of the organization is, .*one invitation .* Run again/);
  await dana().post(`${contactsOf(home)}/${other}/revoke`);
  await run().up(declared, { id: error.id, outs: error.properties });
  expect(await invitation(error.id)).toMatchObject({ intents: ["sso"] });
});

describe("a contact who was there before", () => {
  async function met(): Promise<{ home: Bag; id: string }> {
    const home = await organization();
    const { id } = await dana().post(contactsOf(home), { email: "IT@acme.example" });
    return { home, id };
  }

  test("is taken over with a warning and without an e-mail, and let go", async () => {
    const { home, id } = await met();
    const first = run();
    const made = async () => {
      const state = await first.up({ ...home, email, invite: ["sso"] });
      await run().remove(state);
    };
    expect(await writes(made)).toEqual([]);
    expect(first.said).toEqual([expect.stringContaining(`took over ${id}`)]);
    expect(await invitation(id)).toMatchObject({ link: null });
  });

  test("keeps the invitation of somebody else that is not declared", async () => {
    const { home, id } = await met();
    await dana().post(`${contactsOf(home)}/${id}/invite`, { intents: ["sso"] });
    expect(await writes(() => run().up({ ...home, email }))).toEqual([]);
    expect(await invitation(id)).toMatchObject({ intents: ["sso"] });
  });

  test("is invited once none was declared", async () => {
    const { home, id } = await met();
    const taken = await run().up({ ...home, email, invite: ["sso"] });
    const none = await run().up({ ...home, email, invite: [] }, taken);
    await run().up({ ...home, email, invite: ["sso"] }, none);
    expect(await invitation(id)).toMatchObject({ intents: ["sso"] });
  });

  test("and is made by somebody else at the same moment is taken over as well", async () => {
    const home = await organization();
    emulator().onRequest = async ({ method, route, phase }) => {
      if (method !== "POST" || route !== CONTACTS || phase !== "received") return;
      emulator().onRequest = undefined;
      await dana().post(contactsOf(home), { email });
    };
    const { id } = await run().up({ ...home, email, invite: ["sso"] });
    expect(await invitation(id)).toMatchObject({ link: null });
  });
});
