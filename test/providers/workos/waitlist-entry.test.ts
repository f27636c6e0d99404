import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { WaitlistEntry } from "../../../providers/workos/waitlist-entry.ts";
import { type Bag, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(WaitlistEntry);

const ENTRIES = "/user_management/waitlists/default/entries";
const ana = { waitlistId: "default", email: "ana@acme.example" };
const entries = async (): Promise<Bag[]> => (await dana().get(ENTRIES)).data;
const joined = async (): Promise<string> => (await dana().post(ENTRIES, { email: ana.email })).id;

test.each([
  [{ state: "pending" }, "state Invalid option"],
  [{ email: "ana" }, "email must be an e-mail address"],
  [{ additionalFields: { team: 1 } }, "additionalFields team: "],
  [
    { additionalFields: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`f${at}`, ""])) },
    "additionalFields has more than 50 pairs",
  ],
])("an entry with %j is refused at preview", (declared, said) => {
  const { failures } = canonicalise(WaitlistEntry.definition.inputs, { ...ana, ...declared });
  expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toEqual([expect.stringContaining(said)]);
});

test("the first entry makes the waitlist; its state is left alone where none is declared", async () => {
  const state = await run().up({ ...ana, email: " Ana@Acme.example" });
  await dana().post(`/user_management/waitlist_entries/${state.id}/deny`);
  const refreshed = await run().refresh(state);
  expect(await writes(() => run().up(ana, refreshed))).toEqual([]);
  expect(await entries()).toEqual([expect.objectContaining({ email: ana.email, state: "denied" })]);
});

describe("whoever put themselves on the list", () => {
  test("is taken over on request alone", async () => {
    const id = await joined();
    const refused = () => expect(run().up({ ...ana, state: "approved" })).rejects.toThrow("nothing proves");
    expect(await writes(refused)).toEqual([]);
    expect((await run([id]).up({ ...ana, state: "approved" })).id).toBe(id);
    expect(await entries()).toEqual([expect.objectContaining({ id, state: "approved" })]);
  });

  test("is theirs though the list does not have them yet", async () => {
    emulator().lagReads = 20;
    const id = await joined();
    emulator().clock.advance(60_000);
    await expect(run().up({ ...ana, state: "approved" })).rejects.toThrow(`${ana.email} is ${id} of waitlist_`);
    emulator().lagReads = 0;
    expect(await entries()).toEqual([expect.objectContaining({ id, state: "pending" })]);
  });

  test("brings none of their own words into a state", async () => {
    const { id } = await dana().post(ENTRIES, { email: ana.email, additional_fields: { why: "cAnArY" } });
    expect(JSON.stringify(await run([id]).up(ana))).not.toContain("cAnArY");
  });
});

describe("an approval", () => {
  test("sends one invitation, and one whose answer was lost sends no second", async () => {
    emulator().faults.add({
      kind: "do-then-drop",
      method: "POST",
      route: "/user_management/waitlist_entries/{id}/approve",
    });
    await run().up({ ...ana, state: "approved" });
    expect(await entries()).toEqual([expect.objectContaining({ state: "approved" })]);
    expect((await dana().get("/user_management/invitations")).data).toHaveLength(1);
  });

  test("takes a denial back, and is not taken back itself", async () => {
    const denied = await run().up({ ...ana, state: "denied" });
    const approved = await run().up({ ...ana, state: "approved" }, denied);
    expect([denied.outs.approvedAt, approved.outs.approvedAt]).toEqual([null, (await entries())[0]?.approved_at]);
    await expect(run().up({ ...ana, state: "denied" }, approved)).rejects.toThrow(
      /approved, which WorkOS cannot take back/,
    );
    expect(await entries()).toEqual([expect.objectContaining({ state: "approved" })]);
  });

  test("that somebody gave in the meantime is what was wanted", async () => {
    const state = await run().up(ana);
    emulator().lagReads = 20;
    await dana().post(`/user_management/waitlist_entries/${state.id}/approve`);
    const { outs } = await run().up({ ...ana, state: "approved" }, state);
    expect(outs).toMatchObject({ state: "approved" });
  });

  test("stays with its invitation when the entry is removed, which says so", async () => {
    const last = run();
    await last.remove(await run().up({ ...ana, state: "approved" }));
    expect(last.said).toEqual([expect.stringContaining("the invitation stays at WorkOS until it is revoked")]);
    expect(await entries()).toEqual([]);
  });
});

test("a waitlist is named by its id as well, and one that does not exist is refused", async () => {
  const id = await joined();
  const waitlistId = (await dana().get("/user_management/waitlists")).data[0].id;
  const state = await run([id]).up({ ...ana, waitlistId });
  expect(state.outs).toMatchObject({ waitlistId });
  await expect(run().up({ ...ana, waitlistId: "waitlist_other" })).rejects.toThrow("404");
});
