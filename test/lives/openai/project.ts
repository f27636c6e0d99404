import { expect } from "vitest";
import { Project } from "../../../providers/openai/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

/** All projects of this life, archived ones included, oldest first. */
async function expectProjects(world: World, ...expected: object[]): Promise<void> {
  const { data } = await dana(world.emulators).openai.get("/organization/projects?limit=100&include_archived=true");
  const ours = data.filter(({ name }: { name: string }) => name.startsWith("acme"));
  ours.sort(
    (a: { created_at: number; archived_at?: number }, b: typeof a) => Number(!a.archived_at) - Number(!b.archived_at),
  );
  expect(ours).toEqual(expected.map((fields) => expect.objectContaining(fields)));
  expect(ours.at(-1).id).toBe(world.id());
}

export const project = life<ConstructorParameters<typeof Project>[1]>({
  of: "openai:Project",
  declare: () => (name, inputs) => new Project(name, inputs),
  stages: [
    {
      title: "created",
      inputs: { name: "acme-prod", residency: "EU_STORAGE_PROCESSING" },
      does: ["create"],
      writes: { "POST /organization/projects": 1 },
      holds: (world) =>
        expectProjects(world, { name: "acme-prod", residency: "EU_STORAGE_PROCESSING", status: "active" }),
    },
    {
      title: "renamed in place",
      inputs: { name: "acme-production", residency: "EU_STORAGE_PROCESSING" },
      does: ["update"],
      writes: { "POST /organization/projects/{project_id}": 1 },
      holds: (world) => expectProjects(world, { name: "acme-production", status: "active" }),
    },
    {
      title: "drift repaired",
      meanwhile: (world) =>
        dana(world.emulators).openai.post(`/organization/projects/${world.id()}`, { name: "acme?" }),
      does: ["update"],
      writes: { "POST /organization/projects/{project_id}": 1 },
      holds: (world) => expectProjects(world, { name: "acme-production", status: "active" }),
    },
    {
      title: "residency declared no more: unmanaged, not replaced",
      inputs: { name: "acme-production" },
      does: ["update"],
      writes: {},
      holds: (world) => expectProjects(world, { name: "acme-production", residency: "EU_STORAGE_PROCESSING" }),
    },
    {
      title: "residency declared again as it is: no replacement",
      inputs: { name: "acme-production", residency: "EU_STORAGE_PROCESSING" },
      does: ["update"],
      writes: {},
      holds: (world) => expectProjects(world, { name: "acme-production", status: "active" }),
    },
    {
      title: "archived behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).openai.post(`/organization/projects/${world.id()}/archive`),
      does: ["create"],
      writes: { "POST /organization/projects": 1 },
      holds: (world) => expectProjects(world, { status: "archived" }, { name: "acme-production", status: "active" }),
    },
    {
      title: "missing from state and adopted on request",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectProjects(world, { status: "archived" }, { name: "acme-production", status: "active" }),
    },
    {
      title: "another residency replaces it",
      inputs: { name: "acme-production-us", residency: "US_STORAGE_PROCESSING" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { "POST /organization/projects": 1, "POST /organization/projects/{project_id}/archive": 1 },
      holds: (world) =>
        expectProjects(
          world,
          { status: "archived" },
          { status: "archived" },
          { name: "acme-production-us", residency: "US_STORAGE_PROCESSING", status: "active" },
        ),
    },
  ],
  destroyed: { "POST /organization/projects/{project_id}/archive": 1 },
});
