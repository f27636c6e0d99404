import { z } from "zod";
import { fleetFile } from "./schema.ts";
import { tenantFile } from "./tenant/index.ts";

/**
 * JSON Schemas (2020-12) of the two kinds of file, for editors. They know every rule about single values; rules across
 * values and files are the loader's. With the text of each field they are in `schemas/`, see `generate/file-schemas.ts`.
 */
export const jsonSchemas = () => ({ fleet: jsonSchema(fleetFile), tenant: jsonSchema(tenantFile) });

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input" });
