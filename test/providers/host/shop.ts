import { z } from "zod";
import type { Definition } from "../../../providers/contract/definition.ts";
import { type RequestFacts, VendorError } from "../../../providers/contract/errors.ts";
import { additive, local, secret } from "../../../providers/contract/marks.ts";
import { Run } from "../../../providers/contract/run.ts";
import type { Change, Connection } from "../../../providers/contract/vendor.ts";
import { dynamicProvider } from "../../../providers/host/provider.ts";
import { type ResourceType, resourceType } from "../../../providers/host/resource-type.ts";
import type { Surroundings } from "../../../providers/host/session.ts";
import { Snapshots } from "../../../providers/http/snapshots.ts";

/** A vendor in memory: it sells widgets, which belong to an owner and come with a secret that is shown once. */
export class Shop {
  readonly rows = new Map<string, Row>();
  /** Every call, e.g. `create acme/blue`. */
  readonly calls: string[] = [];
  /** What goes wrong with the next calls of that kind; the first one strikes first. */
  readonly faults: { readonly call: string; readonly fault: Fault; readonly meanwhile?: () => void }[] = [];
  feed: Change[] = [];
  /** What tells this shop from another. */
  landmarks: string[] = [];
  /** Now, for creation times. */
  clockMs = Date.UTC(2026, 4, 4, 12);
  #next = 1;

  insert(row: Partial<Row> & Pick<Row, "owner" | "name">): Row {
    const id = row.id ?? `w_${this.#next++}`;
    const made: Row = { color: "grey", note: null, createdAt: new Date(this.clockMs).toISOString(), ...row, id };
    this.rows.set(id, made);
    return made;
  }

  /** The calls that changed something, or tried to. */
  get writes(): string[] {
    return this.calls.filter((call) => !/^(list|get)/.test(call));
  }

  call<Answer>(kind: string, what: string, does: () => Answer): Promise<Answer> {
    this.calls.push(`${kind} ${what}`);
    const at = this.faults.findIndex(({ call }) => call === kind);
    const [struck] = at < 0 ? [] : this.faults.splice(at, 1);
    struck?.meanwhile?.();
    switch (struck?.fault) {
      case "lost before":
        return Promise.reject(new VendorError("outcome unknown", facts, "no answer"));
      case "lost after":
        does();
        return Promise.reject(new VendorError("outcome unknown", facts, "no answer"));
      case "conflict":
        return Promise.reject(new VendorError("conflict", facts, "exists already"));
      case "denied":
        return Promise.reject(new VendorError("denied", facts, "not allowed"));
      case "invalid":
        return Promise.reject(new VendorError("invalid", facts, "not like that"));
      default:
        return new Promise((resolve) => resolve(does()));
    }
  }
}

type Fault = "lost before" | "lost after" | "conflict" | "denied" | "invalid" | "none";

const facts: RequestFacts = { vendor: "Shop", method: "POST", path: "/widgets", route: "/widgets" };

export interface Row {
  id: string;
  owner: string;
  name: string;
  color: string;
  size?: number;
  note: string | null;
  labels?: Record<string, string>;
  createdAt: string;
  used?: boolean;
  pin?: string;
  value?: string;
}

/** The shop over its wire. One that is made to read throws at the first attempt to write. */
export class ShopClient {
  readonly shop: Shop;
  /** How often this client was used. */
  used = 0;
  readonly #mayWrite: boolean;

  constructor(shop: Shop, mayWrite: boolean) {
    this.shop = shop;
    this.#mayWrite = mayWrite;
  }

  // What a listing and a second look show: no secret.
  list(owner: string): Promise<Row[]> {
    this.used++;
    return this.shop.call("list", owner, () =>
      [...this.shop.rows.values()].filter((row) => row.owner === owner).map(shown),
    );
  }

  get(id: string): Promise<Row | undefined> {
    this.used++;
    return this.shop.call("get", id, () => maybe(this.shop.rows.get(id)));
  }

  create(row: Partial<Row> & Pick<Row, "owner" | "name">): Promise<Row> {
    this.#write();
    return this.shop.call("create", `${row.owner}/${row.name}`, () => {
      const made = this.shop.insert(row);
      return { ...made, value: `sk-${made.id}-cAnArY0123456789` };
    });
  }

