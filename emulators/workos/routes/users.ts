import { z } from "zod";
import { del, type Endpoint, get, param, patch, post, put, Refusal } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { invalidParameters, notFound, refusal, valid } from "../errors.ts";
import { existingUser } from "../existing.ts";
import { email, externalId, moment } from "../fields.ts";
import { type Metadata, mergeMetadata } from "../metadata.ts";
import { list, text } from "../paging.ts";
import type { User } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";
import { disownAccounts } from "./connected-accounts.ts";
import { dropFlagTarget } from "./feature-flags.ts";

/** ASSUMED: the bounds of names and the shortest password; WorkOS measures the strength of passwords. */
const personName = z.string().max(255, "must be at most 255 characters");
const MIN_PASSWORD_LENGTH = 10;

const HASH_TYPES = ["bcrypt", "firebase-scrypt", "ssha", "ssha256", "scrypt", "pbkdf2", "argon2"] as const;
type HashType = (typeof HASH_TYPES)[number];
/** Hashes that say themselves what they are. ASSUMED: of the other types any text passes. */
const HASH_FORMS: Partial<Record<HashType, RegExp>> = {
  bcrypt: /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/,
  argon2: /^\$argon2(i|d|id)\$/,
};

const passwordFields = {
  password_hash: z.string().optional(),
  password_hash_type: z.enum(HASH_TYPES).optional(),
  password_salt_position: z.enum(["prefix", "suffix"]).optional(),
};
const createSchema = z.object({
  ...passwordFields,
  password: z.string().nullish(),
  email,
  first_name: personName.nullish(),
  last_name: personName.nullish(),
  name: personName.nullish(),
  email_verified: z.boolean().nullish(),
  external_id: externalId.nullish(),
  metadata: z.unknown().optional(),
  // For WorkOS's fraud detection; nothing shows them again.
  ip_address: z.string().nullish(),
  user_agent: z.string().nullish(),
  signals_id: z.string().optional(),
});
/** Unlike on creation, names cannot be null here. */
const updateSchema = z.object({
  ...passwordFields,
  password: z.string().optional(),
  email: email.optional(),
  first_name: personName.optional(),
  last_name: personName.optional(),
  name: personName.optional(),
  email_verified: z.boolean().optional(),
  external_id: externalId.nullish(),
  metadata: z.unknown().optional(),
  locale: z.string().nullish(),
});

export function userEndpoints(store: WorkosStore): Endpoint[] {
  const { users } = store;

  return [
    get("/user_management/users", ({ query }) => {
      const organizationId = text(query, "organization_id") ?? text(query, "organization");
      const address = text(query, "email")?.toLowerCase();
      const within = address === undefined ? users.all : users.group("email", address);
      const members =
        organizationId === undefined
          ? undefined
          : new Set([...store.memberships.group("organization_id", organizationId)].map(({ user_id }) => user_id));
      const where = members && (({ id }: User) => members.has(id));
      return { status: 200, body: list(users, within, query, renderUser, { where }) };
    }),

    post("/user_management/users", (call) => {
      const body = valid(createSchema, call.body, invalidParameters);
      checkPassword(body);
      const metadata = mergeMetadata({}, body.metadata);
      if (users.find("email", body.email.toLowerCase())) throw creationError("email_not_available", EMAIL_TAKEN);
      // ASSUMED: the specification names no code for this clash on creation.
      if (body.external_id && users.find("external_id", body.external_id))
        throw creationError("external_id_already_used", externalIdTaken(body.external_id));
      const user = insertUser(store, { ...body, metadata }, call.actor, call.now);
      return { status: 201, body: renderUser(user) };
    }),

    get("/user_management/users/external_id/{external_id}", (call) => {
      const wanted = param(call, "external_id");
      const user = users.find("external_id", wanted);
      if (!user) throw notFound("User", wanted);
      return { status: 200, body: renderUser(user) };
    }),

    get("/user_management/users/{id}", (call) => ({
      status: 200,
      body: renderUser(existingUser(store, param(call, "id"))),
    })),

    put("/user_management/users/{id}", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { password, password_hash, password_hash_type, password_salt_position, ...fields } = valid(
        updateSchema,
        call.body,
        invalidParameters,
      );
      checkPassword({ password, password_hash, password_hash_type, password_salt_position });
      const metadata = mergeMetadata(user.metadata, fields.metadata);
      if (typeof fields.locale === "string" && !isLocale(fields.locale)) throw refusal(400, "invalid_locale");
      const addressHolder = fields.email && users.find("email", fields.email.toLowerCase());
      if (addressHolder && addressHolder.id !== user.id) throw refusal(400, "email_not_available", EMAIL_TAKEN);
      const idHolder = fields.external_id && users.find("external_id", fields.external_id);
      if (idHolder && idHolder.id !== user.id)
        throw refusal(400, "external_id_already_used", externalIdTaken(idHolder.external_id));
      const change = changed<User>(user, { ...fields, metadata } as Partial<User>, call.now);
      if (!change) return { status: 200, body: renderUser(user) };
      const body = renderUser(users.replace(change.record));
      store.emit("user.updated", body, { cause: call.actor, now: call.now, previous: change.previous });
      return { status: 200, body };
    }),

    // ASSUMED: memberships are deleted with the user, without events of their own.
    del("/user_management/users/{id}", (call) => {
      const user = existingUser(store, param(call, "id"));
      for (const membership of [...store.memberships.group("user_id", user.id)]) {
        store.forgetMembership(membership);
        disownAccounts(store, membership, call.actor, call.now);
      }
      dropFlagTarget(store, user.id);
      for (const collection of [store.authenticationFactors, store.authorizedApplications, store.connectedAccounts])
        for (const record of [...collection.group("user_id", user.id)]) collection.delete(record.id);
      store.emailChanges.delete(user.id);
      users.delete(user.id);
      store.emit("user.deleted", renderUser(user), { cause: call.actor, now: call.now });
      return { status: 200 };
    }),
  ];
}

