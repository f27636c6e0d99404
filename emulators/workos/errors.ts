import type { z } from "zod";
import { type Answer, type ErrorEnvelopes, Refusal } from "../core/api.ts";

const message = (status: number, text: string, more: object = {}): Answer => ({
  status,
  body: { ...more, message: text },
});

/** Unlike the rest of the API, the vault says `error` and not `message`. */
export const vaultError = (status: number, error: string): Answer => ({ status, body: { error } });

const isOfVault = (path: string): boolean => path.startsWith("/vault/");

/** WorkOS's answers to requests that reach no operation. Source: WorkOS API reference, "Errors". */
export const workosErrors: ErrorEnvelopes = {
  notFound: (method, path) => message(404, `Cannot ${method} ${path}`),
  notImplemented: (method, route) =>
    message(501, `${method} ${route} is part of WorkOS's API, and not yet of this emulator.`, { code: "not_emulated" }),
  invalidJson: (path) => {
    const text = "The request body is not valid JSON.";
    return isOfVault(path) ? vaultError(400, text) : message(400, text, { code: "bad_request" });
  },
  tooLarge: (limitBytes, path) => {
    const text = `The request body is longer than ${limitBytes} bytes.`;
    return isOfVault(path) ? vaultError(413, text) : message(413, text);
  },
  throttled: (retryAfterSeconds) => ({
    ...message(429, "Too many requests."),
    headers: { "retry-after": String(retryAfterSeconds) },
  }),
  error: (status, text) => message(status, text),
};

export const unauthorized: Answer = message(401, "Unauthorized");

/** 404. Most of WorkOS's 404s have no code, so clients can only rely on the status. */
export const notFound = (kind: string, id: string) => new Refusal(message(404, `${kind} not found: '${id}'.`));

/** An error with a code from the specification. */
export const refusal = (status: number, code: string, text = "Request could not be processed.") =>
  new Refusal(message(status, text, { code }));

/** An error that the specification gives a message only. */
export const plainRefusal = (status: number, text: string) => new Refusal(message(status, text));

/** An audit log event that is not as it must be; it says only where. @param fields e.g. `event.targets` */
export const invalidEvent = (fields: readonly string[]) =>
  new Refusal(
    message(400, "Invalid Audit Log event.", {
      code: "invalid_audit_log_event",
      errors: fields.map((field) => ({
        instancePath: field
          .replace(/^event(?=\.)|^/, "")
          .replace(/^\.?/, "/")
          .replaceAll(".", "/"),
      })),
    }),
  );

/** How a group of operations words a 422: `User Management` has a code, events an array, the others a message alone. */
export type InvalidWording = (problems: readonly { field: string; text: string }[]) => Refusal;

const worded = ({ field, text }: { field: string; text: string }) => (field === "" ? text : `${field}: ${text}`);

const listed = (problems: readonly { field: string; text: string }[]) =>
  `Validation failed. ${problems.map(worded).join("; ")}`;

export const invalid: InvalidWording = (problems) => plainRefusal(422, listed(problems));

/** Where the specification knows no 422. */
export const malformed: InvalidWording = (problems) => plainRefusal(400, listed(problems));

export const invalidParameters: InvalidWording = (problems) =>
  refusal(422, "invalid_request_parameters", listed(problems));

/** Keys and events name the field, and have a word for what is wrong with it. */
const fieldErrors =
  (status: number): InvalidWording =>
  (problems) =>
    new Refusal({
      status,
      body: { message: listed(problems), errors: problems.map(({ field, text }) => ({ field, code: codeOf(text) })) },
    });

export const invalidFields = fieldErrors(422);

/** The same with 400, where a well-formed value cannot be used. */
export const unusableFields = fieldErrors(400);

/** Webhook endpoints have a code, and a list of codes with their texts. */
export const invalidEntries: InvalidWording = (problems) =>
  new Refusal({
    status: 422,
    body: {
      code: "invalid_request_parameters",
      message: "Validation failed.",
      errors: problems.map((problem) => ({ code: codeOf(problem.text), message: worded(problem) })),
    },
  });

/** CORS origins name the property, and the constraints that it breaks. */
export const invalidProperties: InvalidWording = (problems) =>
  new Refusal({
    status: 422,
    body: {
      message: "Validation failed.",
      errors: problems.map(({ field, text }) => ({ property: field, constraints: { [codeOf(text)]: text } })),
    },
  });

/** `required`, `unknown_event_type`: what is wrong in one word, without the value. */
const codeOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^is (an? )?/, "")
    .replaceAll(/ ?'[^']*'/g, "")
    .replaceAll(/[^a-z0-9]+/g, "_");

/** `value` as the schema makes it, or the 422 in the given wording. */
export function valid<T>(schema: z.ZodType<T>, value: unknown, wording: InvalidWording = invalid): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (value === undefined) throw wording([{ field: "", text: "A body is required." }]);
  throw wording(
    result.error.issues.map(({ path, message }) => ({
      field: path.join("."),
      text: message.endsWith("received undefined") ? "is required" : message,
    })),
  );
}
