import { ownerAndKey, tenantOf } from "../fleet/index.ts";
import type { PastChange } from "../providers/contract/history.ts";
import type { FileChange } from "./file-history.ts";
import { type PastRun, resourceNameOf, type Stored } from "./pulumi.ts";

/**
 * Who changed something: `tenantry` a run of this stack; `around` somebody else, past it; `vendor` the vendor by itself, as when time
 * passes; `files` a commit that changed what the tenant's file says; `unknown` where nothing tells.
 */
export type Way = "tenantry" | "around" | "vendor" | "files" | "unknown";

/** One thing that happened to a customer. No value of a field is in it, and no secret. Moments are ISO 8601 in UTC. */
export interface Happening {
  readonly at: string;
  readonly source: "WorkOS" | "OpenAI" | "git";
  /** The vendor's word for it, e.g. `organization_role.updated`; `commit` of a file. */
  readonly event: string;
  /** What it happened to; `name` is the resource's in this stack, where it is one. */
  readonly object: { readonly id: string | null; readonly name: string | null };
  /** Names of the fields that changed, where the vendor says so. */
  readonly fields: readonly string[];
  readonly way: Way;
  /** Why the way is unknown; null where it is known. */
  readonly why: string | null;
  /** An address or a name, else an id; null where nobody says. */
  readonly by: string | null;
  /** `API`, `dashboard`, `Admin Portal`, `vendor`, or `git`; null where the vendor does not say. */
  readonly through: string | null;
  /** The run that it was in, of what went through Tenantry. */
  readonly run: Run | null;
  /** Of a file's. */
  readonly commit: string | null;
}

export interface Run {
  /** As Pulumi calls it: `update`, `destroy`, … */
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly result: string;
  /** That the program's folder was at; null for none. */
  readonly commit: string | null;
}

export interface TenantHistory {
  readonly tenant: string;
  readonly since: string;
  /** Newest first. */
  readonly happenings: readonly Happening[];
  /** Entries of OpenAI's log that admin keys made and that name nothing this stack knows: some may be this customer's. */
  readonly unplaced: number;
  /** Vendors whose part of it could not be read, and why: nothing of theirs is in `happenings`. */
  readonly missing: readonly MissingPart[];
}

export interface MissingPart {
  readonly source: "WorkOS" | "OpenAI";
  readonly reason: string;
}

/** What was read. */
export interface Told {
  /** Of this customer's organization alone. */
  readonly workos: readonly PastChange[];
  /** Of all customers. */
  readonly openai: readonly PastChange[];
  /** Null where the stack's history could not be read. */
  readonly runs: readonly PastRun[] | null;
  readonly files: readonly FileChange[];
  readonly missing: readonly MissingPart[];
}

/** How far the clock of the machine that ran it may be from a vendor's, and how late an entry may be dated. */
const SKEW_MS = 30_000;

/** Runs that may change something at a vendor. */
const CHANGES: ReadonlySet<string> = new Set(["update", "destroy"]);

/** An id that a vendor made up: others, such as `rl-gpt-5`, are the same for every customer. */
const UNIQUE = /^[a-z][a-z_-]*[_-][0-9A-Za-z]{16,}$/;

/** Everything that happened to one customer, as far as it is told, and by which way. */
export function tenantHistory(resources: readonly Stored[], tenant: string, since: Date, told: Told): TenantHistory {
  const known = new Map<string, string>();
  const own = new Map<string, string>();
  for (const stored of resources) {
    const name = resourceNameOf(stored);
    for (const id of (stored.id ?? "").split("/").slice(-1)) {
      if (!UNIQUE.test(id)) continue;
      known.set(id, name);
      if (tenantOf(name) === tenant) own.set(id, ownerAndKey(name).key.join("/"));
    }
  }
  const people = peopleOf(resources, tenant);
  const isOwn = ({ within, data }: PastChange) =>
    own.has(within ?? "") || textsIn(data).some((text) => own.has(text) || people.has(text.toLowerCase()));
  const mine = told.openai.filter(isOwn);
  const isUnplaced = (change: PastChange) =>
    change.within === undefined &&
    change.actor?.through === "API" &&
    !isOwn(change) &&
    !textsIn(change.data).some((text) => known.has(text));
  const ways = new Ways(known, told.runs);
  const happenings = [
    ...told.workos.map((change) => happening("WorkOS", change, own, ways.of(change, told.workos))),
    ...mine.map((change) => happening("OpenAI", change, own, ways.of(change, told.openai))),
    ...told.files.map(ofFile),
  ];
  return {
    tenant,
    since: since.toISOString(),
    // A stable sort: of one moment each vendor's stay in their order.
    happenings: happenings.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
    unplaced: told.openai.filter(isUnplaced).length,
    missing: told.missing,
  };
}

