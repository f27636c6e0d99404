import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulators } from "../../emulators/index.ts";
import { Run } from "../../providers/contract/run.ts";
import type { Connection } from "../../providers/contract/vendor.ts";
import { incrementalIn } from "../../providers/host/incremental.ts";
import { Notes } from "../../providers/host/notes.ts";
import { isObservation } from "../../providers/host/observation.ts";
import { type DynamicProvider, dynamicProvider } from "../../providers/host/provider.ts";
import type { ResourceType } from "../../providers/host/resource-type.ts";
import type { Surroundings } from "../../providers/host/session.ts";
import { Strays } from "../../providers/host/strays.ts";
import { UndeclaredProvider } from "../../providers/host/undeclared.ts";
import { openai } from "../../providers/openai/client.ts";
import * as openaiResources from "../../providers/openai/index.ts";
import { workos } from "../../providers/workos/client.ts";
import * as workosResources from "../../providers/workos/index.ts";

/*
 * A fleet one layer below the engine: its state, and refreshes of it in runs that know nothing of each other. Thousands of objects are
 * played in seconds.
 */

export type Bag = Record<string, unknown>;

/** What state has of one object. */
export interface Stored {
  readonly token: string;
  readonly tenant: string;
  readonly id: string;
  readonly props: Bag;
}

/** What a refresh made of one: what state would have, `gone`, or why it could not be seen. */
export type Seen = Pick<Stored, "id" | "props"> | "gone" | Error;

export interface Refreshed {
  readonly seen: readonly Seen[];
  /** Requests by method and route. */
  readonly requests: Readonly<Record<string, number>>;
  /** How many in all. */
  readonly sent: number;
  /** What people were told. */
  readonly said: readonly string[];
  /** State of `tenantry:Undeclared`. */
  readonly undeclared: Bag;
}

const types = new Map<string, ResourceType>(
  [workosResources, openaiResources].flatMap((resources) =>
    Object.values(resources as unknown as Record<string, { definition?: ResourceType }>).flatMap(({ definition }) =>
      definition && !isObservation(definition) ? [[definition.token, definition] as const] : [],
    ),
  ),
);
export const typeOf = (token: string): ResourceType => types.get(token) as ResourceType;
const vendorOf = (token: string): "workos" | "openai" => (token.startsWith("workos:") ? "workos" : "openai");
const ofVendor = (vendor: string) => [...types.values()].filter(({ token }) => vendorOf(token) === vendor);

export class Estate {
  readonly emulators: Emulators;
  readonly folder = mkdtempSync(join(tmpdir(), "tenantry-estate-"));
  stored: Stored[] = [];
  /** What `tenantry:Undeclared` has in state; empty for none. */
  undeclared: Bag = {};

