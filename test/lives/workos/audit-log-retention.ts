import { expect } from "vitest";
import { AuditLogRetention, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const PUT = "PUT /organizations/{id}/audit_logs_retention";

const path = (world: World, owner: string): string => `/organizations/${world.idOf(owner)}/audit_logs_retention`;

async function expectDays(world: World, owner: string, days: number): Promise<void> {
  const answer = await dana(world.emulators).workos.get(path(world, owner));
  expect(answer).toEqual({ retention_period_in_days: days });
}

export const auditLogRetention = life<{ of: "retention-first" | "retention-second"; days: 30 | 365 }>({
  of: "workos:AuditLogRetention",
  declare: () => {
    const ids = Object.fromEntries(
      ["retention-first", "retention-second"].map((externalId) => [
        externalId,
        new Organization(externalId, { name: externalId, externalId }).id,
      ]),
    );
    return (name, { of, days }) => new AuditLogRetention(name, { organizationId: ids[of] ?? "", days });
  },
  stages: [
    {
      title: "set for the first time",
      inputs: { of: "retention-first", days: 365 },
      does: ["create"],
      writes: { [PUT]: 1 },
      async holds(world) {
        await expectDays(world, "retention-first", 365);
        expect(world.id()).toBe(world.idOf("retention-first"));
      },
    },
    {
      title: "shortened",
      inputs: { of: "retention-first", days: 30 },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectDays(world, "retention-first", 30),
    },
    {
      title: "drift repaired",
      meanwhile: (world) =>
        dana(world.emulators).workos.put(path(world, "retention-first"), { retention_period_in_days: 365 }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectDays(world, "retention-first", 30),
    },
    {
      title: "replaced by another organization's; the first one's stays",
      inputs: { of: "retention-second", days: 365 },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [PUT]: 1 },
      async holds(world) {
        await expectDays(world, "retention-second", 365);
        await expectDays(world, "retention-first", 30);
      },
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: { of: "retention-second", days: 30 },
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectDays(world, "retention-second", 30),
    },
  ],
  destroyed: { "DELETE /organizations/{id}": 2 },
});