/** Addresses that stand in the files of this tenant and of no other. */
function peopleOf(resources: readonly Stored[], tenant: string): ReadonlySet<string> {
  const byAddress = Map.groupBy(resources, ({ inputs }) => String(inputs?.email ?? "").toLowerCase());
  const isTheirs = (those: readonly Stored[]) => those.every((one) => tenantOf(resourceNameOf(one)) === tenant);
  return new Set([...byAddress].flatMap(([address, those]) => (address !== "" && isTheirs(those) ? [address] : [])));
}

type Verdict = Pick<Happening, "way" | "why" | "run">;

/** Tells runs of this stack from whoever else has a key, by what nobody else could have done. */
class Ways {
  readonly #known: ReadonlyMap<string, string>;
  readonly #runs: readonly PastRun[] | null;
  readonly #keys = new Map<readonly PastChange[], ReadonlySet<string>>();

  constructor(known: ReadonlyMap<string, string>, runs: readonly PastRun[] | null) {
    this.#known = known;
    this.#runs = runs;
  }

  of(change: PastChange, among: readonly PastChange[]): Verdict {
    const { id = null, through = null } = change.actor ?? {};
    const unknown = (why: string): Verdict => ({ way: "unknown", why, run: null });
    if (through === "vendor") return { way: "vendor", why: null, run: null };
    if (through === null) return unknown("the vendor does not say who did it");
    if (through !== "API") return { way: "around", why: null, run: null };
    if (this.#runs === null) return unknown("the stack's history could not be read");
    const run = this.#runAt(change);
    const keys = this.#keysOf(among);
    const isOurs = id !== null && keys.has(id);
    if (isOurs && run) return { way: "tenantry", why: null, run: runOf(run) };
    if (isOurs) return unknown("this stack's key did it, and its history has no run at that time");
    if (run) return unknown("a key did it while this stack ran, and nothing shows whether it is this stack's");
    if (keys.size === 0) return unknown("a key did it, and nothing shows whether it is this stack's");
    return { way: "around", why: null, run: null };
  }

  #runAt({ at }: PastChange): PastRun | undefined {
    const ms = at.getTime();
    return this.#runs?.find(
      ({ kind, startedAt, endedAt }) => CHANGES.has(kind) && ms >= startedAt - SKEW_MS && ms <= endedAt + SKEW_MS,
    );
  }

  /** Keys that made, in a run of this stack, what its state has. */
  #keysOf(changes: readonly PastChange[]): ReadonlySet<string> {
    const before = this.#keys.get(changes);
    if (before) return before;
    const made = changes.filter(
      (change) =>
        /\.(?:created|sent|registered)$/.test(change.event) &&
        change.actor?.through === "API" &&
        this.#known.has(String(change.data.id)) &&
        this.#runAt(change),
    );
    const keys = new Set(made.flatMap(({ actor }) => actor?.id ?? []));
    this.#keys.set(changes, keys);
    return keys;
  }
}

const runOf = ({ kind, startedAt, endedAt, result, commit }: PastRun): Run => ({
  ...{ kind, result, commit },
  startedAt: new Date(startedAt).toISOString(),
  endedAt: new Date(endedAt).toISOString(),
});

function happening(
  source: "WorkOS" | "OpenAI",
  { at, event, fields, data, actor }: PastChange,
  own: ReadonlyMap<string, string>,
  verdict: Verdict,
): Happening {
  const id = textOf(data.id);
  return {
    ...{ at: at.toISOString(), source, event, fields, ...verdict },
    object: { id, name: own.get(id ?? "") || nameIn(data) },
    by: actor?.name ?? actor?.id ?? null,
    through: actor?.through ?? null,
    commit: null,
  };
}

const ofFile = ({ at, commit, author, subject }: FileChange): Happening => ({
  ...{ at, source: "git", event: "commit", object: { id: null, name: subject }, fields: [], way: "files", why: null },
  ...{ by: author, through: "git", run: null, commit },
});

/** By allow-list: the data of an event may hold a token, a link or a secret. */
function nameIn(data: PastChange["data"]): string | null {
  const inside = (data.data ?? {}) as PastChange["data"];
  for (const field of ["slug", "email", "domain", "name", "title"]) {
    const text = textOf(data[field]) ?? textOf(inside[field]);
    if (text !== null) return text;
  }
  return null;
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
