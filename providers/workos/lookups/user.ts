import { z } from "zod";
import { ask, only, onlyOneOf, text } from "./question.ts";

/** Of a person no more than what identifies the account. */
export interface UserFound {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly externalId: string | null;
}

export type UserQuestion = { readonly id: string } | { readonly externalId: string } | { readonly email: string };

interface Row {
  id: string;
  email: string;
  email_verified?: boolean;
  external_id?: string | null;
}

const path = "/user_management/users";

const one = z
  .strictObject({ id: text.optional(), externalId: text.optional(), email: text.optional() })
  .superRefine(onlyOneOf("id", "externalId", "email"));

/**
 * One user of the environment, by e-mail, by WorkOS id, or by your own id.
 * @throws UnansweredError when there is none
 */
export const getUser = (by: UserQuestion): Promise<UserFound> =>
  ask("getUser", one, by, async (answers, args) => {
    const { id, externalId, email } = args;
    const rows: readonly (Row | undefined)[] =
      email !== undefined
        ? await answers.list<Row>(path, { email: canonical(email) })
        : [await answers.find<Row>(`${path}/${id === undefined ? external(externalId) : encode(id)}`)];
    const people = rows
      .flatMap((row) => (row ? [found(row)] : []))
      .filter((user) => email === undefined || user.email === canonical(email));
    return only(["user", "users"], args, people);
  });

const encode = encodeURIComponent;
const external = (id = ""): string => `external_id/${encode(id)}`;
const canonical = (email: string): string => email.trim().toLowerCase();

const found = (row: Row): UserFound => ({
  id: row.id,
  email: canonical(row.email),
  emailVerified: row.email_verified ?? false,
  externalId: row.external_id ?? null,
});
