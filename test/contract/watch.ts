import type { Exchange, OpenaiEmulator, WorkosEmulator } from "../../emulators/index.ts";
import { type Exception, OPENAI_EXCEPTIONS, WORKOS_EXCEPTIONS } from "./exceptions.ts";
import { withSdkMembers } from "./openai-overlay.ts";
import { readSpecification, Specification } from "./specification.ts";
import { workosDescription } from "./workos-overlay.ts";

/** The result of comparing an emulator's answers with the vendor's official description. */
export interface Watch {
  /** One line for each answer that the description or the vendor's error envelope does not allow. Empty is what a test asserts. */
  readonly violations: readonly string[];
  /** Members of request bodies that the description does not know, with how often: "POST /organizations /nmae". */
  readonly unknownRequestFields: ReadonlyMap<string, number>;
  /** The exceptions without which there would be violations. */
  readonly used: ReadonlySet<Exception>;
}

// Compiling takes a second, and a test file may start many emulators.
let workos: Specification | undefined;
let openai: Specification | undefined;

export const workosSpecification = (): Specification => (workos ??= new Specification(workosDescription()));
export const openaiSpecification = (): Specification =>
  (openai ??= new Specification(withSdkMembers(readSpecification("openai-admin"))));

/** Checks every answer of the emulator from now on. */
export const watchWorkos = (emulator: WorkosEmulator): Watch =>
  watch(emulator, workosSpecification(), WORKOS_EXCEPTIONS, { isError: isWorkosError, error: workosError });

/** Checks every answer of the emulator from now on. */
export const watchOpenai = (emulator: OpenaiEmulator): Watch =>
  watch(emulator, openaiSpecification(), OPENAI_EXCEPTIONS, { isError: isOpenaiError, error: openaiError });

function watch(
  emulator: WorkosEmulator | OpenaiEmulator,
  specification: Specification,
  exceptions: readonly Exception[],
  { isError, error }: { isError(body: unknown): boolean; error(body: unknown): ErrorBody },
): Watch {
  const violations: string[] = [];
  const used = new Set<Exception>();
  const unknownRequestFields = new Map<string, number>();

  const judge = (exchange: Exchange): string[] => {
    const { method, route, status, body, headers } = exchange;
    const problems: string[] = [];
    if (!headers.has("x-request-id")) problems.push("has no x-request-id");
    if (body !== undefined && !headers.get("content-type")?.startsWith("application/json"))
      problems.push("is not JSON");
    if (status >= 400 && !isError(body))
      problems.push(`is not in the vendor's error envelope: ${JSON.stringify(body)}`);
    if (route === undefined) return status < 400 || status === 500 ? [...problems, "is no operation"] : problems;

    // An answer to HEAD is the answer to GET without its body.
    if (method === "HEAD") return problems;
    const found = specification.answerProblems(method, route, status, body) ?? [
      "has a status that the description does not list",
    ];
    if (found.length > 0) {
      const exception = exceptions.find(
        (one) =>
          (one.operation === "*" || one.operation === `${method} ${route}`) &&
          one.status === status &&
          one.code === (error(body).code ?? null) &&
          (one.message === undefined || one.message === error(body).message),
      );
      if (exception) used.add(exception);
      else problems.push(...found);
    }
    if (status < 300) {
      problems.push(
        ...specification
          .requestProblems(method, route, exchange.requestBody)
          .map((problem) => `accepts a body that the description refuses: ${problem}`),
      );
      for (const field of specification.unknownRequestFields(method, route, exchange.requestBody)) {
        const key = `${method} ${route} ${field}`;
        unknownRequestFields.set(key, (unknownRequestFields.get(key) ?? 0) + 1);
      }
    }
    return problems;
  };

  emulator.onExchange = (exchange) => {
    for (const problem of judge(exchange))
      violations.push(`${exchange.method} ${exchange.route ?? exchange.path} ${exchange.status}: ${problem}`);
  };
  return { violations, unknownRequestFields, used };
}

interface ErrorBody {
  readonly code?: unknown;
  readonly message?: unknown;
}
const workosError = (body: unknown): ErrorBody => body ?? {};
const openaiError = (body: unknown): ErrorBody => (body as { error?: ErrorBody } | undefined)?.error ?? {};

/** The vault says `error` where everything else says `message`. */
function isWorkosError(body: unknown): boolean {
  const { message, error } = (body ?? {}) as { message?: unknown; error?: unknown };
  return typeof message === "string" || typeof error === "string";
}

function isOpenaiError(body: unknown): boolean {
  const error = (body as { error?: { [member: string]: unknown } } | undefined)?.error;
  const isTextOrNull = (value: unknown) => value === null || typeof value === "string";
  return (
    typeof error?.message === "string" &&
    typeof error.type === "string" &&
    isTextOrNull(error.param) &&
    isTextOrNull(error.code)
  );
}
