import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { factsAlone, ownerAndKey, tenantOf } from "../../fleet/index.ts";
import type { Step as JudgedStep } from "../../policies/places.ts";
import { marked } from "../../providers/contract/marks.ts";
import { AUDIT_EVENT } from "../../providers/host/audit-event.ts";
import type { ResourceType } from "../../providers/host/resource-type.ts";
import { toRemove, UNDECLARED } from "../../providers/host/undeclared.ts";
import { hasUnknown } from "../../providers/host/unknown.ts";
import { resourceNameOf } from "../pulumi.ts";
import {
  type Bag,
  type DiagnosticEvent,
  type EngineEvent,
  type PolicyEvent,
  SECRET,
  type Step,
} from "./engine-events.ts";
import { removals } from "./removals.ts";
import { joined, ours, plain, type Said, said } from "./said.ts";
import type { Place, Sources } from "./sources.ts";
import { type Violation, violationsOf } from "./step-rules.ts";
import { changeText, counted, fieldText, isMap, listText, nounOf } from "./words.ts";

/** What a preview found, told to somebody who knows neither Pulumi nor the vendors. No secret is in it. */
export interface Preview {
  readonly stack: string;
  /** `refused` by a mandatory policy alone; `failed` for any other reason. */
  readonly result: "passed" | "refused" | "failed";
  /** By what is done to them, how many vendor objects; those that stay as they are included. */
  readonly counts: { readonly [What in "added" | "changed" | "removed" | "replaced" | "unchanged"]: number };
  /** What is hard to undo or lets somebody in, most harmful first. */
  readonly dangers: readonly Change[];
  /** One change that many tenants share, such as that of a plan. */
  readonly shared: readonly Shared[];
  readonly tenants: readonly { readonly tenant: string | null; readonly changes: readonly Change[] }[];
  readonly policies: readonly Violation[];
  /** Seen by a refresh: what is no more as state had it. */
  readonly drift: readonly Change[];
  /** What somebody has to do afterwards, or learns only then. */
  readonly afterwards: readonly Change[];
  readonly problems: readonly Problem[];
  /** Of all that is to be done: equal for equal previews, on any machine. */
  readonly digest: string;
}

export const DANGERS = ["deletes", "replaces", "protection", "privilege", "key", "shrinks"] as const;
export type Danger = (typeof DANGERS)[number];

export interface Change {
  /** Null for what a program has beside its fleet; `catalogue` for what tenants share. */
  readonly tenant: string | null;
  readonly vendor: "WorkOS" | "OpenAI" | null;
  readonly danger: Danger | null;
  readonly text: Said;
  /** Where it is written. */
  readonly source: Place | null;
}

export interface Shared {
  /** Of the plan that says so; null for `fleet.yaml`'s defaults, or files that happen to say the same. */
  readonly plan: string | null;
  readonly text: Said;
  readonly tenants: readonly string[];
  readonly danger: Danger | null;
  readonly vendor: Change["vendor"];
  readonly source: Place | null;
}

export interface Problem {
  readonly severity: "error" | "warning";
  readonly tenant: string | null;
  readonly resource: string | null;
  readonly message: string;
}

/** What the events alone do not say. */
export interface Surroundings {
  /** The definition of a resource, by its token such as `workos:Group`; `undefined` for somebody else's. */
  typeOf(token: string): ResourceType | undefined;
  readonly sources: Sources;
  /** When rules about steps are asked, in milliseconds since 1970. @default they are not */
  readonly judgedAt?: number | undefined;
}

/** So many tenants with the same change are told once. */
const MANY = 3;

