import { z } from "zod";
import { type Call, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, flag, listed } from "../paging.ts";
import type { Project } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";

const RESIDENCIES = [
  "GLOBAL",
  "US_STORAGE_PROCESSING",
  "EU_STORAGE_PROCESSING",
  "JP_STORAGE",
  "JP_STORAGE_PROCESSING",
  "KR_STORAGE",
  "CA_STORAGE",
  "SG_STORAGE",
  "IN_STORAGE",
  "IN_STORAGE_PROCESSING",
  "AU_STORAGE",
  "AU_STORAGE_PROCESSING",
  "GB_STORAGE",
  "AE_STORAGE",
  "AE_STORAGE_PROCESSING",
] as const;

/** ASSUMED: a name must not be blank, and is not bounded otherwise. */
const name = z.string().regex(/\S/, "must not be empty");
const createSchema = z
  .object({
    name,
    residency: z.enum(RESIDENCIES).nullish(),
    external_key_id: z.string().nullish(),
    /** Deprecated, known to the SDK only. */
    geography: z.string().nullish(),
  })
  .refine((body) => !(body.residency && body.geography), {
    path: ["geography"],
    error: "must not be combined with residency",
  });
const updateSchema = z.object({
  name: name.nullish(),
  external_key_id: z.string().nullish(),
  geography: z.string().nullish(),
});

export function projectEndpoints(store: OpenaiStore): Endpoint[] {
  const { projects } = store;
  const base = "/organization/projects";

  return [
    get(base, ({ query }) => {
      const includeArchived = flag(query, "include_archived");
      const where = includeArchived ? undefined : (project: Project) => project.archived_at === null;
      const { omitLastId } = store.switches.values;
      const page = cursorPage(listed(projects, projects.all, where), query, renderProject, { omitLastId });
      return { status: 200, body: page };
    }),

    post(base, (call) => {
      const body = valid(createSchema, call.body);
      const project = projects.insert({
        id: store.id("proj_"),
        name: body.name,
        external_key_id: body.external_key_id ?? null,
        ...(body.residency ? { residency: body.residency } : {}),
        archived_at: null,
        created_at: seconds(call.now),
      });
      const data = { name: project.name, title: project.name };
      store.audit("project.created", { id: project.id, data }, call.actor, call.now, project.id);
      return store.created(renderProject(project));
    }),

    get(`${base}/{project_id}`, (call) => ({ status: 200, body: renderProject(existingProject(store, call)) })),

    post(`${base}/{project_id}`, (call) => {
      const project = activeProject(store, call);
      const body = valid(updateSchema, call.body);
      // Source: the specification's 400 of this operation.
      if (project.id === store.defaultProjectId) throw refusal("The default project cannot be modified.");
      const updated = {
        ...project,
        name: body.name ?? project.name,
        external_key_id: body.external_key_id === undefined ? project.external_key_id : body.external_key_id,
      };
      projects.replace(updated);
      if (updated.name !== project.name || updated.external_key_id !== project.external_key_id) {
        const changes_requested = updated.name === project.name ? {} : { title: updated.name };
        store.audit("project.updated", { id: project.id, changes_requested }, call.actor, call.now, project.id);
      }
      return { status: 200, body: renderProject(updated) };
    }),

    // ASSUMED: the default project cannot be archived, and no project twice.
    post(`${base}/{project_id}/archive`, (call) => {
      const project = activeProject(store, call);
      if (project.id === store.defaultProjectId) throw refusal("The default project cannot be archived.");
      const archived = projects.replace({ ...project, archived_at: seconds(call.now) });
      store.forgetProject(project.id);
      store.audit("project.archived", { id: project.id }, call.actor, call.now, project.id);
      if (store.switches.values.archiveMisreport) throw projectArchived(archived);
      return { status: 200, body: renderProject(archived) };
    }),
  ];
}

export function existingProject(store: OpenaiStore, call: Call): Project {
  const id = param(call, "project_id");
  const project = store.projects.get(id);
  if (!project) throw notFound("project", id);
  return project;
}

/** For everything that an archived project does not allow. */
export function activeProject(store: OpenaiStore, call: Call): Project {
  const project = existingProject(store, call);
  if (project.archived_at !== null) throw projectArchived(project);
  return project;
}

/** Wording as reported by users. */
const projectArchived = (project: Project) =>
  refusal(`Project ${project.id} is archived. You can only update an active project`, { code: "project_archived" });

const renderProject = (project: Project) => ({
  id: project.id,
  object: "organization.project",
  name: project.name,
  created_at: project.created_at,
  archived_at: project.archived_at,
  status: project.archived_at === null ? "active" : "archived",
  external_key_id: project.external_key_id,
  ...(project.residency === undefined ? {} : { residency: project.residency }),
});
