import type { UserResponse } from "@workos-inc/node";
import { z } from "zod";
import { at } from "../../kit.ts";
import { ask, only, onlyOneOf, text } from "./question.ts";

/** Of a person no more than what identifies the account. */
export type UserFound = Readonly<ReturnType<typeof found>>;

export type UserQuestion = { readonly id: string } | { readonly externalId: string } | { readonly email: string };

const one = z
  .strictObject({ id: text.optional(), externalId: text.optional(), email: text.optional() })
  .superRefine(onlyOneOf("id", "externalId", "email"));

/**
 * One user of the environment, by e-mail, by WorkOS id, or by your own id.
 * @throws UnansweredError when there is none
 */
export const getUser = (by: UserQuestion): Promise<UserFound> =>
  ask("getUser", one, by, async (answers, args) => {
    const { id, externalId = "", email } = args;
    const words = ["user", "users"] as const;
    if (email === undefined) {
      const ofUs = () => at`/user_management/users/external_id/${externalId}`;
      const row = await answers.find<UserResponse>(id === undefined ? ofUs() : at`/user_management/users/${id}`);
      return only(words, args, [row && found(row)]);
    }
    const wanted = canonical(email);
    const people = await answers.list<UserResponse>(at`/user_management/users`, { email: wanted });
    return only(
      words,
      args,
      people.map(found).filter((user) => user.email === wanted),
    );
  });

const canonical = (email: string): string => email.trim().toLowerCase();

const found = (row: UserResponse) => ({
  id: row.id,
  email: canonical(row.email),
  emailVerified: row.email_verified ?? false,
  externalId: row.external_id ?? null,
});
