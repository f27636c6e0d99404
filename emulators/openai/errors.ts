import type { z } from "zod";
import { type Answer, type ErrorEnvelopes, Refusal } from "../core/api.ts";

const envelope = (
  status: number,
  message: string,
  facts: { type?: string; param?: string | null; code?: string | null } = {},
): Answer => ({
  status,
  // All four members are required by the specification.
  body: {
    error: {
      message,
      type: facts.type ?? "invalid_request_error",
      param: facts.param ?? null,
      code: facts.code ?? null,
    },
  },
});

/** OpenAI's answers to requests that reach no operation. */
export const openaiErrors: ErrorEnvelopes = {
  notFound: (method, path) => envelope(404, `Invalid URL (${method} ${path})`),
  notImplemented: (method, route) =>
    envelope(501, `${method} ${route} is part of OpenAI's API, and not yet of this emulator.`, {
      code: "not_emulated",
    }),
  invalidJson: () => envelope(400, "We could not parse the JSON body of your request."),
  tooLarge: (limitBytes) => envelope(413, `The request body is longer than ${limitBytes} bytes.`),
  // The administration API was seen to send no Retry-After header.
  throttled: () =>
    envelope(429, "You're making too many requests, please slow down.", {
      code: "rate_limit_exceeded",
      type: "requests",
    }),
  error: (status, message) =>
    envelope(status, message, { type: status >= 500 ? "server_error" : "invalid_request_error" }),
};

export const missingKey = envelope(401, "You didn't provide an API key.");
export const wrongKey = envelope(401, "Incorrect API key provided.", { code: "invalid_api_key" });
/** ASSUMED: the answer to a key that is valid and no admin key. */
export const insufficientKey = envelope(403, "You have insufficient permissions for this operation.", {
  code: "insufficient_permissions",
});

/** ASSUMED: the answer to a header that names another organization is that to keys of projects, as users report it. */
export const otherOrganization = envelope(401, "OpenAI-Organization header should match organization for API key", {
  code: "mismatched_organization",
});

/** ASSUMED: the specification has no 404; clients in the field take this status alone as gone. */
export const notFound = (kind: string, id: string) =>
  new Refusal(envelope(404, `No such ${kind}: ${id}`, { code: "not_found" }));

/** Wording as matched by clients in the field; no page gives the status. */
export const notAMember = (userId: string, projectId: string, status: number) =>
  new Refusal(
    envelope(
      status,
      `User ${userId} is not a member of project ${projectId}.`,
      status === 404 ? { code: "not_found" } : {},
    ),
  );

export const refusal = (message: string, facts: { param?: string; code?: string } = {}) =>
  new Refusal(envelope(400, message, facts));

/** `value` as the schema makes it, or a 400 that names the first field that is wrong. */
export function valid<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (value === undefined) throw refusal("A body is required.", { code: "invalid_value" });
  const param = issue?.path.join(".") ?? "";
  throw refusal(param === "" ? (issue?.message ?? "Invalid request.") : `Invalid '${param}': ${issue?.message}.`, {
    ...(param === "" ? {} : { param }),
    code: "invalid_value",
  });
}