/** From the engine's events to what people read. Pure. */
export function previewOf(events: readonly EngineEvent[], { typeOf, sources, judgedAt }: Surroundings): Preview {
  const all = events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : []));
  const steps = all
    .filter(({ op }) => op !== "refresh")
    .map((step) => subjectOf(step, typeOf))
    .sort((a, b) => inOrder(a.urn, b.urn)); // The engine's order differs from run to run.
  const told = new Teller(steps, sources).tell();
  const { alone, shared } = withShared(told.changes);
  const dangers = alone.filter(({ danger }) => danger !== null).sort(byHarm);
  const byTenant = Map.groupBy(
    alone.filter(({ danger }) => danger === null),
    ({ tenant }) => tenant,
  );
  const ofPack = events.flatMap(({ policyEvent }) => (policyEvent ? [violationOf(policyEvent)] : []));
  const policies = [...ofPack, ...(judgedAt === undefined ? [] : violationsOf(steps.map(judgedIn), judgedAt))];
  const problems = problemsIn(events);
  const isRefused = policies.some(({ mandatory }) => mandatory);
  const hasFailed = events.some(({ summaryEvent }) => summaryEvent?.result === "failed") || !isWhole(events);
  const isFailed = problems.some(({ severity }) => severity === "error") || (hasFailed && !isRefused);
  return {
    stack: /^urn:pulumi:(.*?)::/.exec(all[0]?.urn ?? "")?.[1] ?? "",
    result: isFailed ? "failed" : isRefused ? "refused" : "passed",
    counts: countsOf(steps),
    dangers,
    shared,
    tenants: [...byTenant]
      .map(([tenant, changes]) => ({ tenant, changes }))
      .sort((a, b) => inOrder(a.tenant ?? "", b.tenant ?? "")),
    policies: policies.sort(
      (a, b) => Number(b.mandatory) - Number(a.mandatory) || inOrder(a.tenant ?? "", b.tenant ?? ""),
    ),
    drift: driftIn(events, typeOf),
    afterwards: told.afterwards,
    problems,
    digest: digestOf(steps),
  };
}

const isWhole = (events: readonly EngineEvent[]): boolean =>
  events.some(({ summaryEvent }) => summaryEvent !== undefined);

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byHarm = (a: Change, b: Change): number =>
  DANGERS.indexOf(a.danger as Danger) - DANGERS.indexOf(b.danger as Danger) ||
  inOrder(a.tenant ?? "", b.tenant ?? "") ||
  inOrder(plain(a.text), plain(b.text));

const OURS = /^pulumi-nodejs:dynamic\/(.+)$/;

/** A step, and what is known of what it is about. */
interface Subject extends Step {
  readonly name: string;
  readonly token: string;
  readonly tenant: string | null;
  readonly vendor: Change["vendor"];
  readonly definition: ResourceType | undefined;
  readonly from: Bag;
  readonly to: Bag;
}

function subjectOf(step: Step, typeOf: Surroundings["typeOf"]): Subject {
  const name = resourceNameOf(step);
  const token = OURS.exec(step.type)?.[1] ?? step.type;
  const definition = OURS.test(step.type) ? typeOf(token) : undefined;
  return {
    ...step,
    ...{ name, token, definition },
    tenant: ownerOf(name, step.type),
    vendor: definition === undefined ? null : token.startsWith("workos:") ? "WorkOS" : "OpenAI",
    from: step.old?.inputs ?? {},
    to: step.new?.inputs ?? {},
  };
}

/** As rules are shown it: what is not there yet has nothing before, what goes nothing after. */
const judgedIn = ({ urn, name, token, op, old, new: now }: Subject): JudgedStep => ({
  ...{ urn, name, op, type: token },
  ...(old?.inputs && { old: old.inputs }),
  ...(now?.inputs && { new: now.inputs }),
});

const TENANT = "tenantry:index:Tenant";

function ownerOf(name: string, type: string): string | null {
  if (type === TENANT) return name;
  return tenantOf(name) ?? (name.startsWith("catalogue/") ? "catalogue" : null);
}

class Teller {
  readonly #steps: readonly Subject[];
  readonly #sources: Sources;
  /** Ids of what goes, and how many are in each. */
  readonly #gone: ReadonlyMap<string, readonly Subject[]>;
  /** Tenants that come into being, as wholes. */
  readonly #new: ReadonlySet<string>;