  update(id: string, changes: Partial<Row>): Promise<Row> {
    this.#write();
    return this.shop.call("update", `${id} ${JSON.stringify(changes)}`, () => {
      const row = this.shop.rows.get(id) as Row;
      const labels = { ...row.labels, ...changes.labels };
      for (const [key, value] of Object.entries(labels)) if (value === null) delete labels[key];
      const changed = { ...row, ...changes, labels };
      this.shop.rows.set(id, changed);
      return shown(changed);
    });
  }

  delete(id: string): Promise<void> {
    this.#write();
    return this.shop.call("delete", id, () => void this.shop.rows.delete(id));
  }

  #write(): void {
    this.used++;
    if (!this.#mayWrite) throw new Error("a reader wanted to write");
  }
}

const shown = ({ value: _once, pin: _never, ...row }: Row): Row => ({ ...row });
const maybe = (row: Row | undefined): Row | undefined => row && shown(row);

export const inputs = z.strictObject({
  owner: z.string().min(1),
  name: z.string().trim().min(1),
  color: z.string().toLowerCase().default("grey"),
  /** Cannot be changed. */
  size: z.int().positive().optional(),
  note: z.string().nullish(),
  labels: additive(z.record(z.string(), z.string()).optional()),
  /** Never shown again. */
  pin: secret(z.string().optional()),
  /** The shop knows nothing of it. */
  advice: local(z.string().optional()),
});

export const outputs = z.object({ createdAt: z.string(), value: secret(z.string()) });

export type WidgetDefinition = Definition<ShopClient, typeof inputs, typeof outputs, Row, "owner">;

export const PROVIDER = "exports.handler = …";

/** A provider of widgets as the host calls it, on a connection of its own. */
export function widgetProvider(
  shop: Shop,
  surroundings: Pick<Surroundings, "notes"> & Partial<Surroundings>,
  overrides: Partial<WidgetDefinition> = {},
) {
  const warnings: string[] = [];
  const run = new Run();
  const reader = new ShopClient(shop, false);
  const connection: Connection<ShopClient> = {
    reader,
    writer: new ShopClient(shop, true),
    snapshots: new Snapshots(reader, run),
    run,
    account: "shop 1",
    verify: () => shop.call("list", "to verify", () => {}),
    now: () => shop.clockMs,
    begunAt: () => shop.clockMs,
    changeFeed: () => ({ since: async () => ({ changes: Map.groupBy(shop.feed, ({ event }) => event) }) }),
    landmark: async () => shop.landmarks[0],
    hasLandmark: async (id) => shop.landmarks.includes(id),
    recentChanges: async (events) => shop.feed.filter(({ event }) => events.includes(event)),
  };
  const vendor = { name: "shop", title: "Shop", isInUse: () => true, connect: () => connection };
  const type = resourceType<ShopClient, typeof inputs, typeof outputs, Row, "owner">(vendor, "Widget", {
    inputs,
    outputs,
    parent: { owner: "shop:Owner" },
    key: ["name"],
    immutable: ["name", "size"],
    feed: { changes: ["widget.updated"], removals: ["widget.deleted"] },
    list: (client, { owner }) => client.list(owner),
    show: (row) => ({
      owner: row.owner,
      name: row.name,
      color: row.color,
      size: row.size,
      note: row.note,
      labels: row.labels ?? {},
      createdAt: row.createdAt,
      ...(row.value !== undefined && { value: row.value }),
    }),
    ensure: (client, { owner, name, size, pin }) =>
      client.create({ owner, name, ...(size === undefined ? {} : { size }), ...(pin === undefined ? {} : { pin }) }),
    sync: (client, changes, { id }) => client.update(id, changes as Partial<Row>),
    remove: (client, { id }) => client.delete(id),
    ...overrides,
  });
  const around: Surroundings = {
    adopt: new Set(),
    sameAccount: new Set(),
    mayVanish: 1,
    now: () => shop.clockMs,
    secrets: run.secrets,
    warn: (line) => warnings.push(line),
    verify: () => connection.verify(),
    connect: () => connection as Connection<unknown>,
    typeOf: () => undefined,
    ...surroundings,
  };
  const known = type as unknown as ResourceType;
  return { ...dynamicProvider(known, around), type: known, around, warnings, connection };
}
