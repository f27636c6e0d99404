import { at, type Path, z } from "../../kit.ts";
import { type Answers, ask, idAlone, only, text } from "./question.ts";

const maybe = text.optional();
const some = z.strictObject({ organizationId: maybe, domain: maybe, type: maybe, state: maybe });
/** Every part that is given must hold; none of them means all. */
export type SetUpQuestion = Readonly<z.input<typeof some>>;
const oneOrId = some.extend({ id: maybe }).superRefine(idAlone);

/** The two questions about what customers set up in the Admin Portal, e.g. `getDirectory` and `listDirectories`. */
export function lookupsOf<Row, Found extends { readonly id: string; readonly type: string; readonly state: string }>(
  [one, several]: readonly [string, string],
  path: Path,
  found: (row: Row) => Found,
) {
  const words = [one.toLowerCase(), several.toLowerCase()] as const;
  const fitting = async (answers: Answers, { organizationId, domain, type, state }: SetUpQuestion) => {
    const query = { organization_id: organizationId, domain: domain?.trim().toLowerCase() };
    // Types are compared here: the list's own filter spells one of them (`GithubOAuth`) otherwise than its rows do.
    return (await answers.list<Row>(path, query))
      .map(found)
      .filter((each) => (type === undefined || each.type === type) && (state === undefined || each.state === state));
  };

  return {
    list: (of: SetUpQuestion): Promise<readonly Found[]> => ask(`list${several}`, some, of, fitting),
    get: (of: { readonly id: string } | SetUpQuestion): Promise<Found> =>
      ask(`get${one}`, oneOrId, of, async (answers, args) => {
        const { id } = args;
        if (id === undefined) return only(words, args, await fitting(answers, args));
        const row = await answers.find<Row>(at`${path}/${id}`);
        return only(words, args, [row && found(row)]);
      }),
  };
}
