import { expect } from "vitest";
import { FeatureFlagTarget, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /feature-flags/{slug}/targets/{resourceId}";
const DELETE = "DELETE /feature-flags/{slug}/targets/{resourceId}";

/** The flags that the life's organization is a target of, by the latest event about each. */
async function targetOf(world: World): Promise<string[]> {
  const { data } = await dana(world.emulators).workos.get(
    "/events?events=flag.rule_updated&organization_id=&order=desc&limit=100",
  );
  const newest = new Map<string, { id: string }[]>();
  for (const { data: flag, context } of data)
    if (!newest.has(flag.slug)) newest.set(flag.slug, context.configured_targets.organizations);
  return [...newest]
    .filter(([, organizations]) => organizations.some(({ id }) => id === world.idOf("flag-owner")))
    .map(([slug]) => slug);
}

const ANALYTICS = "advanced-analytics";
/** Switched off in a new environment. */
const EXPORT = "beta-export";

async function expectTarget(world: World, flag: string): Promise<void> {
  expect(await targetOf(world)).toEqual([flag]);
  expect(world.id()).toBe(`${flag}/${world.idOf("flag-owner")}`);
}

export const featureFlagTarget = life<{ flag: string }>({
  of: "workos:FeatureFlagTarget",
  declare: () => {
    const { id: targetId } = new Organization("flag-owner", { name: "Flags", externalId: "flag-owner" });
    return (name, { flag }) => new FeatureFlagTarget(name, { flag, targetId });
  },
  stages: [
    {
      title: "created",
      inputs: { flag: ANALYTICS },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectTarget(world, ANALYTICS),
    },
    {
      title: "removed behind our back and made anew",
      meanwhile: (world) =>
        dana(world.emulators).workos.delete(`/feature-flags/${ANALYTICS}/targets/${world.idOf("flag-owner")}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectTarget(world, ANALYTICS),
    },
    {
      title: "a flag that is switched off keeps its targets",
      meanwhile: ({ emulators }) => dana(emulators).workos.put(`/feature-flags/${ANALYTICS}/disable`),
      does: ["same"],
      writes: {},
      holds: (world) => expectTarget(world, ANALYTICS),
    },
    {
      title: "replaced by another flag's",
      inputs: { flag: EXPORT },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectTarget(world, EXPORT),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectTarget(world, EXPORT),
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /organizations/{id}": 1 },
});
