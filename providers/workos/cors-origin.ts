import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { local } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { type WorkosClient, workos } from "./client.ts";

interface OriginRow {
  id: string;
  origin: string;
}

const inputs = z.strictObject({
  /** What a browser sends as its origin: `https://app.example.com`, without a path or a final slash. */
  origin: z
    .string()
    .trim()
    .toLowerCase()
    .refine(
      (origin) =>
        URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && new URL(origin).origin === origin,
      "must be an origin such as https://app.example.com: no path, no final slash, no standard port",
    ),
  /**
   * What removing it means, since WorkOS cannot delete it: `abandon` leaves it as it is. Without that word the engine
   * protects it, and a preview refuses its removal and its replacement.
   */
  onDelete: local(z.enum(["abandon"]).optional()),
});

const ORIGINS = "/user_management/cors_origins";

export const corsOrigins: Collection<WorkosClient, OriginRow> = {
  name: "CORS origins",
  list: (client) => client.list(ORIGINS),
  id: (row) => row.id,
};

/**
 * An origin whose pages may call WorkOS from the browser. WorkOS can neither change nor delete it.
 * Source: WorkOS API reference, "CORS origin".
 */
export class CorsOrigin extends defineResource({
  vendor: workos,
  name: "CorsOrigin",
  inputs,
  computed: z.object({}),
  identity: ["origin"],
  immutable: ["origin"],
  permanent: true,
  collection: corsOrigins,
  scope: () => "",
  matches: (row, { origin }) => row.origin === origin,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({ id: row.id, inputs: { origin: row.origin }, computed: {} }),

  ensure: (client, { origin }) => client.post<OriginRow>(ORIGINS, { origin }),

  async remove(_client, { inputs: { origin, onDelete } }) {
    if (onDelete === "abandon") return;
    throw new ResourceError(
      "workos:CorsOrigin",
      `${origin} cannot be removed: WorkOS has no way to delete a CORS origin. Nothing was changed. ` +
        'Declare onDelete: "abandon" to leave it there, run `pulumi up`, then remove it.',
    );
  },

  leaves: ({ origin }) => `${origin} stays at WorkOS, and its pages may go on calling it`,
}) {}
