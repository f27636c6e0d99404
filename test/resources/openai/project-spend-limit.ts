import type { ActingClient } from "../../../emulators/index.ts";
import type { Description } from "../description.ts";
import { project } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}/spend_limit" as const;

const pathOf = (projectId: unknown): string => `/organization/projects/${projectId}/spend_limit`;

const limit = (act: ActingClient, projectId: unknown, cents: number) =>
  act.post(pathOf(projectId), { threshold_amount: cents, currency: "USD", interval: "month" });

export const projectSpendLimit: Description = {
  at: POST,
  writes: { create: { [POST]: 1 }, remove: { "DELETE /organization/projects/{project_id}/spend_limit": 1 } },
  // A project has one, so the bystander is another project's.
  async home(act, name) {
    const other = await project(act, `${name}-eu`);
    await limit(act, other.projectId, 80_000);
    return { ...(await project(act, name)), neighbour: other.projectId };
  },
  declared: ({ projectId }) => ({ projectId, monthlyUsd: 800 }),
  changed: ({ projectId }) => ({ projectId, monthlyUsd: 19.99 }),
  async held(act, { projectId, neighbour }) {
    const found = [projectId, neighbour].map(async (each) => {
      const { status, body } = await act.request("GET", pathOf(each));
      return status === 404 ? [] : [{ id: String(each), projectId: each, monthlyUsd: body.threshold_amount / 100 }];
    });
    return (await Promise.all(found)).flat();
  },
  life: {
    drifted: { meanwhile: ({ act, home }) => limit(act, home.projectId, 100_000) },
    vanished: { meanwhile: ({ act, home }) => act.delete(pathOf(home.projectId)) },
  },
};
