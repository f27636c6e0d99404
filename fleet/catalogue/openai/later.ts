import { catalogueSection } from "../../section.ts";
import { notYet } from "../../words.ts";

/** Words about OpenAI's organization that nothing acts on yet. */
export const organizationLater = catalogueSection({ at: ["openai"], fields: notYet("externalKeys") });
