import { lookupsAt } from "../../host/lookup.ts";
import { Answers } from "../../kit.ts";
import { openai } from "../client.ts";

export { type OneOf, oneOf, text } from "../../host/lookup.ts";
export type { Answers };
export const { ask, only } = lookupsAt(openai, (reader) => new Answers(reader));
