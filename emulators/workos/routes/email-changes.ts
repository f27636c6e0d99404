import { z } from "zod";
import { type Endpoint, get, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { changed } from "../changes.ts";
import { invalidParameters, refusal, valid } from "../errors.ts";
import { existingUser } from "../existing.ts";
import { email } from "../fields.ts";
import type { User } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";
import { EMAIL_TAKEN, renderUser } from "./users.ts";

/** ASSUMED: how long a code is good, and how often it may be mistyped; the specification knows both without a number. */
const LIFETIME_MS = 10 * 60 * 1000;
const MAX_ATTEMPTS = 10;

const sendSchema = z.object({ new_email: z.string() });
const confirmSchema = z.object({ code: z.string() });

export function emailChangeEndpoints(store: WorkosStore): Endpoint[] {
  const { emailChanges } = store;
  const refuseTaken = (user: User, address: string) => {
    const holder = store.users.find("email", address.toLowerCase());
    if (holder && holder.id !== user.id) throw refusal(409, "email_not_available", EMAIL_TAKEN);
  };
  return [
    // A second request replaces the first one (ASSUMED). The mail itself is not sent.
    post("/user_management/users/{id}/email_change/send", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { new_email } = valid(sendSchema, call.body, invalidParameters);
      if (!email.safeParse(new_email).success) throw refusal(422, "invalid_email", "The email is invalid.");
      if (new_email.toLowerCase() === user.email.toLowerCase()) throw refusal(409, "email_change_not_needed");
      refuseTaken(user, new_email);
      emailChanges.delete(user.id);
      const change = emailChanges.insert({
        id: user.id,
        new_email,
        code: randomText(6, "0123456789"),
        used: false,
        attempts: 0,
        expires_at: iso(new Date(call.now.getTime() + LIFETIME_MS)),
        created_at: iso(call.now),
      });
      const { expires_at, created_at } = change;
      return {
        status: 200,
        body: { object: "email_change", user: renderUser(user), new_email, expires_at, created_at },
      };
    }),

    // The code proves that the address is the user's.
    post("/user_management/users/{id}/email_change/confirm", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { code } = valid(confirmSchema, call.body, invalidParameters);
      const pending = emailChanges.get(user.id);
      if (!pending) throw refusal(409, "no_pending_email_change");
      if (pending.used) throw refusal(409, "email_change_code_previously_used");
      if (pending.expires_at <= iso(call.now)) throw refusal(400, "email_change_code_expired");
      if (pending.attempts >= MAX_ATTEMPTS) throw refusal(429, "email_change_too_many_attempts");
      if (pending.code !== code) {
        emailChanges.replace({ ...pending, attempts: pending.attempts + 1 });
        return refusal(400, "email_change_code_incorrect").answer;
      }
      refuseTaken(user, pending.new_email);
      emailChanges.replace({ ...pending, used: true });
      const change = changed<User>(user, { email: pending.new_email, email_verified: true }, call.now);
      if (change) {
        const data = renderUser(store.users.replace(change.record));
        store.emit("user.updated", data, { cause: call.actor, now: call.now, previous: change.previous });
      }
      const body = { object: "email_change_confirmation", user: renderUser(change?.record ?? user) };
      return { status: 200, body };
    }),
  ];
}

/** Shows the code, as the mail would that is not sent. */
export function emailChangeControl(store: WorkosStore): Endpoint[] {
  return [
    get("/users/{id}/email_change", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { code = null, new_email = null } = store.emailChanges.get(user.id) ?? {};
      return { status: 200, body: { code, new_email } };
    }),
  ];
}
