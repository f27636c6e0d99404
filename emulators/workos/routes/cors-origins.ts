import { z } from "zod";
import { type Endpoint, get, post } from "../../core/api.ts";
import { invalidProperties, refusal, valid } from "../errors.ts";
import { list } from "../paging.ts";
import type { CorsOrigin } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

/** ASSUMED: exactly what a browser sends as its origin, so neither a path nor a slash at the end. */
export const origin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, "must be an origin");
const createSchema = z.object({ origin });

export function corsOriginEndpoints(store: WorkosStore): Endpoint[] {
  const { corsOrigins } = store;
  return [
    get("/user_management/cors_origins", ({ query }) => ({
      status: 200,
      body: list(corsOrigins, corsOrigins.all, query, render),
    })),

    post("/user_management/cors_origins", (call) => {
      const { origin } = valid(createSchema, call.body, invalidProperties);
      if (corsOrigins.find("origin", origin))
        throw refusal(409, "duplicate_cors_origin", `The CORS origin '${origin}' already exists.`);
      const held = corsOrigins.insert({
        id: store.id("cors_origin", call.now),
        origin,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: render(held) };
    }),
  ];
}

const render = (held: CorsOrigin) => ({ object: "cors_origin", ...held });
