import type { UserResponse } from "@workos-inc/node";
import { type Answers, additive, at, defineResource, eventsOf, secret, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { canonicalLocale, email, externalId, locale, metadata, timestamp } from "./fields.ts";

const personName = z.string().trim().min(1).max(255);

/**
 * A person's account in the environment, in no organization yet. Most people are better invited (`Member`).
 * Source: WorkOS API reference, "User".
 * @removal deletes the account, in every organization
 */
export class User extends defineResource(workos, "User", {
  inputs: z
    .strictObject({
      /** The natural key. Can be changed, unless WorkOS refuses to. */
      email,
      /** WorkOS can change a name but not clear it. */
      firstName: personName.optional(),
      lastName: personName.optional(),
      /** In full, where it is not the first and the last name. */
      name: personName.optional(),
      /** Declared, it is held: what people prove themselves later would count as drift. */
      emailVerified: z.boolean().optional(),
      /** Your own id of the person. Unique in the environment; up to 64 ASCII characters; null for none. */
      externalId: externalId.nullish(),
      metadata: additive(metadata.optional()),
      /** Preferred language, e.g. `de` or `pt-BR`; null for none. */
      locale: locale.nullish(),
      /** WorkOS never shows it. It is set when its declaration changes, not when the person chose another one. */
      password: secret(z.string().min(1).max(1024).optional()),
      /** In place of a password: its hash, from where the person had an account before. */
      passwordHash: secret(z.string().min(1).max(4096).optional()),
      passwordHashType: z
        .enum(["bcrypt", "firebase-scrypt", "ssha", "ssha256", "scrypt", "pbkdf2", "argon2"])
        .optional(),
      /** Of `ssha256` only: whether the salt stands before or after the password. WorkOS takes `suffix` without it. */
      passwordSaltPosition: z.enum(["prefix", "suffix"]).optional(),
    })
    .superRefine(({ password, passwordHash, passwordHashType: type, passwordSaltPosition: salt }, context) => {
      const refuse = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
      if (password !== undefined && passwordHash !== undefined)
        refuse("password", "and passwordHash exclude each other");
      if ((passwordHash === undefined) !== (type === undefined))
        refuse("passwordHashType", "goes with passwordHash, and only with it");
      if (salt !== undefined && type !== "ssha256")
        refuse("passwordSaltPosition", "is for passwordHashType ssha256 only");
    }),
  outputs: z.object({ createdAt: timestamp }),
  // By address: an environment can have more people than anybody wants to list for the few who are declared.
  scope: ["email"],
  key: ["email"],
  importId: ["id"],
  feed: { ...eventsOf("user"), covers: {} },
  // An import knows no address.
  list: (api, { email }) => api.list<UserResponse>(at`/user_management/users`, { email: email || undefined }),
  show: (row) => ({
    email: row.email.toLowerCase(),
    firstName: row.first_name ?? null,
    lastName: row.last_name ?? null,
    name: row.name ?? null,
    emailVerified: row.email_verified,
    externalId: row.external_id ?? null,
    metadata: row.metadata ?? {},
    locale: row.locale ? (canonicalLocale(row.locale) ?? row.locale) : null,
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  observe: (api, { id }) => api.find(at`/user_management/users/${id}`),
  ensure: (api, { locale: _onUpdateOnly, ...creatable }) => api.post(at`/user_management/users`, snakeCase(creatable)),
  sync: (api, changes, { id, passwordHash, passwordHashType, passwordSaltPosition }) => {
    const hash = { passwordHash, passwordHashType, passwordSaltPosition };
    // The parts of a hashed password make sense together only.
    const isTouched = Object.keys(hash).some((field) => field in changes);
    return api.put(at`/user_management/users/${id}`, snakeCase({ ...changes, ...(isTouched && hash) }));
  },
  remove: (api, { id }) => api.delete(at`/user_management/users/${id}`),
}) {}

/** Who has this address. */
export async function usersAt(from: Pick<Answers, "list">, address: string): Promise<UserResponse[]> {
  const email = address.trim().toLowerCase();
  const users = await from.list<UserResponse>(at`/user_management/users`, { email });
  return users.filter((user) => user.email.toLowerCase() === email);
}
