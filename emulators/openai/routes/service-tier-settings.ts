import { z } from "zod";
import { type Endpoint, get, optionalBody, post } from "../../core/api.ts";
import { valid } from "../errors.ts";
import type { ServiceTier } from "../records.ts";
import type { OpenaiStore } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

const bodySchema = z
  .object({
    default: z.enum(["standard", "fast", "scale"]).optional(),
    enabled_tiers: z.union([z.literal("all"), z.array(z.enum(["flex", "fast", "ultrafast"]))]).optional(),
  })
  .refine(
    (body) => body.default !== undefined || body.enabled_tiers !== undefined,
    "Provide default or enabled_tiers.",
  );

export function serviceTierEndpoints(store: OpenaiStore): Endpoint[] {
  const base = "/organization/projects/{project_id}/service_tier_settings";
  // ASSUMED: what a project begins with.
  const settingsOf = (id: string): ServiceTier =>
    store.serviceTiers.get(id) ?? { id, default: "standard", enabled_tiers: [] };

  return [
    get(base, (call) => ({ status: 200, body: render(settingsOf(existingProject(store, call).id)) })),

    post(base, (call) => {
      const { id } = activeProject(store, call);
      const body = valid(bodySchema, optionalBody(call));
      const before = settingsOf(id);
      const settings = {
        id,
        default: body.default ?? before.default,
        enabled_tiers: body.enabled_tiers ?? before.enabled_tiers,
      };
      if (store.serviceTiers.get(id)) store.serviceTiers.replace(settings);
      else store.serviceTiers.insert(settings);
      return { status: 200, body: render(settings) };
    }),
  ];
}

const render = (settings: ServiceTier) => ({
  object: "project.service_tier_settings",
  default: settings.default,
  enabled_tiers: settings.enabled_tiers,
});
