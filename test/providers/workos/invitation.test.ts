import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Invitation } from "../../../providers/workos/invitation.ts";
import { Member } from "../../../providers/workos/member.ts";
import { type Bag, type State, useRuns } from "./runs.ts";

const POST = "POST /user_management/invitations";
const REVOKE = "POST /user_management/invitations/{id}/revoke";

describe("an invitation", () => {
  const { run, dana, writes } = useRuns(Invitation);
  const email = "ana@acme.example";
  let organizationId: string;
  let state: State;
  const states = async (): Promise<string[]> =>
    (await dana().get(`/user_management/invitations?limit=100&order=asc&organization_id=${organizationId}`)).data.map(
      (row: Bag) => row.state,
    );

  beforeEach(async () => {
    organizationId = (await dana().post("/organizations", { name: "Acme" })).id;
    await dana().post("/authorization/roles", { slug: "editor", name: "Editor" });
    state = await run().up({ organizationId, email, roleSlug: "editor" });
  });
  afterEach(() => void vi.restoreAllMocks());

  const asMember = (role: string): Bag => ({ organizationId, email, roles: [role] });

  test("that a member took over in the same run is left to that member, which people are told", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    let member: State | undefined;
    const upgrade = async () => {
      const one = run();
      member = await one.beside(Member).up(asMember("editor"));
      await one.remove(state);
    };
    expect(await writes(upgrade)).toEqual([]);
    expect(said.mock.calls.join()).toMatch(
      /invitation_\w+ was not taken back, since a workos:Member stands for ana@acme/,
    );
    const refreshed = await run()
      .beside(Member)
      .refresh(member as State);
    expect(refreshed?.outs).toMatchObject({ state: "pending", invitationId: state.id });
    expect(await writes(() => run().beside(Member).up(asMember("editor"), refreshed))).toEqual([]);
    expect(await states()).toEqual(["pending"]);
  });

  test("that a refresh found a member to stand for is left to that member as well", async () => {
    const member = await run().beside(Member).up(asMember("editor"));
    const one = run();
    await one.beside(Member).refresh(member);
    expect(await writes(() => one.remove(state))).toEqual([]);
  });

  test("that was taken back for a member with another role is not taken back twice, nor is the new one", async () => {
    const upgrade = async () => {
      const one = run();
      await one.beside(Member).up(asMember("member"));
      await one.remove(state);
    };
    expect(await writes(upgrade)).toEqual([REVOKE, POST, REVOKE]);
    expect(await states()).toEqual(["revoked", "pending"]);
  });

  test("is taken back with its member, whichever of them goes first", async () => {
    const member = await run().beside(Member).up(asMember("editor"));
    await run().remove(state);
    await run().beside(Member).remove(member);
    expect(await states()).toEqual(["revoked"]);
  });

  test("that no member stands for is taken back, though somebody else has one", async () => {
    await run()
      .beside(Member)
      .up({ organizationId, email: "bo@acme.example", roles: ["editor"] });
    expect(await writes(() => run().remove(state))).toEqual([REVOKE]);
    expect(await states()).toEqual(["revoked", "pending"]);
  });
});
