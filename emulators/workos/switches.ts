import { z } from "zod";
import { Switches } from "../core/switches.ts";

const schema = z.strictObject({
  /**
   * null: deleting an organization answers 200 and it is gone. A number: it answers 202, and the organization is served
   * for that many milliseconds more. The specification lists both answers and does not say when which one comes.
   */
  organizationDeletionMs: z.number().min(0).nullable(),
  /** The same choice for directories, which are `deleting` until then. */
  directoryDeletionMs: z.number().min(0).nullable(),
  /** Whether a membership can have several roles: a setting of the dashboard. */
  multipleRoles: z.boolean(),
});

export type WorkosSwitches = z.infer<typeof schema>;

export const workosSwitches = (initial: Partial<WorkosSwitches> = {}) =>
  new Switches<WorkosSwitches>(schema, {
    organizationDeletionMs: null,
    directoryDeletionMs: null,
    multipleRoles: false,
    ...initial,
  });
