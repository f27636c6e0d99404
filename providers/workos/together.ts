import { type Api, isConflict, isInvalid, isNotFound, type VendorError, when } from "../kit.ts";

/** What WorkOS takes in one request. */
const MOST = 100;

/** Changes of one set, such as the members of a group: how one of them is sent, and how several are. */
export interface Ways<Change> {
  alone(change: Change): Promise<unknown>;
  /** All or nothing. What it answers to several that were sent together is not told to each. */
  together(changes: readonly Change[]): Promise<unknown>;
}

interface Waiting<Change> {
  readonly change: Change;
  /** With others. */
  sent?: Promise<unknown> | undefined;
}

/**
 * Sends a change at once, and what is asked for while one is under way as one request after it: so a group of fifty takes two
 * requests, and nothing waits for what may not come. Where several are refused together each is sent again by itself, since only
 * then is it told which one is wrong.
 * @param of what a run knows the set by
 */
export function sendTogether<Change>(
  api: Api,
  of: string,
  change: Change,
  { alone, together }: Ways<Change>,
): Promise<unknown> {
  const changes = `changes of ${of}`;
  const set = api.run.memory(changes, () => ({ underWay: 0, waiting: [] as Waiting<Change>[] }));
  const one: Waiting<Change> = { change };
  if (set.underWay++ > 0) set.waiting.push(one);
  const outcome = api.inTurn(changes, async () => {
    if (set.waiting[0] === one) {
      const some = set.waiting.splice(0, MOST);
      const sent = some.length > 1 ? together(some.map(({ change }) => change)) : undefined;
      for (const each of some) each.sent = sent;
    }
    return one.sent ? one.sent.catch(when(isOfOne, () => alone(change))) : alone(change);
  });
  return outcome.finally(() => set.underWay--);
}

/** Guards refusals that may be about one of several. */
const isOfOne = (error: unknown): error is VendorError => isInvalid(error) || isNotFound(error) || isConflict(error);
