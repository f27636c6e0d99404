import { ownerAndKey, tenantOf } from "../fleet/index.ts";
import type { DriftKind, FieldDrift } from "../providers/host/inspect.ts";
import type { FoundUndeclared } from "../providers/host/undeclared.ts";
import type { Inspector } from "../providers/runtime.ts";
import { CommandFailed } from "./command-failed.ts";
import { resourceNameOf, type Stored } from "./pulumi.ts";
import { KEY_KINDS, tenantStatuses } from "./tenant-status.ts";

/** In the order in which they are told. */
export const DRIFT_KINDS = [
  "deleted",
  "archived",
  "deactivated",
  "changed",
  "undeclared",
  "expired",
  "overdue",
] as const satisfies readonly (DriftKind | "undeclared")[];

/** One difference between state and a vendor. No secret is in it. */
export interface Difference {
  readonly kind: (typeof DRIFT_KINDS)[number];
  /** The tenant's key, or `catalogue`; null for what a program has beside its fleet. */
  readonly tenant: string | null;
  /** E.g. `workos:OrganizationRole`. */
  readonly type: string;
  /** The natural key, as in the name of the resource: `org-engineer`. Empty where there is just one. */
  readonly name: string;
  /** At the vendor. */
  readonly id: string;
  /** The resource in state; null for what is undeclared. */
  readonly urn: string | null;
  readonly fields: readonly FieldDrift[];
  /** What is worth saying beside it; null for nothing. */
  readonly reason: string | null;
  /** The id of what it was in, where that is gone as well; null where it went by itself. */
  readonly goneWith: string | null;
  /** Who did it last, when and by which event of the vendor's; null where the vendor does not tell. */
  readonly attribution: Attribution | null;
}