  constructor(steps: readonly Subject[], sources: Sources) {
    this.#steps = steps;
    this.#sources = sources;
    const going = steps.filter(({ op }) => op === "delete");
    const ids = new Set(going.map(placeOf));
    this.#gone = Map.groupBy(
      going.filter((one) => ids.has(homeOf(one))),
      homeOf,
    );
    this.#new = new Set(steps.flatMap(({ op, type, name }) => (op === "create" && type === TENANT ? [name] : [])));
  }

  tell(): { changes: Change[]; afterwards: Change[] } {
    const told = this.#steps.filter(({ op, tenant }) => !(op === "create" && this.#new.has(tenant ?? "")));
    const changes = [
      ...[...this.#new].sort(inOrder).flatMap((tenant) => this.#newTenant(tenant)),
      ...told.flatMap((step) => this.#step(step)),
    ];
    return { changes, afterwards: this.#afterwards() };
  }

  /** All of a new tenant, a line for each kind of thing. */
  #newTenant(tenant: string): Change[] {
    const own = this.#steps.filter((one) => one.tenant === tenant && one.op === "create");
    const plan = own.find(({ type }) => type === TENANT)?.to.plan;
    const source = this.#sources.tenant(tenant);
    const head: Change = {
      ...{ tenant, vendor: null, danger: null, source },
      text: said`is a new customer${typeof plan === "string" && plan !== "" ? said`, plan ${plan}` : []}`,
    };
    const byType = Map.groupBy(
      own.filter(({ definition }) => definition !== undefined),
      ({ token }) => token,
    );
    const lines = [...byType.values()].map((some): Change => {
      const [{ definition, vendor } = {} as Subject] = some;
      const noun = nounOf(definition as ResourceType);
      const keys = some.map(keyOf).filter((key) => key !== "");
      const text =
        keys.length === 0
          ? said`${ours(noun)}${fieldsText(some[0] as Subject, ": ")}`
          : said`${ours(some.length === 1 ? noun : counted(some.length, noun))}: ${listText(keys)}`;
      return { tenant, vendor: vendor ?? null, danger: null, text, source };
    });
    const powerful = own.filter((one) => one.definition?.isPrivileged?.(one.to));
    return [
      head,
      ...lines,
      ...powerful.map((one) =>
        this.#change(one, said`${subject(one)} comes with power over others: ${fieldsText(one, "")}`, "privilege"),
      ),
    ];
  }

  #step(step: Subject): Change[] {
    if (step.type === TENANT) return this.#tenant(step);
    if (step.token === UNDECLARED) return this.#undeclared(step);
    if (step.token === AUDIT_EVENT) return [];
    const unprotected =
      step.old?.protect && !step.new?.protect && step.op !== "delete" && step.definition
        ? [this.#change(step, said`${subject(step)} is protected no more: a later run may delete it`, "protection")]
        : [];
    return [...unprotected, ...this.#resource(step)];
  }

  #resource(step: Subject): Change[] {
    const { op, definition, type } = step;
    if (definition === undefined) return isForeign(type) ? this.#foreign(step) : [];
    switch (op) {
      case "create":
        return [this.#created(step, definition)];
      case "update":
        return this.#updated(step, definition);
      case "delete":
        return this.#gone.get(homeOf(step))?.includes(step) ? [] : this.#deleted(step);
      case "replace":
        return [this.#replaced(step)];
      default:
        return [];
    }
  }

  #created(step: Subject, definition: ResourceType): Change {
    const older = definition.shownOnce && this.#predecessor(step);
    if (older) {
      const label = keyOf(step).slice(keyOf(step).lastIndexOf("/") + 1);
      const end =
        older.op === "delete" ? ours("the old one ends in this run") : ours("the old one stays for its overlap");
      return this.#change(
        step,
        said`${ours(nounOf(definition))} ${baseOf(older)} gets a new value (${label}); ${end}`,
        "key",
      );
    }
    const verb = definition.setting ? "is set" : "is added";
    const danger = definition.isPrivileged?.(step.to) ? "privilege" : null;
    return this.#change(step, said`${subject(step)} ${ours(verb)}${fieldsText(step, ": ")}`, danger);
  }

  #updated(step: Subject, definition: ResourceType): Change[] {
    const { from, to } = step;
    return visibleFields(definition).flatMap((field) => {
      const isSame = isDeepStrictEqual(from[field] ?? null, to[field] ?? null);
      if (isSame && !(from[field] === SECRET && step.diffs?.includes(field))) return [];
      const texts = changeText([field], from[field], to[field]);
      const isMore = definition.isPrivileged?.(to) && !definition.isPrivileged(from);
      const [was, is] = [from[field], to[field]];
      const shrinks =
        definition.keeps?.includes(field) && typeof was === "number" && typeof is === "number" && is < was;
      const danger = isMore ? "privilege" : shrinks ? "shrinks" : null;
      const loss = shrinks ? ours(", and what is older is lost") : [];
      return texts.map((text) => this.#change(step, said`${subject(step)}: ${text}${loss}`, danger, [field, is]));
    });
  }

  #deleted(step: Subject): Change[] {
    const isReplaced = this.#steps.some((one) => one.op === "create" && this.#predecessor(one) === step);
    if (step.definition?.shownOnce && isReplaced) return []; // Its successor tells of it.
    const inside = this.#insideOf(step);
    const along = inside === 0 ? [] : ours(`, with the ${counted(inside, "object")} in it`);
    // That it was protected is over by now.
    const does = removals[step.token]?.replace(/\. Protected .*$/, "");
    const rest = does?.replace(/^deletes[,;]? /, "");
    const effect = does === undefined ? "" : rest === does ? `. Removing it ${does}` : `: ${rest}`;
    return [this.#change(step, said`${subject(step)} is removed${along}${ours(effect)}`, "deletes")];
  }

  #replaced(step: Subject): Change {
    const { from, to, keys, definition } = step;
    const why = (keys ?? []).filter((field) => field in to || field in from);
    const texts = why.flatMap((field) => changeText([field], from[field], to[field]));
    const because = texts.length === 0 ? [] : said` for a change that cannot be made in place: ${joined(texts, "; ")}`;
    const lost = definition?.shownOnce ? ours(". Its value is another one then") : [];
    return this.#change(step, said`${subject(step)} is removed and made anew${because}${lost}`, "replaces");
  }

  /** What is declared and becomes no resource, and what is more in it than the resources say: privileges. */
  #tenant(step: Subject): Change[] {
    const { from, to, op, tenant } = step;
    if (op !== "update") return [];
    const facts = [...factsAlone].flatMap((field) =>
      isDeepStrictEqual(from[field], to[field])
        ? []
        : changeText([field], from[field], to[field]).map((text) => ({ field, text })),
    );
    const leaves = to.status === "offboarding" && from.status !== "offboarding";
    return [
      ...facts.map(({ field, text }) =>
        this.#change(step, text, leaves && field === "status" ? "protection" : null, [field, to[field]]),
      ),
      ...gainedIn(from, to).map(({ list, name }) => ({
        ...this.#change(step, said`${ours(list)}: ${name} is privileged now`, "privilege"),
        source: this.#sources.find(tenant ?? "", [name]),
      })),
    ];
  }

  /** What lists that are exclusive do not have. */
  #undeclared({ old, to }: Subject): Change[] {
    const pending = Object.entries(toRemove({ ...old?.inputs, ...old?.outputs }, { ...to }));
    return pending.flatMap(([tenant, collections]) =>
      Object.entries(collections).flatMap(([collection, names]) =>
        Object.values(names).map(
          (name): Change => ({
            ...{ tenant, vendor: null, danger: "deletes", source: null },
            text: said`${ours(collection)}: ${String(name)} is removed, since no file has it and \`manage\` says exclusive`,
          }),
        ),
      ),
    );
  }

  /** Another provider's. */
  #foreign(step: Subject): Change[] {
    const verb = {
      create: "is added",
      update: "is changed",
      delete: "is removed",
      replace: "is removed and made anew",
    }[step.op];
    const danger = { delete: "deletes", replace: "replaces" }[step.op] as Danger | undefined;
    return verb === undefined
      ? []
      : [this.#change(step, said`${step.type} ${step.name} ${ours(verb)}`, danger ?? null)];
  }

  #afterwards(): Change[] {
    return this.#steps.flatMap((step) => {
      const { definition, op } = step;
      if (definition === undefined || !["create", "replace"].includes(op)) return [];
      const todo =
        definition.thenTodo ?? (definition.shownOnce && "its value is among the outputs of the stack after `up`");
      return todo === undefined ? [] : [this.#change(step, said`${subject(step)}: ${ours(todo)}`, null)];
    });
  }

  /** The key that a new one takes over from: with another label behind the same name. */
  #predecessor(step: Subject): Subject | undefined {
    const base = baseOf(step);
    return this.#steps.find(
      (one) =>
        one.token === step.token &&
        one.tenant === step.tenant &&
        one.name !== step.name &&
        baseOf(one) === base &&
        one.op !== "create",
    );
  }

  #insideOf(step: Subject): number {
    const inside = this.#gone.get(placeOf(step)) ?? [];
    return inside.reduce((count, one) => count + 1 + this.#insideOf(one), 0);
  }

  #change(
    step: Subject,
    text: Said,
    danger: Danger | null,
    written?: readonly [field: string, value: unknown],
  ): Change {
    const { tenant, vendor, op, name } = step;
    const isHere = tenant !== null && op !== "delete";
    const source = isHere ? this.#sources.find(tenant, ownerAndKey(name).key, written) : null;
    return { tenant, vendor, danger, text, source };
  }
}

