import { z } from "zod";

/** An object with any names and one kind of value. `__proto__` is refused: zod's record would drop it. */
export const mapOf = <T extends z.ZodType>(value: T) =>
  z
    .unknown()
    .refine((map) => !Object.hasOwn(Object(map), "__proto__"), "must not have a member __proto__")
    .pipe(z.record(z.string(), value));
