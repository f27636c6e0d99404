import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { invalid, notFound, valid } from "../errors.ts";
import { existingUser } from "../existing.ts";
import { list } from "../paging.ts";
import type { AuthenticationFactor } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

/** Base32, as authenticator apps take it. */
const SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CHALLENGE_MS = 10 * 60 * 1000;

const enrolSchema = z.object({
  type: z.literal("totp", "must be totp"),
  totp_issuer: z.string().optional(),
  totp_user: z.string().optional(),
  totp_secret: z.string().optional(),
});

export function authenticationFactorEndpoints(store: WorkosStore): Endpoint[] {
  const { authenticationFactors: factors } = store;
  const ofUser = "/user_management/users/{userlandUserId}/auth_factors";
  return [
    get(ofUser, (call) => {
      const user = existingUser(store, param(call, "userlandUserId"));
      return { status: 200, body: list(factors, factors.group("user_id", user.id), call.query, render) };
    }),

    // The secret is shown this once. ASSUMED: issuer and user are the environment's and the address if not given.
    post(ofUser, (call) => {
      const user = existingUser(store, param(call, "userlandUserId"));
      const body = valid(enrolSchema, call.body, invalid);
      const factor = factors.insert({
        id: store.id("auth_factor", call.now),
        type: "totp",
        user_id: user.id,
        totp: { issuer: body.totp_issuer ?? "Emulator", user: body.totp_user ?? user.email },
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      const answer = {
        authentication_factor: { ...render(factor), totp: enrolled(factor, body.totp_secret) },
        authentication_challenge: {
          object: "authentication_challenge",
          id: store.id("auth_challenge", call.now),
          authentication_factor_id: factor.id,
          expires_at: iso(new Date(call.now.getTime() + CHALLENGE_MS)),
          created_at: iso(call.now),
          updated_at: iso(call.now),
        },
      };
      return { status: 201, body: answer };
    }),

    get("/auth/factors/{id}", (call) => ({ status: 200, body: render(existing(store, call)) })),

    // ASSUMED: 204, of the two statuses that the specification lists.
    del("/auth/factors/{id}", (call) => {
      factors.delete(existing(store, call).id);
      return { status: 204 };
    }),
  ];
}

function existing(store: WorkosStore, call: Call): AuthenticationFactor {
  const factor = store.authenticationFactors.get(param(call, "id"));
  if (!factor) throw notFound("Authentication factor", param(call, "id"));
  return factor;
}

const render = (factor: AuthenticationFactor) => ({ object: "authentication_factor", ...factor });

function enrolled({ totp }: AuthenticationFactor, given: string | undefined) {
  const secret = given ?? randomText(16, SECRET_ALPHABET);
  const { issuer, user } = totp;
  const label = `${encodeURIComponent(issuer.toWellFormed())}:${encodeURIComponent(user.toWellFormed())}`;
  const query = new URLSearchParams({ secret, issuer });
  return { ...totp, secret, qr_code: "data:image/png;base64,", uri: `otpauth://totp/${label}?${query}` };
}
