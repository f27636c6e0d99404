import type { Description } from "../description.ts";
import { project } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}/data_retention" as const;
const ONCE = { [POST]: 1 };

const pathOf = (projectId: unknown): string => `/organization/projects/${projectId}/data_retention`;

export const projectDataRetention: Description = {
  at: POST,
  writes: { create: ONCE, remove: ONCE },
  alwaysThere: true,
  // A project has one, so the bystander is another project's.
  async home(act, name) {
    const other = await project(act, `${name}-eu`);
    await act.post(pathOf(other.projectId), { retention_type: "zero_data_retention" });
    return { ...(await project(act, name)), neighbour: other.projectId };
  },
  declared: ({ projectId }) => ({ projectId, type: "zero_data_retention" }),
  changed: ({ projectId }) => ({ projectId, type: "enhanced_modified_abuse_monitoring" }),
  async held(act, { projectId, neighbour }) {
    const found = [projectId, neighbour].map(async (each) => {
      const { type } = await act.get(pathOf(each));
      return type === "organization_default" ? [] : [{ id: String(each), projectId: each, type }];
    });
    return (await Promise.all(found)).flat();
  },
  life: {
    drifted: { meanwhile: ({ act, home }) => act.post(pathOf(home.projectId), { retention_type: "none" }) },
  },
};
