import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Api } from "../../../providers/http/api.ts";
import { Organization } from "../../../providers/workos/organization.ts";
import { type State, useRuns } from "./runs.ts";

/*
 * E9: WorkOS may answer that a deletion is accepted, and show the organization until it is done.
 */

const { emulator, run, dana, writes } = useRuns(Organization);
const declared = { name: "Acme", externalId: "acme" };

/** How long it was waited for, all in all. */
let waitedMs: number;
let acme: State;
let globex: State;

beforeEach(async () => {
  waitedMs = 0;
  emulator().clock.stop();
  // Whoever waits has it pass at the vendor.
  vi.spyOn(Api.prototype, "pause").mockImplementation(async (ms) => {
    waitedMs += ms;
    emulator().clock.advance(ms);
  });
  acme = await run().up(declared);
  globex = await run().up({ name: "Globex", externalId: "globex" });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const isThere = ({ id }: State): Promise<boolean> =>
  dana()
    .get(`/organizations/${id}`)
    .then(
      () => true,
      () => false,
    );

test("E9: a deletion that is accepted is waited for, and then its external id is free", async () => {
  emulator().switches.set({ organizationDeletionMs: 5000 });
  expect(await writes(() => run().remove(acme))).toEqual(["DELETE /organizations/{id}"]);
  expect([await isThere(acme), await isThere(globex)]).toEqual([false, true]);
  expect(waitedMs).toBe(6000);
  expect((await run().up(declared)).id).not.toBe(acme.id);
});

test("E9: one that is accepted and never done is an error after a minute, and stays in state", async () => {
  emulator().switches.set({ organizationDeletionMs: 3_600_000 });
  await expect(run().remove(acme)).rejects.toThrow(
    `WorkOS accepted the deletion of ${acme.id} (acme) but still has it after 60 s. Run again later.`,
  );
  expect(waitedMs).toBe(60_000);
  expect((await run().refresh(acme))?.id).toBe(acme.id);
  emulator().clock.advance(3_600_000);
  expect(await run().refresh(acme)).toBeUndefined();
  expect(await isThere(globex)).toBe(true);
});
