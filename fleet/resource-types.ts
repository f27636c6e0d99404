import type { z } from "zod";
import type * as openai from "../providers/openai/index.ts";
import type * as workos from "../providers/workos/index.ts";

type Classes = {
  [Name in keyof typeof workos as `workos:${Name}`]: (typeof workos)[Name];
} & { [Name in keyof typeof openai as `openai:${Name}`]: (typeof openai)[Name] };

/** A kind of resource, as `workos:OrganizationRole`. */
export type ResourceType = keyof Classes;

/** What a resource of this type is declared with. */
export type InputsOf<Type extends ResourceType> = z.input<Classes[Type]["definition"]["inputs"]>;
