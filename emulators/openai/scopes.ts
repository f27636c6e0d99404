import type { Call } from "../core/api.ts";
import { ORGANIZATION, type Scope } from "./records.ts";
import { activeProject, existingProject } from "./routes/projects.ts";
import type { OpenaiStore } from "./store.ts";

/** One of the two roots that have operations on settings, and the scope that a request there is about. */
export interface Place {
  readonly root: string;
  /** First part of the `object` of what is answered. */
  readonly kind: "organization" | "project";
  read(call: Call): Scope;
  /** Refuses archived projects. */
  change(call: Call): Scope;
}

/** The organization itself and each of its projects. */
export const placesOf = (store: OpenaiStore): Place[] => [
  { root: "/organization", kind: "organization", read: () => ORGANIZATION, change: () => ORGANIZATION },
  {
    root: "/organization/projects/{project_id}",
    kind: "project",
    read: (call) => existingProject(store, call).id,
    change: (call) => activeProject(store, call).id,
  },
];
