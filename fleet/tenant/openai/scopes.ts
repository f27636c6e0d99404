import { z } from "zod";
import { asSet, keyScope } from "../../../providers/openai/fields.ts";
import { unlessMissing } from "../../words.ts";

/** Scopes, or the word `all`: an empty list, by which OpenAI means all of them, is refused. @param whom e.g. `the key` */
export const scopesOrAll = (whom: string) =>
  z
    .union(
      [
        z.literal("all"),
        z.array(keyScope).min(1, {
          error: `[] would give ${whom} every permission: list its scopes, or write all if that is meant`,
        }),
      ],
      { error: unlessMissing("expected a list of scopes, or the word all") },
    )
    .transform((scopes) => (scopes === "all" ? scopes : asSet(scopes)));
