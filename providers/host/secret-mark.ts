/** Pulumi's mark of a secret: on the wire, in state and in what the engine tells of a run. */
const KEY = "4dabf18193072939515e22adb298388d";

/** A secret as the engine takes it. */
export const asSecret = (value: unknown): unknown => ({ [KEY]: "1b47061264138c4ac30d75fd1eb44270", value });

/** Whether that is a secret, with its value in whatever form beside the mark. */
export const isSecret = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && KEY in value;

/** Properties without marks, as values. */
export const withoutMarks = (bag: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(bag).map(([field, value]) => [field, isSecret(value) ? value.value : value]));
