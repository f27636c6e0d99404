import type { ActingClient, Emulators } from "../../emulators/index.ts";

/** A colleague who changes things in the vendors' dashboards. Also how tests ask what is there: she is not counted. */
export const dana = ({ workos, openai }: Emulators): { workos: ActingClient; openai: ActingClient } => ({
  workos: workos.as("dana@ourcompany.example"),
  openai: openai.as("dana@ourcompany.example"),
});