export interface Attribution {
  /** An address or a name, else an id; null where the vendor does not say. */
  readonly by: string | null;
  /** The way in: `API`, `dashboard`, `Admin Portal`, `vendor` for its own doing; null where the vendor does not say. */
  readonly through: string | null;
  readonly event: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** What could not be seen, and why. */
export interface Unseen {
  readonly tenant: string | null;
  readonly name: string;
  readonly reason: string;
}

export interface DriftReport {
  /** How many objects were looked at. */
  readonly looked: number;
  readonly differences: readonly Difference[];
  readonly unseen: readonly Unseen[];
}

export interface DriftOptions {
  /** Only this one. */
  readonly tenant?: string | undefined;
  /** A key that is older counts as overdue, whether it rotates or not. @default none does for its age alone */
  readonly maxKeyAgeDays?: number | undefined;
}

/** As people write it. */
export const vendorTitle = (vendor: string): string => (vendor === "workos" ? "WorkOS" : "OpenAI");

const OURS = /^pulumi-nodejs:dynamic\/((?:workos|openai|tenantry):\w+)$/;

/**
 * Holds a state against the vendors, and writes nothing.
 * @param resources with secrets in the clear
 * @throws CommandFailed if state has nothing of the tenant that is asked for
 */
export async function driftOf(
  resources: readonly Stored[],
  inspector: Inspector,
  { tenant, maxKeyAgeDays }: DriftOptions = {},
): Promise<DriftReport> {
  const managed = resources.flatMap((stored) => {
    const [, token] = OURS.exec(stored.type) ?? [];
    return token === undefined || stored.id === undefined || stored.delete
      ? []
      : [{ ...described(stored), token, stored }];
  });
  // Nothing looked at would read as nothing wrong.
  if (tenant !== undefined && tenant !== "catalogue" && !managed.some((one) => one.tenant === tenant))
    throw new CommandFailed(
      `The stack has nothing of a tenant ${tenant}. \`npx tenantry status\` has those that it has.`,
    );
  const isWanted = (whose: string | null) => tenant === undefined || whose === tenant;
  const unseen: Unseen[] = [...inspector.down].map(([vendor, reason]) => ({
    ...{ tenant: null, name: `everything at ${vendorTitle(vendor)}`, reason },
  }));
  let looked = 0;
  const looks = managed.map(async ({ token, stored, ...it }): Promise<Difference[]> => {
    const { id = "", outputs = {}, urn } = stored;
    const one = { token, id, outputs };
    try {
      if (token === "tenantry:Undeclared")
        return (await inspector.undeclared(one)).filter((found) => isWanted(found.tenant)).flatMap(undeclaredIn);
      // Others of ours stand for nothing at a vendor.
      if (!isWanted(it.tenant) || token.startsWith("tenantry:")) return [];
      if (inspector.down.has(token.split(":")[0] ?? "")) return [];
      looked++;
      const found = await inspector.look(one);
      if (found === undefined) return [];
      const { kind, fields, reason = null, home = null, change } = found;
      return [
        { ...it, kind, type: token, id, urn, fields, reason, goneWith: home, attribution: attributionOf(change) },
      ];
    } catch (error) {
      unseen.push({ tenant: it.tenant, name: resourceNameOf(stored), reason: (error as Error).message });
      return [];
    }
  });
  const undeclaredIn = (found: FoundUndeclared): Difference[] => {
    const { tenant, collection } = found;
    if ("unseen" in found) {
      unseen.push({ tenant, name: `what else there is of ${collection}`, reason: found.unseen });
      return [];
    }
    const { of: type, stray, change } = found;
    const { id, name, stays: reason = null } = stray;
    const attribution = attributionOf(change);
    return [{ kind: "undeclared", tenant, type, name, id, urn: null, fields: [], reason, goneWith: null, attribution }];
  };
  const found = (await Promise.all(looks)).flat();
  const gone = new Set(found.flatMap(({ kind, id }) => (kind === "deleted" || kind === "archived" ? [id] : [])));
  const differences = found.map((one) => ({
    ...one,
    goneWith: one.goneWith !== null && gone.has(one.goneWith) ? one.goneWith : null,
  }));
  const isTold = new Set(differences.flatMap(({ urn }) => urn ?? []));
  const old = overdueKeys(resources, inspector.now(), maxKeyAgeDays).filter(
    (key) => isWanted(key.tenant) && !isTold.has(key.urn ?? ""),
  );
  return {
    looked,
    differences: [...differences, ...old].sort(inOrder),
    unseen: unseen.sort((a, b) => compare([a.tenant ?? "", a.name], [b.tenant ?? "", b.name])),
  };
}

/** By tenant, then as kinds are told, then by type and name: the same differences are always told in the same order. */
const inOrder = (a: Difference, b: Difference): number => compare(sortKey(a), sortKey(b));

const sortKey = ({ tenant, kind, type, name, id }: Difference): string[] => [
  tenant ?? "",
  String(DRIFT_KINDS.indexOf(kind)),
  type,
  name,
  id,
];

function compare(a: readonly string[], b: readonly string[]): number {
  const [one, other] = [a.join("\0"), b.join("\0")];
  return one < other ? -1 : one > other ? 1 : 0;
}

function described(stored: Stored): Pick<Difference, "tenant" | "name"> {
  const resourceName = resourceNameOf(stored);
  const isCatalogue = /^catalogue\/(?:workos|openai|tenantry)-/.test(resourceName);
  const tenant = tenantOf(resourceName) ?? (isCatalogue ? "catalogue" : null);
  return { tenant, name: tenant === null ? resourceName : ownerAndKey(resourceName).key.join("/") };
}

/** Keys of tenants whose rotation is due, or that are older than they may be. Others that have ended are seen at the vendor. */
function overdueKeys(
  resources: readonly Stored[],
  now: number,
  maxKeyAgeDays = Number.POSITIVE_INFINITY,
): Difference[] {
  const told = resources.filter(({ type, inputs }) => type !== "tenantry:index:Tenant" || inputs?.tenant !== undefined);
  if (!told.some(({ type }) => type === "tenantry:index:Tenant")) return [];
  const keys = tenantStatuses(told, now).flatMap(({ tenant, keys }) => keys.map((key) => ({ tenant, ...key })));
  return keys.flatMap(({ tenant, name, kind, rotation, replaced, ageDays = 0 }): Difference[] => {
    const isDue = rotation?.due === true;
    if (replaced || !(isDue || ageDays > maxKeyAgeDays)) return [];
    const stored = resources.find((one) => {
      const [, token = ""] = OURS.exec(one.type) ?? [];
      const is = described(one);
      return is.tenant === tenant && is.name === name && (KEY_KINDS as Record<string, string>)[token] === kind;
    });
    if (stored === undefined) return [];
    const age = `${ageDays} days old`;
    const reason = isDue ? `${age}, should have rotated on ${rotation.nextOn}` : age;
    const { id = "", urn } = stored;
    const [, type = ""] = OURS.exec(stored.type) ?? [];
    return [{ kind: "overdue", tenant, type, name, id, urn, fields: [], reason, goneWith: null, attribution: null }];
  });
}

type Change = Extract<FoundUndeclared, { change: unknown }>["change"];

const attributionOf = (change: Change): Attribution | null =>
  change === undefined
    ? null
    : {
        by: change.actor?.name ?? change.actor?.id ?? null,
        through: change.actor?.through ?? null,
        event: change.event,
        at: change.at.toISOString(),
      };