const livedSchema = z.object({
  profile_picture_url: z
    .string()
    .refine((url) => URL.canParse(url), "must be a URL")
    .nullish(),
  last_sign_in_at: moment.transform((text) => iso(new Date(text))).nullish(),
});

/** What comes of a person's signing in, with their identity provider's picture. */
export function userControl(store: WorkosStore): Endpoint[] {
  return [
    // ASSUMED: a new picture is a change like any other, and that somebody signed in is none.
    patch("/users/{id}", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { last_sign_in_at = user.last_sign_in_at, ...fields } = valid(livedSchema, call.body);
      const change = changed<User>(user, fields as Partial<User>, call.now);
      const body = renderUser(store.users.replace({ ...(change?.record ?? user), last_sign_in_at }));
      if (change)
        store.emit("user.updated", body, { cause: { kind: "system" }, now: call.now, previous: change.previous });
      return { status: 200, body };
    }),
  ];
}

/** The caller has checked that address and external id are free. */
export function insertUser(
  store: WorkosStore,
  fields: {
    email: string;
    first_name?: string | null | undefined;
    last_name?: string | null | undefined;
    name?: string | null | undefined;
    email_verified?: boolean | null | undefined;
    external_id?: string | null | undefined;
    metadata?: Metadata;
  },
  cause: Cause,
  now: Date,
): User {
  const user = store.users.insert({
    id: store.id("user", now),
    email: fields.email,
    email_verified: fields.email_verified ?? false,
    first_name: fields.first_name ?? null,
    last_name: fields.last_name ?? null,
    name: fields.name ?? null,
    external_id: fields.external_id ?? null,
    metadata: fields.metadata ?? {},
    locale: null,
    profile_picture_url: null,
    last_sign_in_at: null,
    created_at: iso(now),
    updated_at: iso(now),
  });
  store.emit("user.created", renderUser(user), { cause, now });
  return user;
}

export function renderUser(user: User) {
  const { first_name, last_name } = user;
  // ASSUMED: a full name that was never given is made of the two parts.
  const parts = [first_name, last_name].filter((part) => part !== null && part !== "").join(" ");
  return {
    object: "user",
    ...user,
    name: user.name ?? (parts === "" ? null : parts),
  };
}

function checkPassword(body: {
  password?: string | null | undefined;
  password_hash?: string | undefined;
  password_hash_type?: HashType | undefined;
  password_salt_position?: string | undefined;
}): void {
  const { password, password_hash, password_hash_type, password_salt_position } = body;
  const hasPassword = typeof password === "string";
  if (hasPassword && password_hash !== undefined) throw refusal(400, "password_and_password_hash_provided");
  if (hasPassword && password_hash_type !== undefined) throw refusal(400, "password_and_password_hash_type_provided");
  if (password_salt_position !== undefined && password_hash === undefined)
    throw refusal(400, "password_salt_position_requires_password_hash");
  if ((password_hash === undefined) !== (password_hash_type === undefined) || password_hash === "")
    throw refusal(400, "invalid_password_hash");
  if (password_hash_type !== undefined && HASH_FORMS[password_hash_type]?.test(password_hash ?? "") === false)
    throw refusal(400, "invalid_password_hash");
  if (password_salt_position !== undefined && password_hash_type !== "ssha256")
    throw invalidParameters([{ field: "password_salt_position", text: "is for the hash type ssha256 only" }]);
  if (hasPassword && password.length < MIN_PASSWORD_LENGTH)
    throw withErrors("password_strength_error", "password_too_short", "The password is too short.");
}

/** What taken values have in common in all messages of WorkOS's: its command line looks for "already exists". */
export const EMAIL_TAKEN = "A user with this email already exists.";
const externalIdTaken = (id: string | null) => `A user with the external id '${id}' already exists.`;

const creationError = (code: string, message: string) => withErrors("user_creation_error", code, message);

const withErrors = (code: string, detail: string, message: string) =>
  new Refusal({
    status: 400,
    body: { code, message: `Validation failed. ${message}`, errors: [{ code: detail, message }] },
  });

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}
