import { isSecret } from "../../providers/host/secret-mark.ts";

/** What of the engine's event stream (`--event-log`, one JSON object a line) tells what a preview found. Secrets are `[secret]` in it. */
export interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: Step };
  readonly resOutputsEvent?: { readonly metadata: Step };
  readonly policyEvent?: PolicyEvent;
  readonly diagnosticEvent?: DiagnosticEvent;
  readonly summaryEvent?: { readonly result?: string };
}

/** What is to be done to one resource. */
export interface Step {
  /** `create`, `update`, `same`, `delete`, `replace`, `refresh`, … as the engine calls it. */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: StepState | null;
  readonly new?: StepState | null;
  /** Inputs that differ: of a secret nothing else tells. */
  readonly diffs?: readonly string[] | null;
  /** Inputs for which it is replaced. */
  readonly keys?: readonly string[] | null;
}

export interface StepState {
  readonly id?: string;
  readonly protect?: boolean;
  readonly inputs?: Bag;
  readonly outputs?: Bag;
}

export type Bag = Readonly<Record<string, unknown>>;

export interface PolicyEvent {
  readonly resourceUrn?: string;
  readonly message: string;
  readonly policyName: string;
  /** `mandatory`, `advisory` or `remediate`. */
  readonly enforcementLevel: string;
}

export interface DiagnosticEvent {
  readonly urn?: string;
  readonly message: string;
  /** `error`, `warning`, `info`, `info#err` or `debug`. */
  readonly severity: string;
}

/** The engine may die while it writes a line: what is not whole is left out. */
export function eventsIn(log: string): EngineEvent[] {
  return log.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line, withoutSecrets) as EngineEvent];
    } catch {
      return [];
    }
  });
}

/** What stands in the place of any secret. */
export const SECRET = "[secret]";

/** The engine's mark of one, whatever it has beside that. */
const withoutSecrets = (_name: string, value: unknown): unknown => (isSecret(value) ? SECRET : value);
