import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { Description, Scene } from "../description.ts";

const POST = "POST /audit_logs/actions/{actionName}/schemas" as const;

interface Version {
  targets: object[];
  actor?: { metadata: object };
  metadata?: object;
}

const pathOf = (action: string): string => `/audit_logs/actions/${action}/schemas`;

const cost = { type: "object", properties: { cost: { type: "number" } }, required: ["cost"] };
const role = { type: "object", properties: { role: { type: "string", enum: ["admin", "member"] } } };
const trace = { type: "object", properties: { trace: { type: "object", properties: { id: { type: "string" } } } } };

/** How many versions of the schema there are. */
const hasVersions = (count: number) => async (scene: Scene) => {
  const { data } = await scene.act.get(`${pathOf(`${scene.name}.viewed`)}?limit=100`);
  expect(data).toHaveLength(count);
};

export const auditLogSchema: Description = {
  at: POST,
  writes: { create: { [POST]: 1 }, remove: {} },
  async home(act, name) {
    await act.post(pathOf(`${name}.viewed_twice`), { targets: [{ type: "file" }] });
    return {};
  },
  declared: (_home, name) => ({
    action: `${name}.viewed`,
    targets: [{ type: "invoice", metadata: cost }, { type: "user" }],
    actorMetadata: role,
    metadata: trace,
  }),
  changed: (_home, name) => ({
    action: `${name}.viewed`,
    targets: [{ type: "folder" }],
    actorMetadata: { type: "object", properties: {} },
    metadata: null,
  }),
  // A version that says the same as the one before counts as one too many.
  async held(act, _home, name) {
    const found = [`${name}.viewed`, `${name}.viewed_twice`].map(async (action) => {
      const { status, body } = await act.request("GET", `${pathOf(action)}?limit=100&order=desc`);
      if (status === 404) return [];
      const versions = body.data.map(({ targets, actor, metadata }: Version) => ({
        id: action,
        action,
        targets,
        actorMetadata: actor?.metadata ?? null,
        metadata: metadata ?? null,
      }));
      return versions.filter((each: object, at: number) => at === 0 || isDeepStrictEqual(each, versions[at - 1]));
    });
    return (await Promise.all(found)).flat();
  },
  left: (row) => row,
  life: {
    created: { holds: hasVersions(1) },
    changed: { holds: hasVersions(2) },
    drifted: {
      title: "somebody's newer version repaired",
      meanwhile: ({ act, name }) => act.post(pathOf(`${name}.viewed`), { targets: [{ type: "oops" }] }),
      holds: hasVersions(4),
    },
    vanished: null, // Nobody can delete it.
  },
  stages: [
    {
      title: "the same in another order, and schemas that say nothing, are no new version",
      inputs: (home, name) => ({
        ...auditLogSchema.declared(home, name),
        targets: [
          { type: "user", metadata: {} },
          {
            type: "invoice",
            metadata: { required: ["cost"], properties: { cost: { type: "number" } }, type: "object" },
          },
        ],
      }),
      does: ["same"],
      writes: {},
      shows: { targets: [{ type: "invoice", metadata: cost }, { type: "user" }] },
      holds: hasVersions(1),
    },
    {
      title: "what is declared no more is said again as it was",
      inputs: (_home, name) => ({ action: `${name}.viewed`, targets: [{ type: "invoice" }, { type: "team" }] }),
      does: ["update"],
      writes: { [POST]: 1 },
      shows: { actorMetadata: role, metadata: trace },
      holds: hasVersions(2),
    },
  ],
};
