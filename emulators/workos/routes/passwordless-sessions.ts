import { z } from "zod";
import { type Endpoint, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { notFound, valid } from "../errors.ts";
import { email } from "../fields.ts";
import { iso, type WorkosStore } from "../store.ts";

/** ASSUMED: how long a session is good if nobody says; the bounds are documented. */
const DEFAULT_SECONDS = 900;

const createSchema = z.object({
  email,
  type: z.enum(["MagicLink"]),
  redirect_uri: z.string().nullish(),
  state: z.string().nullish(),
  expires_in: z.number().int().min(900, "must be at least 900").max(86400, "must be at most 86400").nullish(),
});

/** Links by which somebody signs in. They send no events, and nobody signs in at an emulator. */
export function passwordlessSessionEndpoints(store: WorkosStore): Endpoint[] {
  const { passwordlessSessions } = store;
  return [
    // ASSUMED: created is 201, and what is wrong 422; no status is listed.
    post("/passwordless/sessions", (call) => {
      const body = valid(createSchema, call.body);
      const session = passwordlessSessions.insert({
        id: store.id("passwordless_session", call.now),
        email: body.email,
        expires_at: iso(new Date(call.now.getTime() + (body.expires_in ?? DEFAULT_SECONDS) * 1000)),
        link: `https://auth.workos.com/passwordless/${randomText(24)}/confirm`,
        sent: 0,
      });
      const { sent, ...shown } = session;
      return { status: 201, body: { object: "passwordless_session", ...shown } };
    }),

    // ASSUMED: one that has expired is unknown.
    post("/passwordless/sessions/{session_id}/send", (call) => {
      const session = passwordlessSessions.get(param(call, "session_id"));
      if (!session || session.expires_at <= iso(call.now))
        throw notFound("Passwordless session", param(call, "session_id"));
      passwordlessSessions.replace({ ...session, sent: session.sent + 1 });
      return { status: 200 };
    }),
  ];
}
