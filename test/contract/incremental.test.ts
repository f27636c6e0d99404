import { beforeAll, describe, expect, test } from "vitest";
import { Case } from "../resources/case.ts";
import { coverageOf } from "../resources/definition.ts";
import type { Scene } from "../resources/description.ts";
import { type Resource, resources } from "../resources/found.ts";
import { actingAt } from "../resources/home.ts";
import { type PlayedStage, stagesOf } from "../resources/stages.ts";
import { asStored, type Bag, type ProviderProcess } from "./provider-process.ts";
import { useProviders } from "./use-providers.ts";

/*
 * Refresh by the change feed, of every type: what it covers and nobody touched is not asked for, and what somebody touched is
 * seen, covered or not. One run after the other, with an hour between them at the vendors.
 */

const HOUR_MS = 3_600_000;

const COVERED = [
  "workos:EnvironmentRole",
  "workos:Group",
  "workos:GroupMembership",
  "workos:Invitation",
  "workos:Member",
  "workos:Organization",
  "workos:OrganizationApiKey",
  "workos:OrganizationDomain",
  "workos:OrganizationMembership",
  "workos:OrganizationRole",
  "workos:Permission",
  "workos:User",
  "openai:Certificate",
  "openai:CertificateActivation",
  "openai:Group",
  "openai:GroupRole",
  "openai:Invite",
  "openai:OrganizationRole",
  "openai:OrganizationUser",
  "openai:Project",
  "openai:ProjectCertificateActivation",
  "openai:ProjectMember",
  "openai:ProjectRateLimit",
  "openai:ProjectRole",
  "openai:ProjectUser",
  "openai:ProjectUserRole",
  "openai:ServiceAccount",
  "openai:ServiceAccountKey",
  "openai:UserRole",
];

const here = useProviders();
const isCovered = ({ token }: Resource) => COVERED.includes(token);
/** Of each type one that somebody touches, and one that nobody does. */
const touched = new Map<Resource, Case | Error>();
const quiet = new Map<Resource, Case | Error>();

const caseOf = (of: Map<Resource, Case | Error>, resource: Resource): Case => {
  const made = of.get(resource);
  if (made instanceof Case) return made;
  throw made ?? new Error("it was not made");
};

const later = (): void => {
  for (const vendor of [here.emulators.workos, here.emulators.openai]) vendor.clock.advance(HOUR_MS);
};

const refresh = (): Promise<ProviderProcess> => here.start({ TENANTRY_REFRESH: "incremental" });

/** What a refresh makes of it, kept as state. */
async function seen(run: ProviderProcess, object: Case): Promise<Bag | "gone"> {
  const { id, properties } = await run.read(object.id, object.stored);
  if (id === "") return "gone";
  object.stored = asStored(properties);
  return object.stored;
}

const requests = (): number => here.emulators.workos.requests.total + here.emulators.openai.requests.total;

const stageOf = (resource: Resource, name: PlayedStage["name"]): PlayedStage | undefined =>
  stagesOf(resource).find((stage) => stage.name === name);

const sceneOf = (object: Case): Scene => ({
  emulators: here.emulators,
  act: actingAt(here.emulators, object.resource),
  home: object.home.fields,
  name: object.home.name,
  id: object.id,
  inputs: object.declared,
});

beforeAll(async () => {
  const maker = await here.start();
  for (const resource of resources)
    for (const [of, word] of [
      [touched, "touched"],
      [quiet, "quiet"],
    ] as const) {
      const made = Case.begin(resource, here.emulators, `${resource.word}-${word}`).then(async (object) => {
        await object.run("create", maker);
        if (resource.changed) await object.run("update", maker);
        return object;
      });
      of.set(resource, await made.catch((error: Error) => error));
    }
  await maker.close();
  later();
  // The first refresh of this kind looks at everything.
  const first = await refresh();
  for (const resource of resources)
    for (const of of [touched, quiet]) {
      const object = of.get(resource);
      if (object instanceof Case) await seen(first, object);
    }
  await first.close();
  later();
});