/** What is in it is known by its type and its id: a setting has the id of what it is of. */
const placeOf = ({ token, old }: Subject): string => `${token} ${old?.id}`;

/** Of the objects that it is in, the innermost, as `placeOf` has it. */
function homeOf({ definition, from }: Subject): string {
  const [field, token] = Object.entries(definition?.parent ?? {}).at(-1) ?? [];
  return field === undefined ? "" : `${token} ${from[field]}`;
}

/** `role org-admin`; without its key where there is one of it. */
function subject(one: Subject): Said {
  const key = keyOf(one);
  const noun = ours(nounOf(one.definition as ResourceType));
  return key === "" ? noun : said`${noun} ${key}`;
}

/** A program's own resources are known by their names. */
const keyOf = ({ name, tenant }: Subject): string => (tenant === null ? name : ownerAndKey(name).key.join("/"));

/** Without what tells the epochs of one key apart. */
function baseOf(one: Subject): string {
  const key = keyOf(one);
  return key.replace(/\/\d{4}-\d\d(?:-\d\d)?$/, "");
}

function visibleFields(definition: ResourceType): string[] {
  const hidden = new Set<string>([...Object.keys(definition.parent ?? {}), ...marked(definition.inputs, "local")]);
  return Object.keys(definition.inputs.shape).filter((field) => !hidden.has(field));
}

