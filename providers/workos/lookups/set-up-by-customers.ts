import { z } from "zod";
import type { Path } from "../../kit.ts";
import { type Answers, ask, idAlone, only, text } from "./question.ts";

/** Every part that is given must hold; none of them means all. */
export interface SetUpQuestion {
  readonly organizationId?: string | undefined;
  readonly domain?: string | undefined;
  readonly type?: string | undefined;
  readonly state?: string | undefined;
}

const maybe = text.optional();
const some = z.strictObject({ organizationId: maybe, domain: maybe, type: maybe, state: maybe });
const one = some.extend({ id: maybe }).superRefine(idAlone);

/** The two questions about a kind of object that customers set up in the Admin Portal. */
export function lookupsOf<
  Row,
  Found extends { readonly id: string; readonly type: string; readonly state: string },
>(kind: {
  readonly all: Path;
  one(id: string): Path;
  readonly words: readonly [one: string, several: string];
  readonly names: { readonly one: string; readonly several: string };
  found(row: Row): Found;
}) {
  const fitting = async (
    answers: Answers,
    { organizationId, domain, type, state }: SetUpQuestion,
  ): Promise<readonly Found[]> => {
    const query = { organization_id: organizationId, domain: domain?.trim().toLowerCase() };
    // Types are compared here: the list's own filter spells one of them (`GithubOAuth`) otherwise than its rows do.
    return (await answers.list<Row>(kind.all, query))
      .map(kind.found)
      .filter((each) => (type === undefined || each.type === type) && (state === undefined || each.state === state));
  };

  return {
    list: (of: SetUpQuestion): Promise<readonly Found[]> => ask(kind.names.several, some, of, fitting),
    get: (of: { readonly id: string } | SetUpQuestion): Promise<Found> =>
      ask(kind.names.one, one, of, async (answers, args) => {
        const { id } = args;
        if (id === undefined) return only(kind.words, args, await fitting(answers, args));
        const row = await answers.find<Row>(kind.one(id));
        return only(kind.words, args, [row && kind.found(row)]);
      }),
  };
}
