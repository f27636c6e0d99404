import { beforeEach, describe, expect, test } from "vitest";
import { GroupRoleAssignment } from "../../../providers/workos/group-role-assignment.ts";
import { type Bag, useRuns } from "./runs.ts";

const POST = "POST /authorization/groups/{group_id}/role_assignments";

describe("a role that is given on the organization's own resource", () => {
  const { run, dana, writes } = useRuns(GroupRoleAssignment);
  let groupId: string;
  let itself: string;
  const declared = (resourceId?: string): Bag => ({ groupId, roleSlug: "member", ...(resourceId && { resourceId }) });

  beforeEach(async () => {
    const { id } = await dana().post("/organizations", { name: "Acme" });
    ({ id: groupId } = await dana().post(`/organizations/${id}/groups`, { name: "All" }));
    // Its id is told by what is given on it.
    const given = await dana().post(`/authorization/groups/${groupId}/role_assignments`, { role_slug: "member" });
    itself = given.resource.id;
    await dana().delete(`/authorization/groups/${groupId}/role_assignments/${given.id}`);
  });

  test.each([true, false])("is the same after a refresh, whether it is named (%s) or not", async (isNamed) => {
    const inputs = declared(isNamed ? itself : undefined);
    const state = await run().up(inputs);
    const next = run();
    const refreshed = await next.refresh(state);
    expect(refreshed?.outs).toMatchObject({ resourceId: isNamed ? itself : null });
    expect(next.said).toEqual([]);
    expect(await writes(() => run().up(inputs, refreshed))).toEqual([]);
  });

  test("is found again when the answer to giving it was lost", async () => {
    expect(await writes(() => run().up(declared(itself)))).toEqual([POST]);
    const retried = run();
    expect(await writes(() => retried.up(declared(itself)))).toEqual([]);
    expect(retried.said.join()).toContain("took over");
  });

  test("is not taken for one on another resource", async () => {
    await run().up(declared(itself));
    const elsewhere = "authz_resource_elsewhere";
    await expect(run().up(declared(elsewhere))).rejects.toThrow("404");
  });

  test("is imported without naming it", async () => {
    const { id } = await run().up(declared(itself));
    const { inputs } = await run().read(`${groupId}/${id}`, {});
    expect(inputs).toEqual({ groupId, roleSlug: "member", __account: expect.any(String) });
  });
});