const FEW = 4;

/** What is declared of it beside its key. */
function fieldsText({ definition, to }: Subject, before: string): Said {
  if (definition === undefined) return [];
  const keys = new Set<string>(definition.identity);
  const fields = visibleFields(definition).filter(
    (field) => !keys.has(field) && to[field] !== undefined && to[field] !== null,
  );
  const told = fields.filter((field) => !hasUnknown(to[field]));
  const texts = told.slice(0, FEW).map((field) => fieldText(field, to[field]));
  return texts.length === 0 ? [] : said`${ours(before)}${joined(texts, ", ")}${ours(told.length > FEW ? ", …" : "")}`;
}

/** In lists of what policies see, whose `privileged` is true and was not. */
function gainedIn(from: Bag, to: Bag): { list: string; name: string }[] {
  return Object.entries(to).flatMap(([list, items]) => {
    if (!Array.isArray(items)) return [];
    const nameIn = (item: Bag) => String(item.email ?? item.slug ?? item.name ?? "");
    const before = new Set(
      (Array.isArray(from[list]) ? from[list] : []).flatMap((one) =>
        isMap(one) && one.privileged ? [nameIn(one)] : [],
      ),
    );
    return items.flatMap((one) =>
      isMap(one) && one.privileged && !before.has(nameIn(one)) ? [{ list, name: nameIn(one) }] : [],
    );
  });
}

const isForeign = (type: string): boolean => !/^(?:pulumi:|tenantry:|pulumi-nodejs:)/.test(type);

/** The same words about several tenants, by the same line of `fleet.yaml`, are one change. */
function withShared(changes: readonly Change[]): { alone: Change[]; shared: Shared[] } {
  const groups = Map.groupBy(changes, ({ text, source, vendor, danger }) =>
    JSON.stringify([text, vendor, danger, source && source.from !== "tenant" ? [source.file, source.line] : null]),
  );
  const alone: Change[] = [];
  const shared: Shared[] = [];
  for (const group of groups.values()) {
    const [{ text, danger, vendor, source }] = group as [Change];
    const tenants = [...new Set(group.flatMap(({ tenant }) => tenant ?? []))];
    const isShared = source !== null && source.from !== "tenant" && tenants.length > 1;
    if (!isShared && tenants.length <= MANY) alone.push(...group);
    else
      shared.push({
        ...{ text, danger, vendor },
        plan: /^plan (.*)$/.exec(source?.from ?? "")?.[1] ?? null,
        tenants: tenants.sort(),
        source: isShared ? source : null,
      });
  }
  return { alone, shared: shared.sort((a, b) => Number(b.danger !== null) - Number(a.danger !== null)) };
}

