import type { Call } from "../core/api.ts";
import { activeProject, existingProject } from "./routes/projects.ts";
import { type OpenaiStore, ORGANIZATION, type Scope } from "./store.ts";

/** One of the two places where operations on settings are found, and whose settings a request there is about. */
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
