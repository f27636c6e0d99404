import { expect } from "vitest";
import { AuditLogSchema } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /audit_logs/actions/{actionName}/schemas";

const path = (action: string): string => `/audit_logs/actions/${action}/schemas`;

/** How many versions there are, and what the newest one says. */
async function expectNewest(world: World, action: string, version: number, says: object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(`${path(action)}?limit=100&order=desc`);
  expect(data).toHaveLength(version);
  const { object, created_at, ...newest } = data[0];
  expect(newest).toEqual({ version, ...says });
  expect(world.id()).toBe(action);
}

const cost = { type: "object", properties: { cost: { type: "number" } }, required: ["cost"] };
const role = { type: "object", properties: { role: { type: "string", enum: ["admin", "member"] } } };
const trace = { type: "object", properties: { trace: { type: "object", properties: { id: { type: "string" } } } } };

const action = "life.invoice.viewed";
const asCreated = {
  targets: [{ type: "invoice", metadata: cost }, { type: "user" }],
  actor: { metadata: role },
  metadata: trace,
};
const asUpdated = { targets: [{ type: "invoice" }], actor: { metadata: role } };
const asDeclaredLess = { targets: [{ type: "invoice" }, { type: "team" }], actor: { metadata: role } };

const full = {
  action,
  targets: [{ type: "user" }, { type: "invoice", metadata: cost }],
  actorMetadata: role,
  metadata: trace,
};

export const auditLogSchema = life<ConstructorParameters<typeof AuditLogSchema>[1]>({
  of: "workos:AuditLogSchema",
  declare: () => (name, inputs) => new AuditLogSchema(name, inputs),
  stages: [
    {
      title: "created with everything",
      inputs: full,
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectNewest(world, action, 1, asCreated),
    },
    {
      title: "the same in another order, and schemas that say nothing, are no new version",
      inputs: {
        ...full,
        targets: [
          {
            type: "invoice",
            metadata: { required: ["cost"], properties: { cost: { type: "number" } }, type: "object" },
          },
          { type: "user", metadata: {} },
        ],
      },
      does: ["same"],
      writes: {},
      holds: (world) => expectNewest(world, action, 1, asCreated),
    },
    {
      title: "targets updated, metadata cleared",
      inputs: { ...full, targets: [{ type: "invoice" }], metadata: null },
      does: ["update"],
      writes: { [POST]: 1 },
      holds: (world) => expectNewest(world, action, 2, asUpdated),
    },
    {
      title: "somebody's newer version repaired",
      meanwhile: ({ emulators }) => dana(emulators).workos.post(path(action), { targets: [{ type: "oops" }] }),
      does: ["update"],
      writes: { [POST]: 1 },
      holds: (world) => expectNewest(world, action, 4, asUpdated),
    },
    {
      title: "what is declared no more is said again as it was",
      inputs: { action, targets: [{ type: "invoice" }, { type: "team" }] },
      does: ["update"],
      writes: { [POST]: 1 },
      holds: (world) => expectNewest(world, action, 5, asDeclaredLess),
    },
    {
      title: "missing from state and taken over, without a new version",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectNewest(world, action, 5, asDeclaredLess),
    },
    {
      title: "replaced by another action; the first one's schema stays",
      inputs: { action: "life.invoice.paid", targets: [{ type: "invoice" }] },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1 },
      async holds(world) {
        await expectNewest(world, "life.invoice.paid", 1, { targets: [{ type: "invoice" }] });
        expect((await dana(world.emulators).workos.get(path(action))).data).toHaveLength(5);
      },
    },
  ],
  destroyed: {},
});