function violationOf({ resourceUrn = "", message, policyName, enforcementLevel }: PolicyEvent): Violation {
  const name = resourceNameOf({ urn: resourceUrn });
  const type = resourceUrn.split("::").at(-2)?.split("$").at(-1) ?? "";
  return {
    policy: policyName,
    mandatory: enforcementLevel === "mandatory",
    tenant: resourceUrn === "" ? null : ownerOf(name, type),
    message: message.trim(),
  };
}

/** The engine's own last words, which say nothing that is not said by others. */
const ECHO = /^(?:preview failed|update failed|resource .* violates)/;

function problemsIn(events: readonly EngineEvent[]): Problem[] {
  const problems = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent ? (problemOf(diagnosticEvent) ?? []) : []));
  const distinct = new Map(problems.map((one) => [JSON.stringify([one.severity, one.resource, one.message]), one]));
  return [...distinct.values()].sort((a, b) => inOrder(a.severity, b.severity));
}

function problemOf({ urn, message, severity }: DiagnosticEvent): Problem | undefined {
  if (severity !== "error" && severity !== "warning") return undefined;
  const text = message.trim();
  if (text === "" || ECHO.test(text)) return undefined;
  const resource = urn ? resourceNameOf({ urn }) : null;
  return { severity, tenant: resource === null ? null : (tenantOf(resource) ?? null), resource, message: text };
}

/** What a refresh found to be another than in state. */
function driftIn(events: readonly EngineEvent[], typeOf: Surroundings["typeOf"]): Change[] {
  const refreshed = events.flatMap(({ resOutputsEvent }) =>
    resOutputsEvent?.metadata.op === "refresh" ? [subjectOf(resOutputsEvent.metadata, typeOf)] : [],
  );
  return refreshed.flatMap((one): Change[] => {
    const { definition, old, tenant, vendor } = one;
    if (definition === undefined || !old) return [];
    const base = { tenant, vendor, danger: null, source: null };
    if (!one.new?.id) return [{ ...base, text: said`${subject(one)} is gone` }];
    const [was, is] = [old.outputs ?? {}, one.new.outputs ?? {}];
    return visibleFields(definition).flatMap((field) =>
      isDeepStrictEqual(was[field] ?? null, is[field] ?? null)
        ? []
        : changeText([field], was[field], is[field]).map((text) => ({ ...base, text: said`${subject(one)}: ${text}` })),
    );
  });
}

function countsOf(steps: readonly Subject[]): Preview["counts"] {
  const ofVendors = steps.filter(({ definition }) => definition !== undefined);
  const count = (...ops: string[]): number => ofVendors.filter(({ op }) => ops.includes(op)).length;
  return {
    added: count("create"),
    changed: count("update"),
    removed: count("delete"),
    replaced: count("replace"),
    unchanged: count("same"),
  };
}

/** What is to be done. */
function digestOf(steps: readonly Subject[]): string {
  const done = steps
    .filter(({ op }) => op !== "same")
    .map(({ op, urn, from, to }) => [urn, op, declaredIn(from), declaredIn(to)])
    .sort((a, b) => inOrder(`${a[0]} ${a[1]}`, `${b[0]} ${b[1]}`));
  return createHash("sha256").update(JSON.stringify(done)).digest("hex");
}

const declaredIn = (inputs: Bag): [string, unknown][] =>
  Object.entries(inputs)
    .filter(([field]) => !field.startsWith("__"))
    .sort(([a], [b]) => inOrder(a, b));

/** The same for programs, in the fields of the model with texts in the place of sentences. */
export function forPrograms(preview: Preview): unknown {
  return JSON.parse(JSON.stringify(preview), (name, value) =>
    name === "text" && Array.isArray(value) ? plain(value) : value,
  );
}
