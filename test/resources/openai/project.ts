import type { Description } from "../description.ts";
import { project as aProject, everyPage } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}" as const;

export const project: Description = {
  dated: true,
  at: POST,
  writes: { remove: { [`${POST}/archive`]: 1 } },
  async home(act, name) {
    await aProject(act, `The ${name} (EU)`);
    return {};
  },
  declared: (_home, name) => ({
    name: `The ${name}`,
    residency: "EU_STORAGE_PROCESSING",
    externalKeyId: "key-one",
  }),
  changed: (_home, name) => ({
    name: `The new ${name}`,
    residency: "EU_STORAGE_PROCESSING",
    externalKeyId: null,
  }),
  // An archived one is gone.
  async held(act, _home, name) {
    const rows = await everyPage(act, "/organization/projects?include_archived=true");
    return rows
      .filter((row) => [`The ${name}`, `The new ${name}`, `The ${name} (EU)`].includes(String(row.name)))
      .filter(({ status }) => status !== "archived")
      .map((row) => ({
        id: String(row.id),
        name: row.name,
        residency: row.residency,
        externalKeyId: row.external_key_id ?? null,
      }));
  },
  life: {
    replaced: {
      title: "replaced by one with another residency",
      inputs: (home, name) => ({ ...project.declared(home, name), residency: "US_STORAGE_PROCESSING" }),
    },
    vanished: {
      title: "archived by somebody, and made anew",
      meanwhile: ({ act, id }) => act.post(`/organization/projects/${id}/archive`),
    },
    adopted: { title: "missing from state, and adopted on request" },
  },
  stages: [
    {
      title: "a residency declared no more is unmanaged, not replaced",
      inputs: (_home, name) => ({ name: `The ${name}` }),
      does: ["update"],
      writes: {},
      shows: { residency: "US_STORAGE_PROCESSING" },
    },
    {
      title: "declared again as it is: no replacement",
      inputs: (_home, name) => ({ name: `The ${name}`, residency: "US_STORAGE_PROCESSING" }),
      does: ["update"],
      writes: {},
    },
  ],
};
