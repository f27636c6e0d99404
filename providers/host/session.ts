import { fail } from "../contract/errors.ts";
import { marked } from "../contract/marks.ts";
import { excerpt, printable } from "../contract/printable.ts";
import type { Secrets } from "../contract/redaction.ts";
import type { Connection } from "../contract/vendor.ts";
import type { Incremental } from "./incremental.ts";
import type { Creation, Notes } from "./notes.ts";
import type { Bag, ResourceType } from "./resource-type.ts";
import { hasUnknown } from "./unknown.ts";

/** How far this machine's clock may be from a vendor's: an answer says whole seconds, and takes its time. */
const MAX_SKEW_MS = 5 * 60_000;

/** The guard of what any run of the program may remove, but `pulumi destroy`, which runs none, may not. */
export const ANY_DECLARATION = "*";

/** The tenant that guards an object. */
export const tenantIn = ({ __guard: guard }: Bag): string | undefined =>
  typeof guard === "string" && guard !== ANY_DECLARATION ? guard : undefined;

/** What surrounds the provider of one type in one run; handed in so that tests own it. */
export interface Surroundings {
  readonly notes: Notes;
  /** What this run may take over though nothing proves it ours: `org_…`, or `acme=org_…`; and `acme=new` is to be made. */
  readonly adopt: ReadonlySet<string>;
  readonly now: () => number;
  /** Of the run. */
  readonly secrets: Secrets;
  /** Landmarks of accounts that somebody says are the environment's all the same. */
  readonly sameAccount: ReadonlySet<string>;
  /** How a refresh goes by the change feed; absent where everything is listed. */
  readonly incremental?: Incremental | undefined;
  /** The share of what state holds that may be gone at once before a run stops, 0 to 1. */
  readonly mayVanish: number;
  /** For people: shown by the engine beside the resource. */
  readonly warn: (line: string) => void;
  /** What is read goes to programs, and stays as the vendor has it: the engine prints none of it. @default false */
  readonly asItIs?: true;
  /** Proves addresses and credentials of every vendor in use, by one read each. */
  readonly verify: () => Promise<void>;
  connect(): Connection<unknown>;
  /** A resource type of the same vendor, e.g. `workos:Group`. */
  typeOf(token: string): ResourceType | undefined;
}

/** A managed object that others live in. */
export interface Home {
  readonly session: Session;
  /** What it is listed by. */
  readonly inputs: Bag;
  readonly id: string;
}

/** What a run knows a resource by before it has an id. */
export const nameOf = ({ token, keyOf }: Pick<ResourceType, "token" | "keyOf">, inputs: Bag): string =>
  nameBy(token, keyOf(inputs));

/** The same of a type that is known by its token alone. */
export const nameBy = (token: string, key: Bag): string => `${token} ${JSON.stringify(Object.values(key))}`;

/** One resource type, its vendor's connection, and how a person is told about its objects. */
export class Session {
  readonly type: ResourceType;
  readonly surroundings: Surroundings;
  readonly #secretFields: readonly string[];

  constructor(type: ResourceType, surroundings: Surroundings) {
    this.type = type;
    this.surroundings = surroundings;
    this.#secretFields = [...marked(type.inputs, "secret"), ...marked(type.outputs, "secret")];
  }

  /** @throws ConfigurationError when the environment does not let us connect */
  get connection(): Connection<unknown> {
    return this.surroundings.connect();
  }

  /** The object as people know it, by its natural key; what a preview does not know yet is left out. */
  named(inputs: Bag): string {
    const fields = this.type.identity.filter((field) => inputs[field] !== undefined && !hasUnknown(inputs[field]));
    return fields.map((field) => `${field} ${quoted(inputs[field])}`).join(", ") || "the one there is";
  }

  warn(inputs: Bag, what: string): void {
    this.tell(`${this.named(inputs)}: ${what}`);
  }

  /** What concerns no single object. */
  tell(what: string): void {
    this.surroundings.warn(this.printed(`${this.type.token} ${what}`));
  }

  /** A message as people may see it, whoever wrote what is in it. */
  printed(message: string): string {
    return printable(this.surroundings.secrets.withhold(message));
  }

