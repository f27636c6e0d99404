import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { additive, secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";

interface UserRow {
  id: string;
  email: string;
  email_verified: boolean;
  first_name?: string | null;
  last_name?: string | null;
  name?: string | null;
  external_id?: string | null;
  metadata?: Record<string, string>;
  locale?: string | null;
  created_at: string;
}

const personName = z.string().trim().min(1).max(255);

const inputs = z
  .strictObject({
    /** The natural key. Can be changed, unless WorkOS refuses to. */
    email: z.string().trim().toLowerCase().pipe(z.email("must be an e-mail address")),
    /** WorkOS can change a name but not clear it. */
    firstName: personName.optional(),
    lastName: personName.optional(),
    /** In full, where it is not the first and the last name. */
    name: personName.optional(),
    /** Declared, it is held: what people prove themselves later would count as drift. */
    emailVerified: z.boolean().optional(),
    /** Your own id of the person. Unique in the environment; up to 64 ASCII characters; null for none. */
    externalId: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .regex(/^[\x20-\x7e]*$/, "must be plain ASCII")
      .nullish(),
    /** Up to 50 pairs; keys up to 40, values up to 600 characters, ASCII. Keys you do not declare are left alone. */
    metadata: additive(
      z
        .record(z.string().min(1).max(40), z.string().max(600))
        .refine((map) => Object.keys(map).length <= 50, "has more than the 50 pairs that WorkOS stores")
        .optional(),
    ),
    /** Preferred language, e.g. `de` or `pt-BR`; null for none. */
    locale: z
      .string()
      .refine((tag) => canonicalLocale(tag) !== undefined, "must be a language tag such as de or pt-BR")
      .transform((tag) => canonicalLocale(tag) ?? tag)
      .nullish(),
    /** WorkOS never shows it. It is set when its declaration changes, not when the person chose another one. */
    password: secret(z.string().min(1).max(1024).optional()),
    /** In place of a password: its hash, from where the person had an account before. */
    passwordHash: secret(z.string().min(1).max(4096).optional()),
    passwordHashType: z.enum(["bcrypt", "firebase-scrypt", "ssha", "ssha256", "scrypt", "pbkdf2", "argon2"]).optional(),
    /** Of `ssha256` only: whether the salt stands before or after the password. WorkOS takes `suffix` without it. */
    passwordSaltPosition: z.enum(["prefix", "suffix"]).optional(),
  })
  .refine(({ password, passwordHash }) => password === undefined || passwordHash === undefined, {
    path: ["password"],
    error: "and passwordHash exclude each other",
  })
  .refine(({ passwordHash, passwordHashType }) => (passwordHash === undefined) === (passwordHashType === undefined), {
    path: ["passwordHashType"],
    error: "goes with passwordHash, and only with it",
  })
  .refine(
    ({ passwordHashType, passwordSaltPosition }) =>
      passwordSaltPosition === undefined || passwordHashType === "ssha256",
    { path: ["passwordSaltPosition"], error: "is for passwordHashType ssha256 only" },
  );

const computed = z.object({
  /** RFC 3339. */
  createdAt: z.string(),
});

/** `pt-BR` for `pt-br`; `undefined` for what is no language tag. */
function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

const LIST = "/user_management/users";

/** By address: an environment can have more people than anybody wants to list for the few who are declared. */
export const users: Collection<WorkosClient, UserRow> = {
  name: "users",
  list: (client, email) => client.list(LIST, { email }),
  id: (row) => row.id,
};

/**
 * A person's account in the environment, in no organization yet. Most people are better invited (`Member`).
 * Source: WorkOS API reference, "User".
 */
export class User extends defineResource({
  vendor: workos,
  name: "User",
  inputs,
  computed,
  identity: ["email"],
  immutable: [],
  standalone: { createdAt: (row: UserRow) => new Date(row.created_at) },
  collection: users,
  scope: ({ email }) => email,
  matches: (row, { email }) => row.email.toLowerCase() === email,
  feed: {
    changes: ["user.created", "user.updated"],
    removals: ["user.deleted"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      email: row.email.toLowerCase(),
      firstName: row.first_name ?? null,
      lastName: row.last_name ?? null,
      name: row.name ?? null,
      emailVerified: row.email_verified,
      externalId: row.external_id ?? null,
      metadata: row.metadata ?? {},
      locale: row.locale ? (canonicalLocale(row.locale) ?? row.locale) : null,
    },
    computed: { createdAt: row.created_at },
  }),

  observe: (client, { id }) => client.find<UserRow>(`${LIST}/${encodeURIComponent(id)}`),

  ensure: (client, { locale: _onUpdateOnly, ...creatable }) => client.post<UserRow>(LIST, body(creatable)),

  sync: (client, changes, { row, inputs: declared }) =>
    client.put<UserRow>(`${LIST}/${encodeURIComponent(row.id)}`, body(withWholePassword(changes, declared))),

  async remove(client, { id }) {
    await client.delete(`${LIST}/${encodeURIComponent(id)}`);
  },
}) {}

type Declared = z.output<typeof inputs>;

/** The parts of a hashed password make sense together only. */
function withWholePassword(changes: Partial<Declared>, declared: Declared): Partial<Declared> {
  const { passwordHash, passwordHashType, passwordSaltPosition } = declared;
  const isTouched = ["passwordHash", "passwordHashType", "passwordSaltPosition"].some((field) => field in changes);
  return isTouched ? { ...changes, passwordHash, passwordHashType, passwordSaltPosition } : changes;
}

function body(fields: Partial<Declared>): Record<string, unknown> {
  return {
    email: fields.email,
    first_name: fields.firstName,
    last_name: fields.lastName,
    name: fields.name,
    email_verified: fields.emailVerified,
    external_id: fields.externalId,
    metadata: fields.metadata,
    locale: fields.locale,
    password: fields.password,
    password_hash: fields.passwordHash,
    password_hash_type: fields.passwordHashType,
    password_salt_position: fields.passwordSaltPosition,
  };
}
