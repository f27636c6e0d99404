import type { OpenAI } from "openai";
import { at, given } from "../../kit.ts";
import { ask, type OneOf, oneOf, only } from "./question.ts";

/** Of a person no more than what identifies them, what they may do, and when they last did. */
export type UserFound = Readonly<ReturnType<typeof found>>;

type UserRow = OpenAI.Admin.Organization.OrganizationUser;

const one = oneOf("id", "email");

/**
 * One member of the organization, by e-mail in any spelling, or by OpenAI's id. Who is only invited is none yet.
 * @throws UnansweredError when there is none
 */
export const getUser = (by: OneOf<"id" | "email">): Promise<UserFound> =>
  ask("getUser", one, by, async (answers, args) => {
    const { id } = args;
    const words = ["member", "members"] as const;
    if (id !== undefined) {
      const row = await answers.find<UserRow>(at`/organization/users/${id}`);
      return only(words, args, [row && found(row)]);
    }
    const email = args.email?.trim().toLowerCase() ?? "";
    const rows = await answers.list<UserRow>(at`/organization/users`, { emails: [email] });
    return only(
      words,
      args,
      rows.map(found).filter((user) => user.email === email),
    );
  });

const found = (row: UserRow) => ({
  id: row.id,
  /** Null for who has none. */
  email: given(row.email, `email of ${row.id}`)?.toLowerCase() ?? null,
  /** `owner` or `reader`; null where OpenAI does not say. */
  role: row.role ?? null,
  addedAt: row.added_at,
  /** When they last used an API key: null for never, undefined where OpenAI does not say. */
  apiKeyLastUsedAt: row.api_key_last_used_at,
});
