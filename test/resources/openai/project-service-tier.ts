import type { Description } from "../description.ts";
import { project } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}/service_tier_settings" as const;
const ONCE = { [POST]: 1 };

const pathOf = (projectId: unknown): string => `/organization/projects/${projectId}/service_tier_settings`;

export const projectServiceTier: Description = {
  at: POST,
  writes: { create: ONCE, remove: ONCE },
  alwaysThere: true,
  // A project has one, so the bystander is another project's.
  async home(act, name) {
    const other = await project(act, `${name}-eu`);
    await act.post(pathOf(other.projectId), { default: "fast", enabled_tiers: ["fast"] });
    return { ...(await project(act, name)), neighbour: other.projectId };
  },
  declared: ({ projectId }) => ({ projectId, default: "fast", enabledTiers: ["fast", "flex"] }),
  changed: ({ projectId }) => ({ projectId, default: "scale", enabledTiers: "all" }),
  // With the standard tier alone, as a new project, nobody decided anything.
  async held(act, { projectId, neighbour }) {
    const found = [projectId, neighbour].map(async (each) => {
      const { default: tier, enabled_tiers: enabledTiers } = await act.get(pathOf(each));
      if (tier === "standard" && enabledTiers.length === 0) return [];
      return [{ id: String(each), projectId: each, default: tier, enabledTiers }];
    });
    return (await Promise.all(found)).flat();
  },
  stages: [
    {
      title: "tiers in another order are the same, and a default declared no more stays as it is",
      inputs: ({ projectId }) => ({ projectId, enabledTiers: ["flex", "fast"] }),
      does: ["update"],
      writes: {},
      shows: { enabledTiers: ["fast", "flex"], default: "fast" },
    },
    {
      title: "none beside the standard one, and a default declared again, which is put back as it was then",
      meanwhile: ({ act, home }) => act.post(pathOf(home.projectId), { default: "standard" }),
      inputs: ({ projectId }) => ({ projectId, default: "fast", enabledTiers: [] }),
      does: ["update"],
      writes: ONCE,
    },
  ],
};