  constructor(emulators: Emulators) {
    this.emulators = emulators;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Time goes by at both vendors. */
  passes(ms: number): void {
    for (const vendor of [this.emulators.workos, this.emulators.openai]) vendor.clock.advance(ms);
  }

  get now(): number {
    return this.emulators.workos.clock.now().getTime();
  }

  /** A run in which things are made. */
  maker(): (token: string, tenant: string, declared: Bag) => Promise<Stored> {
    const run = this.#run({});
    return async (token, tenant, declared) => {
      const provider = run.provider(token);
      const hidden = { __provider: "…", __guard: tenant, __stack: "acme/fleet/prod" };
      const { inputs, failures } = await provider.check({}, { ...declared, ...hidden });
      if (failures.length > 0) throw new Error(`${token}: ${JSON.stringify(failures)}`);
      const { id, outs } = await provider.create(inputs);
      const stored = { token, tenant, id, props: bare(outs) };
      this.stored.push(stored);
      return stored;
    };
  }

  /** A run that declares one object otherwise. */
  async change(stored: Stored, declared: Bag): Promise<Stored> {
    const provider = this.#run({}).provider(stored.token);
    const { inputs } = await provider.check(stored.props, { ...stored.props, ...declared, __provider: "…" });
    const { outs } = await provider.update(stored.id, stored.props, inputs);
    const changed = { ...stored, props: bare(outs) };
    this.stored = this.stored.map((one) => (one === stored ? changed : one));
    return changed;
  }

  /** What a refresh makes of state, which stays as it is. */
  async refresh(environment: NodeJS.ProcessEnv = {}): Promise<Refreshed> {
    const { emulators } = this;
    for (const vendor of [emulators.workos, emulators.openai]) vendor.requests.reset();
    const run = this.#run(environment);
    const seen: Seen[] = [];
    let next = 0;
    // As many at once as the engine has.
    const worker = async () => {
      while (next < this.stored.length) {
        const at = next++;
        const { token, id, props } = this.stored[at] as Stored;
        seen[at] = await run
          .provider(token)
          .read(id, props)
          .then(({ id, props }) => (id ? { id, props: bare(props as Bag) } : ("gone" as const)))
          .catch((error: Error) => error);
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    const { props: undeclared = {} } =
      Object.keys(this.undeclared).length > 0 ? await run.undeclared.read("undeclared", this.undeclared) : {};
    const requests = { ...emulators.workos.requests.counts(), ...emulators.openai.requests.counts() };
    const sent = Object.values(requests).reduce((sum, count) => sum + count, 0);
    return { seen, requests, sent, said: run.said, undeclared };
  }

  /** State is as the refresh left it, and what could not be seen stays. */
  keep({ seen, undeclared }: Refreshed): void {
    this.stored = this.stored.flatMap((stored, at) => {
      const now = seen[at];
      if (now === "gone") return [];
      return now instanceof Error || now === undefined ? [stored] : [{ ...stored, ...now }];
    });
    this.undeclared = undeclared;
  }

  #run(environment: NodeJS.ProcessEnv) {
    const { emulators } = this;
    const run = new Run();
    const said: string[] = [];
    const warn = (line: string) => void said.push(line);
    const surroundings = { run, beforeWrite: async () => {} };
    const connections: Record<string, Connection<unknown>> = {
      workos: workos.open(
        { url: new URL(emulators.workos.url), key: emulators.workos.apiKey },
        surroundings,
      ) as Connection<unknown>,
      openai: openai.open(
        { url: new URL(emulators.openai.url), key: emulators.openai.adminApiKey },
        surroundings,
      ) as Connection<unknown>,
    };
    const around = (vendor: string): Surroundings => ({
      incremental: incrementalIn(environment, ofVendor(vendor)),
      notes: new Notes({ TENANTRY_STATE_DIR: this.folder }, warn),
      adopt: idsIn(environment.TENANTRY_ADOPT),
      sameAccount: idsIn(environment.TENANTRY_SAME_ACCOUNT),
      mayVanish: 1,
      now: () => this.now,
      secrets: run.secrets,
      warn,
      verify: async () => {},
      connect: () => connections[vendor] as Connection<unknown>,
      typeOf: (token) => types.get(token),
    });
    const providers = new Map<string, DynamicProvider>();
    const strays = new Map<string, Strays>();
    return {
      said,
      provider(token: string): DynamicProvider {
        const provider = providers.get(token) ?? dynamicProvider(typeOf(token), around(vendorOf(token)));
        providers.set(token, provider);
        return provider;
      },
      undeclared: new UndeclaredProvider(
        (token) => {
          const of = strays.get(token) ?? new Strays(typeOf(token), around(vendorOf(token)));
          strays.set(token, of);
          return of;
        },
        { warn, verify: async () => {}, secrets: run.secrets },
      ),
    };
  }
}

const idsIn = (list = ""): ReadonlySet<string> => new Set(list.split(",").filter((id) => id !== ""));

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** As the engine hands it back. */
const bare = (bag: Bag): Bag =>
  Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(bag)) as Bag).map(([name, value]) => [
      name,
      (value as Bag | null)?.[SIGNATURE] ? (value as Bag).value : value,
    ]),
  );

/** What one tenant of the fleet has. */
export interface TenantOf {
  readonly slug: string;
  readonly organizationId: string;
  readonly projectId: string;
}

/**
 * So many tenants, each with an organization, two roles, two domains, three members, a project and two service accounts, with a key
 * where asked for.
 */
export async function makeFleet(estate: Estate, tenants: number, keys = false): Promise<TenantOf[]> {
  const make = estate.maker();
  const made: TenantOf[] = [];
  const one = async (number: number) => {
    const slug = `tenant-${String(number).padStart(4, "0")}`;
    const organization = await make("workos:Organization", slug, { name: slug, externalId: slug });
    const organizationId = organization.id;
    for (const role of ["org-engineer", "org-auditor"])
      await make("workos:OrganizationRole", slug, { organizationId, slug: role, name: role });
    for (const domain of [`${slug}.example`, `${slug}-mail.example`])
      await make("workos:OrganizationDomain", slug, { organizationId, domain });
    for (const person of ["ana", "ben", "cid"])
      await make("workos:Member", slug, {
        organizationId,
        email: `${person}@${slug}.example`,
        roles: ["org-engineer"],
      });
    const { id: projectId } = await make("openai:Project", slug, { name: slug });
    const accounts: string[] = [];
    for (const name of ["runner", "worker"]) {
      const { id } = await make("openai:ServiceAccount", slug, { projectId, name });
      accounts.push(id);
      if (keys)
        await make("openai:ServiceAccountKey", slug, {
          projectId,
          serviceAccountId: id,
          name: "main",
          scopes: ["model.request"],
        });
    }
    made.push({ slug, organizationId, projectId });
  };
  let next = 0;
  const worker = async () => {
    while (next < tenants) await one(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  estate.undeclared = {
    kinds: {
      roles: ["workos:OrganizationRole", "organizationId"],
      members: ["workos:Member", "organizationId"],
      serviceAccounts: ["openai:ServiceAccount", "projectId"],
    },
    tenants: Object.fromEntries(
      made.map(({ slug, organizationId, projectId }) => [
        slug,
        [
          {
            in: [organizationId],
            has: {
              roles: ["org-engineer", "org-auditor"],
              members: ["ana", "ben", "cid"].map((person) => `${person}@${slug}.example`),
            },
          },
          { in: [projectId], has: { serviceAccounts: ["runner", "worker"] } },
        ],
      ]),
    ),
  };
  return made.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}
