import { tenantSection } from "../../section.ts";
import { notYet } from "../../words.ts";

/** Words about a project that nothing acts on yet. */
export const projectLater = tenantSection({
  at: ["openai", "project"],
  shared: notYet("certificates", "federation"),
});
