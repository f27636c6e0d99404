import { lookupsAt } from "../../host/lookup.ts";
import { Answers } from "../../kit.ts";
import { workos } from "../client.ts";

export { idAlone, type OneOf, oneOf, onlyOneOf, text } from "../../host/lookup.ts";
export type { Answers };
export const { ask, only } = lookupsAt(workos, (reader) => new Answers(reader));
