/** One thing that a rule found: what is wrong and how to put it right, or what it could not find out and why. */
export type Found = string | { readonly unknown: string };

/** What a rule found, once per violation, nothing where all is well, or why the rule has nothing to say. */
export type Verdict = readonly Found[] | { readonly notApplicable: string };

/** What became of a verdict. */
export type Outcome =
  | { readonly is: "passed" }
  /** In a sentence each. */
  | { readonly is: "violation"; readonly messages: readonly string[] }
  /** A violation that fleet.yaml makes an exception of, for a time. */
  | { readonly is: "exempt"; readonly messages: readonly string[]; readonly why: string }
  /** There is something to judge, and it was not read. */
  | { readonly is: "unknown" | "not applicable"; readonly why: string }
  /** The rule itself failed. */
  | { readonly is: "fault"; readonly why: string };

/** What a verdict amounts to. A violation is one, whatever else is unknown. */
export function outcomeOf(verdict: () => Verdict): Outcome {
  try {
    const found = verdict();
    if ("notApplicable" in found) return { is: "not applicable", why: found.notApplicable };
    const messages = found.filter((one) => typeof one === "string");
    if (messages.length > 0) return { is: "violation", messages };
    const unknown = found.flatMap((one) => (typeof one === "string" ? [] : [one.unknown]));
    return unknown.length > 0 ? { is: "unknown", why: unknown.join("; ") } : { is: "passed" };
  } catch (error) {
    if (isUnknownValue(error)) return { is: "unknown", why: error.message };
    return { is: "fault", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Thrown by the policy SDK when a value is read that a preview doesn't know. The class itself is not exported. */
const isUnknownValue = (error: unknown): error is Error =>
  error instanceof Error && error.constructor.name === "UnknownValueError";