test("of every type it is shown below that somebody's change or removal is seen", () => {
  const isShown = (resource: Resource) =>
    (["drifted", "vanished"] as const).some((name) => stageOf(resource, name)?.meanwhile !== undefined);
  // WorkOS can neither change nor delete one.
  expect(resources.filter((resource) => !isShown(resource)).map(({ token }) => token)).toEqual(["workos:CorsOrigin"]);
});

test("these types are covered, and no other", () => {
  expect(resources.filter(({ token }) => coverageOf(token) === undefined).map(({ token }) => token)).toEqual(
    expect.arrayContaining(COVERED),
  );
  expect(
    resources
      .filter((resource) => coverageOf(resource.token) === undefined && !isCovered(resource))
      .map(({ token }) => token),
  ).toEqual([]);
});

describe("nothing happened", () => {
  let run: ProviderProcess;
  beforeAll(async () => {
    run = await refresh();
    // Address, credential and the change feed are asked for once.
    for (const token of ["workos:Organization", "openai:Project"])
      await seen(run, caseOf(quiet, resources.find((each) => each.token === token) as Resource));
    expect(requests()).toBeGreaterThan(0);
  });

  for (const resource of resources.filter(isCovered))
    test(`${resource.title} is not asked for, and stands as it is`, async () => {
      for (const of of [touched, quiet]) {
        const object = caseOf(of, resource);
        const before = object.stored;
        expect(before).toHaveProperty("__syncedAt");
        const asked = requests();
        expect(await seen(run, object)).toEqual(before);
        expect(requests()).toBe(asked);
      }
    });

  test("E52 what the feed does not cover is asked for all the same", async () => {
    for (const resource of resources.filter((each) => !isCovered(each))) {
      const object = touched.get(resource);
      if (!(object instanceof Case)) continue;
      const asked = requests();
      await seen(run, object);
      expect(object.stored, resource.title).not.toHaveProperty("__syncedAt");
      if (requests() === asked) expect(object.stored.state, resource.title).toMatch(/waiting|withheld/);
    }
  });
});

describe("somebody changed it", () => {
  let run: ProviderProcess;
  beforeAll(async () => {
    for (const resource of resources) {
      const object = touched.get(resource);
      if (object instanceof Case) await stageOf(resource, "drifted")?.meanwhile?.(sceneOf(object));
    }
    run = await refresh();
  });

  for (const resource of resources.filter((each) => isCovered(each) && stageOf(each, "drifted")?.meanwhile))
    test(`${resource.title} is seen to be changed`, async () => {
      const { stored: before } = caseOf(touched, resource);
      const { __syncedAt: at, ...now } = (await seen(run, caseOf(touched, resource))) as Bag;
      const { __syncedAt: atBefore, ...then } = before;
      expect(now).not.toEqual(then);
      expect(at).not.toEqual(atBefore);
    });

  for (const resource of resources.filter((each) => !isCovered(each) && stageOf(each, "drifted")?.meanwhile))
    test(`E52 ${resource.title}, which the feed does not cover, is seen to be changed all the same`, async () => {
      const before = caseOf(touched, resource).stored;
      expect(await seen(run, caseOf(touched, resource))).not.toEqual(before);
    });

  for (const resource of resources.filter(isCovered))
    test(`${resource.title} that nobody touched is as it was`, async () => {
      const { __syncedAt: _then, ...before } = caseOf(quiet, resource).stored;
      const { __syncedAt: _now, ...after } = (await seen(run, caseOf(quiet, resource))) as Bag;
      expect(after).toEqual(before);
    });
});

describe("somebody removed it", () => {
  let run: ProviderProcess;
  const removed = resources.filter((each) => stageOf(each, "vanished")?.meanwhile);
  beforeAll(async () => {
    later();
    for (const resource of removed) {
      const object = touched.get(resource);
      if (object instanceof Case) await stageOf(resource, "vanished")?.meanwhile?.(sceneOf(object));
    }
    run = await refresh();
  });

  for (const resource of removed)
    test(`${resource.title} is seen to be gone`, async () => {
      expect(await seen(run, caseOf(touched, resource))).toBe("gone");
    });
});
