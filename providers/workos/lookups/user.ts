import type { UserResponse } from "@workos-inc/node";
import { at } from "../../kit.ts";
import { usersAt } from "../user.ts";
import { ask, type OneOf, oneOf, only } from "./question.ts";

/** Of a person no more than what identifies the account. */
export type UserFound = Readonly<ReturnType<typeof found>>;

export type UserQuestion = OneOf<"id" | "externalId" | "email">;

const one = oneOf("id", "externalId", "email");

/**
 * One user of the environment, by e-mail, by WorkOS id, or by your own id.
 * @throws UnansweredError when there is none
 */
export const getUser = (by: UserQuestion): Promise<UserFound> =>
  ask("getUser", one, by, async (answers, args) => {
    const { id, externalId = "", email } = args;
    const words = ["user", "users"] as const;
    if (email !== undefined) return only(words, args, (await usersAt(answers, email)).map(found));
    const ofUs = () => at`/user_management/users/external_id/${externalId}`;
    const row = await answers.find<UserResponse>(id === undefined ? ofUs() : at`/user_management/users/${id}`);
    return only(words, args, [row && found(row)]);
  });

const found = (row: UserResponse) => ({
  id: row.id,
  email: row.email.toLowerCase(),
  emailVerified: row.email_verified ?? false,
  externalId: row.external_id ?? null,
});
