import { beforeEach, describe, expect, test } from "vitest";
import { OrganizationMembership, rolesOf } from "../../../providers/workos/organization-membership.ts";
import { useRuns } from "./runs.ts";

const LIST = "/user_management/organization_memberships";

test("roles are those of both of WorkOS's fields, each once", () => {
  const row = {
    id: "om_1",
    user_id: "u",
    organization_id: "o",
    status: "active",
    directory_managed: false,
    created_at: "2026-05-01T00:00:00.000Z",
  } as const;
  expect(rolesOf({ ...row, role: { slug: "b" }, roles: [{ slug: "c" }, { slug: "b" }] })).toEqual(["b", "c"]);
  expect(rolesOf({ ...row, role: { slug: "b" } })).toEqual(["b"]);
  expect(rolesOf({ ...row, roles: [{ slug: "c" }] })).toEqual(["c"]);
});

describe("a membership", () => {
  const { run, dana, writes } = useRuns(OrganizationMembership);
  let home: { organizationId: string; userId: string };

  beforeEach(async () => {
    const { id: organizationId } = await dana().post("/organizations", { name: "Acme" });
    const { id: userId } = await dana().post("/user_management/users", { email: "ana@acme.example" });
    home = { organizationId, userId };
  });
  const add = () => dana().post(LIST, { organization_id: home.organizationId, user_id: home.userId });

  test("that is inactive is found, and not made active by creating it once more", async () => {
    const { id } = await add();
    await dana().put(`${LIST}/${id}/deactivate`, {});
    expect(await writes(async () => expect((await run().up(home)).id).toBe(id))).toEqual([]);
    expect(await dana().get(`${LIST}/${id}`)).toMatchObject({ status: "inactive" });
  });

  test("of somebody who has not accepted an invitation is refused, with what to do", async () => {
    const body = { email: "ana@acme.example", organization_id: home.organizationId };
    await dana().post("/user_management/invitations", body);
    await expect(run().up(home)).rejects.toThrow(/pending.*Declare a workos.Member for them/);
    const { data } = await dana().get(`${LIST}?organization_id=${home.organizationId}&statuses=pending`);
    expect(data).toHaveLength(1);
  });

  test("that a directory manages is neither changed nor removed, though state does not know it yet", async () => {
    const state = await run().up(home);
    await dana().patch(`/_emulator/organization_memberships/${state.id}`, { directory_managed: true });
    const sent = await writes(async () => {
      await expect(run().up({ ...home, status: "inactive" }, state)).rejects.toThrow("the customer's directory");
      await expect(run().remove(state)).rejects.toThrow("the customer's directory");
      const refreshed = await run().refresh(state);
      expect(refreshed?.outs.directoryManaged).toBe(true);
      const change = run().diff(state.id, refreshed?.outs ?? {}, { ...home, status: "inactive" });
      await expect(change).rejects.toThrow("the customer's directory");
    });
    expect(sent).toEqual([]);
  });

  test("is imported by its organization and its id, and not under another organization", async () => {
    const { id } = await add();
    expect((await run().read(`${home.organizationId}/${id}`, {})).inputs).toMatchObject(home);
    const { id: elsewhere } = await dana().post("/organizations", { name: "Borealis" });
    await expect(run().read(`${elsewhere}/${id}`, {})).rejects.toThrow("there is no");
    await expect(run().read(id, {})).rejects.toThrow(`give organizationId/id as the id, not "${id}"`);
  });

  test("is gone with its organization", async () => {
    const state = await run().up(home);
    await dana().delete(`/organizations/${home.organizationId}`);
    expect(await run().refresh(state)).toBeUndefined();
    expect(await writes(() => run().remove(state))).toEqual([]);
  });
});
