import { beforeEach, describe, expect, test } from "vitest";
import { Invitation } from "../../../providers/workos/invitation.ts";
import { Member } from "../../../providers/workos/member.ts";
import { type Bag, type Run, type State, useRuns } from "./runs.ts";

const POST = "POST /user_management/invitations";
const REVOKE = "POST /user_management/invitations/{id}/revoke";

describe("an invitation", () => {
  const { emulator, run, dana, writes } = useRuns(Invitation);
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

  test("says when it was made and, from then on, when it was accepted", async () => {
    const path = `/user_management/invitations/${state.id}`;
    const { created_at } = await dana().get(path);
    expect(state.outs).toMatchObject({ state: "pending", createdAt: created_at, acceptedAt: null });
    emulator().clock.advance(60 * 60 * 1000);
    await dana().post(`${path}/accept`, {});
    const { accepted_at } = await dana().get(path);
    const refreshed = await run().refresh(state);
    expect(refreshed?.outs).toMatchObject({ state: "accepted", createdAt: created_at, acceptedAt: accepted_at });
  });

  const asMember = (role: string): Bag => ({ organizationId, email, roles: [role] });

  test("that a member took over in the same run is left to that member, which people are told", async () => {
    const one = run();
    let member: State | undefined;
    const upgrade = async () => {
      member = await one.beside(Member).up(asMember("editor"));
      await one.remove(state);
    };
    expect(await writes(upgrade)).toEqual([]);
    expect(one.said).toEqual([
      expect.stringMatching(/kept invitation_\w+, for which workos:Member of this program stands now$/),
    ]);
    const refreshed = await run()
      .beside(Member)
      .refresh(member as State);
    expect(refreshed?.outs).toMatchObject({ state: "pending", invitationId: state.id });
    expect(await writes(() => run().beside(Member).up(asMember("editor"), refreshed))).toEqual([]);
    expect(await states()).toEqual(["pending"]);
  });

  test.each([
    ["after a refresh", (one: Run, member: State) => one.refresh(member)],
    ["without one", () => Promise.resolve()],
  ])("beside a member that the program declares as before is left to that member, %s", async (_, begin) => {
    const member = await run().beside(Member).up(asMember("editor"));
    const one = run();
    await begin(one.beside(Member), member);
    await one.beside(Member).check(member.outs, asMember("editor"));
    expect(await writes(() => one.remove(state))).toEqual([]);
    expect(await states()).toEqual(["pending"]);
  });

  test("beside a member that no program of the run declares is taken back: a refresh declares nothing", async () => {
    const member = await run().beside(Member).up(asMember("editor"));
    const one = run();
    await one.beside(Member).refresh(member);
    expect(await writes(() => one.remove(state))).toEqual([REVOKE]);
  });

  test("beside a declared member of another organization, or of another address, is taken back", async () => {
    const { id: elsewhere } = await dana().post("/organizations", { name: "Borealis" });
    const one = run();
    await one.beside(Member).check({}, { ...asMember("editor"), organizationId: elsewhere });
    await one.beside(Member).check({}, { ...asMember("editor"), email: "bo@acme.example" });
    expect(await writes(() => one.remove(state))).toEqual([REVOKE]);
  });

  test("that was taken back for a member with another role is not taken back twice, nor is the new one", async () => {
    const upgrade = async () => {
      const one = run();
      await one.beside(Member).up(asMember("member"));
      await one.remove(state);
    };
    expect(await writes(upgrade)).toEqual([REVOKE, POST]);
    expect(await states()).toEqual(["revoked", "pending"]);
  });

  test("is taken back with its member, whichever of them goes first", async () => {
    const member = await run().beside(Member).up(asMember("editor"));
    await run().remove(state);
    await run().beside(Member).remove(member);
    expect(await states()).toEqual(["revoked"]);
  });

  test("is imported by its organization and its id, and not under another organization", async () => {
    const { inputs } = await run().read(`${organizationId}/${state.id}`, {});
    expect(inputs).toEqual({ organizationId, email, __account: expect.any(String) });
    const { id: elsewhere } = await dana().post("/organizations", { name: "Borealis" });
    await expect(run().read(`${elsewhere}/${state.id}`, {})).rejects.toThrow("there is no");
    await expect(run().read(state.id, {})).rejects.toThrow(`give organizationId/id as the id, not "${state.id}"`);
  });

  test("that no member stands for is taken back, though somebody else has one", async () => {
    await run()
      .beside(Member)
      .up({ organizationId, email: "bo@acme.example", roles: ["editor"] });
    expect(await writes(() => run().remove(state))).toEqual([REVOKE]);
    expect(await states()).toEqual(["revoked", "pending"]);
  });
});