  /** Takes in the secret values of properties; before they are sent, and before anything is said about them. */
  withhold(properties: Bag): void {
    for (const field of this.#secretFields) this.surroundings.secrets.add(properties[field]);
  }

  /** What the creation of these inputs is noted under. */
  creationOf(inputs: Bag, hidden: Bag): Creation {
    const { token, identity, isStandalone, isNameless } = this.type;
    const tenant = tenantIn(hidden);
    return {
      account: this.connection.account,
      stack: isStandalone ? String(hidden.__stack ?? "") : "",
      token,
      scope: this.type.scopeOf(inputs),
      key: JSON.stringify(identity.map((field) => inputs[field])),
      isNameless,
      ...(tenant !== undefined && { tenant }),
    };
  }

  /** The managed object that it lives in; `undefined` where there is none, or where its inputs do not tell where that is. */
  homeOf(inputs: Bag): Home | undefined {
    const [field = "", token = ""] = Object.entries(this.type.parent ?? {}).at(-1) ?? [];
    const type = this.surroundings.typeOf(token);
    const within = type?.scopeIn(inputs);
    if (!type || !within) return undefined;
    return { session: new Session(type, this.surroundings), inputs: within, id: String(inputs[field]) };
  }

  /** Refuses, before anything is read of it, what state has from another account than the environment's key is for. */
  async mustBeOfThisAccount(inputs: Bag, { __account: landmark }: Bag): Promise<void> {
    if (typeof landmark !== "string" || this.surroundings.sameAccount.has(landmark)) return;
    if (await this.connection.hasLandmark(landmark)) return;
    const { title } = this.type.vendor;
    const said = this.connection.run.memory("accounts that were refused", () => new Set<string>());
    const isSaid = said.has(landmark);
    said.add(landmark);
    throw fail(
      `${this.named(inputs)} belongs to another ${title} account than the key in the environment, which has no ${landmark}`,
      isSaid
        ? "Nothing was changed: see the other error."
        : `Nothing was changed. Set the key that this stack was made with, or another one of the same account. If it is the same account and somebody removed ${landmark} from it, run once with TENANTRY_SAME_ACCOUNT=${landmark}.`,
    );
  }

  /** What tells the account in state: what stands there, else what the vendor shows. By no key, which may change. */
  async accountIn({ __account: noted }: Bag): Promise<{ readonly __account?: string }> {
    if (typeof noted === "string" && !this.surroundings.sameAccount.has(noted)) return { __account: noted };
    const landmark = await this.connection.landmark();
    return landmark === undefined ? {} : { __account: landmark };
  }

  /**
   * Refuses what goes by the date while this machine's clock is wrong: it would end what is not due, and make what is not
   * wanted yet.
   * @param what for people, e.g. `name "ingest"`
   */
  async mustBeOnTime(what: string): Promise<void> {
    await this.connection.verify();
    const aheadMs = this.surroundings.now() - this.connection.now();
    if (Math.abs(aheadMs) <= MAX_SKEW_MS) return;
    throw fail(
      `${what} rotates by the date, and this machine's clock is ${spoken(Math.abs(aheadMs))} ` +
        `${aheadMs > 0 ? "ahead of" : "behind"} ${this.type.vendor.title}'s`,
      "Nothing was changed. Set the clock, and run again.",
    );
  }

  /** Tells people, once in a run, whom or what a passing input does not reach, since nobody may change it. */
  leavesAlone(inputs: Bag, outputs: Bag, field: string): void {
    const told = this.connection.run.memory("what is left alone", () => new Set<string>());
    const name = `${nameOf(this.type, inputs)} ${field}`;
    if (told.has(name)) return;
    told.add(name);
    this.warn(inputs, `stays as it is although it is ${field}: ${this.type.readOnly?.(outputs)}`);
  }

  /**
   * Refuses, before anything is sent, what the vendor lets nobody do.
   * @param what e.g. `changed`
   */
  mustBeOurs(inputs: Bag, outputs: Bag, what: "changed" | "replaced" | "removed"): void {
    const reason = this.type.readOnly?.(outputs);
    if (reason === undefined) return;
    const wayOut =
      what === "removed" ? " To let go of it all the same, take it out of the state with `pulumi state delete`." : "";
    throw fail(`${this.named(inputs)} cannot be ${what}: ${reason}`, `Nothing was changed.${wayOut}`);
  }
}

/** A value in a message. */
export const quoted = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(excerpt(value)) : excerpt(JSON.stringify(value));

/** E.g. `40 days`. */
function spoken(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 60 / 24)} days`;
}
