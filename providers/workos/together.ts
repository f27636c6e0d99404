import { type Api, isConflict, isInvalid, isNotFound } from "../kit.ts";

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
  readonly settle: (outcome: Promise<unknown>) => void;
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
  const waiting = api.run.memory(`changes of ${of}`, () => ({ isBusy: false, queue: [] as Waiting<Change>[] }));

  const sendAll = async (): Promise<void> => {
    waiting.isBusy = true;
    while (waiting.queue.length > 0) {
      const some = waiting.queue.splice(0, waiting.queue.length === 1 ? 1 : MOST);
      const [first] = some;
      if (some.length === 1 && first) {
        await settled(first, alone(first.change));
        continue;
      }
      const sent = together(some.map(({ change }) => change));
      const isRefused = await sent.then(() => false, isOfOne);
      for (const one of some) await settled(one, isRefused ? alone(one.change) : sent);
    }
    waiting.isBusy = false;
  };

  return new Promise((settle) => {
    waiting.queue.push({ change, settle });
    if (!waiting.isBusy) void sendAll();
  });
}

/** Whether a refusal may be about one of several. */
const isOfOne = (error: unknown): boolean => isInvalid(error) || isNotFound(error) || isConflict(error);

/** Tells the outcome, and waits for it. */
async function settled<Change>({ settle }: Waiting<Change>, outcome: Promise<unknown>): Promise<void> {
  settle(outcome);
  await outcome.catch(() => {});
}
