import { at, defineResource, local, z } from "../kit.ts";
import { workos } from "./client.ts";
import { origin, timestamp } from "./fields.ts";

/**
 * An origin whose pages may call WorkOS from the browser. WorkOS can neither change nor delete it.
 * Source: WorkOS API reference, "CORS origin".
 * @removal WorkOS has no way to delete one. Protected unless `onDelete: abandon`, which leaves it there
 */
export class CorsOrigin extends defineResource(workos, "CorsOrigin", {
  inputs: z.strictObject({
    /** What a browser sends as its origin: `https://app.example.com`, without a path or a final slash. */
    origin,
    /**
     * What removing it means, since WorkOS cannot delete it: `abandon` leaves it as it is. Without that word the engine
     * protects it, and a preview refuses its removal and its replacement.
     */
    onDelete: local(z.enum(["abandon"]).optional()),
  }),
  outputs: z.object({ createdAt: timestamp }),
  key: ["origin"],
  removal: {
    permanent: true,
    leaves: ({ origin }) => `${origin} stays at WorkOS, and its pages may go on calling it`,
  },
  list: (api) => api.list<{ id: string; origin: string; created_at: string }>(at`/user_management/cors_origins`),
  show: ({ origin, created_at }) => ({ origin, createdAt: created_at }),
  ensure: (api, { origin }) => api.post(at`/user_management/cors_origins`, { origin }),
}) {}
