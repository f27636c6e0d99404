import { beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../emulators/index.ts";
import { Case } from "../resources/case.ts";
import { type Resource, resources } from "../resources/found.ts";
import type { Bag, ProviderProcess } from "./provider-process.ts";
import { useProviders } from "./use-providers.ts";

/*
 * What state holds is there at the vendor, and some of the vendor's answers say otherwise. No refresh and no removal may
 * take it for gone then: whatever the engine hears to be gone it forgets, and makes a second time.
 */

const here = useProviders();
const { start } = here;
const objects = new Map<Resource, Case | Error>();
interface Route {
  readonly vendor: Resource["vendor"];
  /** Without an envelope, or with the vendor's; absent for one that answers with an object. */
  readonly list?: "bare" | "envelope" | undefined;
  readonly isProof: boolean;
}
/** What proves that the account is the right one: without it nothing at all is looked at. */
const PROOFS = ["/authorization/roles", "/organization/projects"];
/** The routes that were read. */
const routes = new Map<string, Route>();
const titled = resources.map((resource) => [resource.title, resource] as const);

const objectOf = (resource: Resource): Case => {
  const object = objects.get(resource);
  if (object instanceof Case) return object;
  throw object ?? new Error("it was not made");
};

beforeAll(async () => {
  const maker = await start();
  for (const resource of resources) {
    const made = Case.begin(resource, here.emulators, `${resource.word}-gone`).then(async (object) => {
      await object.run("create", maker);
      return object;
    });
    objects.set(resource, await made.catch((error: Error) => error));
  }
  for (const vendor of ["workos", "openai"] as const) {
    here.emulators[vendor].onExchange = ({ method, route, status, body }) => {
      if (method !== "GET" || route === undefined || status !== 200) return;
      const list = Array.isArray(body) ? "bare" : Array.isArray((body as Bag).data) ? "envelope" : undefined;
      routes.set(route, { vendor, list, isProof: PROOFS.includes(route) });
    };
  }
  // With everything true, and each object looked for in every way.
  const reader = await start();
  for (const [, resource] of titled) await seenBy(reader, resource);
  const lists = [...routes.values()].filter(({ list }) => list);
  expect(lists.length).toBeGreaterThan(15);
  expect(routes.size - lists.length).toBeGreaterThan(5);
});

/** What a refresh makes of the object. */
async function seenBy(reader: ProviderProcess, resource: Resource): Promise<"there" | "gone" | "refused"> {
  const { id, stored } = objectOf(resource);
  return reader.read(id, stored).then(
    (read) => (read.id === "" ? "gone" : "there"),
    () => "refused",
  );
}

const html = { status: 404, headers: { "content-type": "text/html" }, body: "<html><h1>Not Found</h1></html>" };
const otherJson = { status: 404, body: { detail: "Not Found" } };
const own404 = { status: 404 };
const empty = {
  workos: { object: "list", data: [], list_metadata: { before: null, after: null } },
  openai: { object: "list", data: [], has_more: false, first_id: null, last_id: null },
};

/** A run during which routes lie. */
async function lying(
  lies: (route: Route) => Partial<Fault> | undefined,
  play: (run: ProviderProcess) => Promise<void>,
): Promise<void> {
  const placed = [...routes].flatMap(([route, what]) => {
    const lie = lies(what);
    if (lie === undefined) return [];
    const fault = { method: "GET", route, kind: "answer", times: Number.POSITIVE_INFINITY, ...lie } as const;
    return [here.emulators[what.vendor].faults.add(fault)];
  });
  const run = await start();
  try {
    await play(run);
    expect(placed.reduce((hits, { hits: more }) => hits + more, 0)).toBeGreaterThan(10);
  } finally {
    for (const fault of placed) fault.remove();
    await run.close();
  }
}

/** What a refresh makes of every object while routes lie. */
async function seenWhile(lies: Parameters<typeof lying>[0]): Promise<Map<string, readonly string[]>> {
  const seen = new Map<string, string[]>();
  await lying(lies, async (run) => {
    for (const [title, resource] of titled) {
      const outcome = await seenBy(run, resource);
      seen.set(outcome, [...(seen.get(outcome) ?? []), title]);
    }
  });
  return seen;
}

/*
 * Where the vendor can be asked in one way only, that way is believed when it says the same twice. What is then made anew by
 * mistake is the same object: the vendor refuses a second one, or has it once however often it is made. No key is here.
 */
const ASKED_ALONE = [
  "workos:JwtTemplate",
  "workos:SamlSpSigningCertificate",
  "openai:OrganizationSpendLimit",
  "openai:ProjectModelPermissions",
  "openai:ProjectSpendLimit",
];
const LISTED_IN_WHAT_CANNOT_BE_FOUND = ["workos:AuditLogSchema", "workos:RoleAssignment"];
const LISTED_ONLY = [
  "workos:AuditLogSchema",
  "workos:AuthkitOauthResource",
  "workos:CorsOrigin",
  "workos:DataIntegrationConfiguration",
  "workos:FeatureFlagTarget",
  "workos:ItContact",
  // By three lists: of memberships, of invitations, and of users by address.
  "workos:Member",
  "workos:Member, accepted",
  "workos:Member, suspended",
  "workos:RedirectUri",
  "workos:RoleAssignment",
  "workos:SamlIdpCertificate",
  "workos:WaitlistEntry",
  "workos:WebhookEndpoint",
  "openai:CertificateActivation",
  "openai:ProjectCertificateActivation",
  // By three lists: of invitations, of the project's people, and of users by address.
  "openai:ProjectMember",
  "openai:ProjectMember, known",
  "openai:ProjectMember, suspended",
  "openai:ProjectRateLimit",
];

describe("a refresh takes nothing for gone", () => {
  test.each([
    ["the HTML page of a proxy", html],
    ["JSON that is not the vendor's", otherJson],
  ])("when every read answers 404 with %s", async (_, lie) => {
    const seen = await seenWhile(() => lie);
    expect(seen.get("gone") ?? []).toEqual([]);
    expect(seen.get("there") ?? []).toEqual([]);
  });

  test("when every object answers 404, and lists have them", async () => {
    const seen = await seenWhile(({ list }) => (list ? undefined : own404));
    expect(seen.get("gone") ?? []).toEqual(ASKED_ALONE);
  });

  test("when every list answers 404, and the objects are there", async () => {
    const seen = await seenWhile(({ list, isProof }) => (list && !isProof ? own404 : undefined));
    expect(seen.get("gone") ?? []).toEqual(LISTED_IN_WHAT_CANNOT_BE_FOUND);
  });

  test("when every list is empty, and the objects are there", async () => {
    const seen = await seenWhile(({ vendor, list, isProof }) => {
      const body = list === "bare" ? [] : empty[vendor];
      return list && !isProof ? { status: 200, body } : undefined;
    });
    expect(seen.get("gone") ?? []).toEqual(LISTED_ONLY);
  });
});

describe("a removal that finds nothing to remove is refused while the object is there", () => {
  const isWrite = ({ method, actor }: { method: string; actor?: unknown }) => method !== "GET" && actor === undefined;

  test.each([
    ["the vendor's own 404", own404],
    ["the HTML page of a proxy", html],
  ])("answered with %s", async (_, lie) => {
    const forgotten: string[] = [];
    let refused = 0;
    const run = await start();
    for (const [title, resource] of titled) {
      const { id, stored, inputs } = objectOf(resource);
      const vendor = here.emulators[resource.vendor];
      await run.check(inputs, inputs); // A run removes only what belongs to a tenant that it has heard of.
      const from = vendor.requests.log.length;
      const faults = (["PUT", "POST", "PATCH", "DELETE"] as const).map((method) =>
        vendor.faults.add({ method, kind: "answer", times: Number.POSITIVE_INFINITY, ...lie }),
      );
      const isForgotten = await run.delete(id, stored).then(
        () => true,
        () => false,
      );
      for (const fault of faults) fault.remove();
      if (!isForgotten) refused++;
      else if (vendor.requests.log.slice(from).some(isWrite)) forgotten.push(title);
    }
    expect(forgotten).toEqual([]);
    expect(refused).toBeGreaterThan(20);
  });
});
