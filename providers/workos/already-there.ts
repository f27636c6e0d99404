import { type Api, type Path, VendorError } from "../kit.ts";

// How WorkOS tells of what is there already, without the 409 that would say so.

/** How far our idea of WorkOS's time may be off. */
const SKEW_MS = 10_000;

interface Row {
  readonly id: string;
  readonly created_at: string;
}

/**
 * For what WorkOS answers a second creation with, unchanged: tells what was there from what this run made. What there was is
 * listed once, before the first attempt, since a later one may be answered with what that made. ASSUMED: an answer with what was
 * listed, or was created earlier, is of a creation that made nothing; nothing else tells.
 * @param of what a run knows the creation by
 */
export const beforeCreation = (api: Api, of: string, list: () => Promise<readonly Row[]>) =>
  api.run.memory(`there before the creation of ${of}`, async () => {
    const ids = new Set((await list()).map(({ id }) => id));
    const begun = api.now();
    return {
      // For whoever sends it: how often it was, and whether an answer was lost.
      attempts: 0,
      wasLost: false,
      // A listing may be behind: its age tells as well.
      had: ({ id, created_at }: Row): boolean => ids.has(id) || Date.parse(created_at) < begun - SKEW_MS,
    };
  });

/** The answer to a creation, for the host: no creation, but what was there already. */
export const conflictAt = ({ text: path, route }: Path, what: string): VendorError =>
  new VendorError("conflict", { vendor: "WorkOS", method: "POST", path, route }, what);
