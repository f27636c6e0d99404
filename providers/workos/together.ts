import { type Api, isConflict, isInvalid, isNotFound, type VendorError, when } from "../kit.ts";

/** What WorkOS takes in one request. */
const MOST = 100;

/** Changes of one set, such as the members of a group: how one of them is sent, and how several are. */
export interface Ways<Change, Row> {
  alone(change: Change): Promise<Row>;
  /**
   * All or nothing. Answers how each finds its row; one that finds none is sent by itself.
   * @param before what the change right before them was answered with, where that one went alone
   * @returns `undefined` where the next one had better go alone
   */
  together(changes: readonly Change[], before: Row | undefined): Promise<RowOf<Change, Row>> | undefined;
}

type RowOf<Change, Row> = (change: Change) => Row | undefined;

interface Waiting<Change, Row> {
  readonly change: Change;
  /** With others. */
  sent?: Promise<RowOf<Change, Row>> | undefined;
}

/**
 * Sends a change at once, and what is asked for while one is under way as one request after it: so a group of fifty takes two
 * requests, and nothing waits for what may not come. Where several are refused together each is sent again by itself, since only
 * then is it told which one is wrong.
 * @param of what a run knows the set by
 */
export function sendTogether<Change, Row>(
  api: Api,
  of: string,
  change: Change,
  { alone, together }: Ways<Change, Row>,
): Promise<Row> {
  const changes = `changes of ${of}`;
  const set = api.run.memory(changes, () => ({
    underWay: 0,
    waiting: [] as Waiting<Change, Row>[],
    before: undefined as Row | undefined,
  }));
  const one: Waiting<Change, Row> = { change };
  if (set.underWay++ > 0) set.waiting.push(one);
  const outcome = api.inTurn(changes, async () => {
    const { before } = set;
    set.before = undefined;
    if (set.waiting[0] === one) {
      const next = set.waiting.slice(0, MOST);
      const sent =
        next.length > 1
          ? together(
              next.map(({ change }) => change),
              before,
            )
          : undefined;
      for (const each of set.waiting.splice(0, sent ? next.length : 1)) each.sent = sent;
    }
    const row = await one.sent?.then((rowOf) => rowOf(change)).catch(when(isOfOne, () => undefined));
    if (row !== undefined) return row;
    set.before = await alone(change);
    return set.before;
  });
  return outcome.finally(() => set.underWay--);
}

/** Guards refusals that may be about one of several. */
const isOfOne = (error: unknown): error is VendorError => isInvalid(error) || isNotFound(error) || isConflict(error);
