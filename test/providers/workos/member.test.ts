import { beforeEach, describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { EnvironmentRole } from "../../../providers/workos/environment-role.ts";
import type { InvitationRow } from "../../../providers/workos/invitation.ts";
import { Member, peopleIn } from "../../../providers/workos/member.ts";
import type { MembershipRow } from "../../../providers/workos/organization-membership.ts";
import { OrganizationRole } from "../../../providers/workos/organization-role.ts";
import { type Bag, type State, useRuns } from "./runs.ts";

const POST = "POST /user_management/invitations";
const REVOKE = "POST /user_management/invitations/{id}/revoke";
const MEMBERSHIP = "/user_management/organization_memberships/{id}";
const DAY_MS = 24 * 60 * 60 * 1000;

describe("who is what, by what WorkOS lists", () => {
  const membership = (status: MembershipRow["status"], email = "ana@acme.example", more = {}): MembershipRow => ({
    id: `om_${status}`,
    user_id: "user_ana",
    organization_id: "org_1",
    status,
    directory_managed: false,
    role: { slug: "member" },
    roles: [{ slug: "member" }],
    user: { email },
    created_at: "2026-05-01T00:00:00.000Z",
    ...more,
  });
  const invitation = (state: InvitationRow["state"], day = 1, more = {}): InvitationRow => ({
    id: `invitation_${state}_${day}`,
    email: "ana@acme.example",
    state,
    organization_id: "org_1",
    role_slug: "member",
    accepted_user_id: state === "accepted" ? "user_ana" : null,
    accepted_at: state === "accepted" ? `2026-05-0${day}T12:00:00.000Z` : null,
    expires_at: `2026-05-${10 + day}T00:00:00.000Z`,
    created_at: `2026-05-0${day}T00:00:00.000Z`,
    ...more,
  });
  const states = (memberships: MembershipRow[], invitations: InvitationRow[]) =>
    peopleIn(memberships, invitations).map(({ email, state, invitation, ...person }) => ({
      email,
      state,
      ...("membership" in person ? { membership: person.membership.id } : {}),
      ...(invitation ? { invitation: invitation.id } : {}),
    }));
  const email = "ana@acme.example";

  test.each([
    ["nobody", [], [], []],
    ["invited", [membership("pending")], [invitation("pending")], ["pending"]],
    ["invited, the pending membership removed", [], [invitation("pending")], ["pending"]],
    ["invited in vain", [membership("pending")], [invitation("expired")], ["expired"]],
    [
      "invited in vain, and again",
      [membership("pending")],
      [invitation("expired"), invitation("pending", 2)],
      ["pending"],
    ],
    ["a member without any invitation", [membership("active")], [], ["active"]],
    ["a member who accepted", [membership("active")], [invitation("accepted")], ["active"]],
    ["a member who let one expire before", [membership("active")], [invitation("expired")], ["active"]],
    ["a member with an open invitation beside", [membership("active")], [invitation("pending")], ["active"]],
    ["deactivated", [membership("inactive")], [invitation("accepted")], ["inactive"]],
    ["joined and left", [], [invitation("accepted")], []],
    [
      "joined, left, and invited again",
      [membership("pending")],
      [invitation("accepted"), invitation("pending", 2)],
      ["pending"],
    ],
    ["joined, left, and invited again in vain", [], [invitation("accepted"), invitation("expired", 2)], ["expired"]],
    ["invited in vain, then joined and left", [], [invitation("accepted", 2), invitation("expired")], []],
    ["what is left of a revoked invitation", [membership("pending")], [], []],
  ] as const)("%s", (_, memberships, invitations, expected) => {
    expect(states([...memberships], [...invitations]).map(({ state }) => state)).toEqual(expected);
  });

  test("spelled in any case", () => {
    const shouted = { email: "ANA@ACME.example" };
    expect(states([membership("active", "Ana@Acme.Example")], [invitation("accepted", 1, shouted)])).toEqual([
      { email, state: "active", membership: "om_active", invitation: "invitation_accepted_1" },
    ]);
  });

  test("somebody who accepted and goes by another address now is found under both", () => {
    expect(states([membership("active", "ana@home.example")], [invitation("accepted")])).toEqual([
      { email: "ana@home.example", state: "active", membership: "om_active" },
      { email, state: "active", membership: "om_active", invitation: "invitation_accepted_1" },
    ]);
  });

  test("but an address that somebody else was invited under since is theirs", () => {
    const moved = membership("active", "ana@home.example");
    expect(states([moved], [invitation("accepted"), invitation("pending", 2)])).toContainEqual({
      email,
      state: "pending",
      invitation: "invitation_pending_2",
    });
  });

  test("a membership that does not say whose it is makes nobody look gone", () => {
    const { user: _withheld, ...anonymous } = membership("active");
    expect(() => peopleIn([anonymous], [])).toThrow(
      "the vendor's answer has no user of om_active in it; nothing is concluded from it",
    );
  });
});

describe("the declaration", () => {
  const problems = (declared: Bag) =>
    canonicalise(Member.definition.inputs, { organizationId: "org_1", email: "ana@acme.example", ...declared })
      .failures;

  test("is brought into one form", () => {
    const declared = { organizationId: "org_1", email: " Ana@ACME.example ", roles: ["b", "a", "b"] };
    expect(canonicalise(Member.definition.inputs, declared).inputs).toEqual({
      organizationId: "org_1",
      email: "ana@acme.example",
      roles: ["a", "b"],
    });
  });

  test.each([
    [{ email: "ana" }, "email"],
    [{ roles: [] }, "roles"],
    [{ roles: ["x".repeat(49)] }, "roles"],
    [{ status: "pending" }, "status"],
    [{ expiresInDays: 0 }, "expiresInDays"],
    [{ expiresInDays: 31 }, "expiresInDays"],
    [{ locale: "tlh" }, "locale"],
    [{ onExpired: "resend" }, "onExpired"],
  ])("%j is refused at preview", (declared, property) => {
    expect(problems(declared).map((failure) => failure.property)).toEqual([property]);
  });
});

describe("a person's way", () => {
  const { emulator, run, dana, writes, reads } = useRuns(Member);
  let organizationId: string;
  const ana = (more: Bag = {}): Bag => ({ organizationId, email: "ana@acme.example", roles: ["editor"], ...more });

  beforeEach(async () => {
    emulator().switches.set({ multipleRoles: true });
    organizationId = (await dana().post("/organizations", { name: "Acme" })).id;
    for (const slug of ["editor", "viewer"]) await dana().post("/authorization/roles", { slug, name: slug });
  });

  // biome-ignore lint/suspicious/noExplicitAny: what the vendor answers, as its documentation describes it
  type Rows = Promise<any[]>;
  const invitations = async (): Rows =>
    (await dana().get(`/user_management/invitations?limit=100&order=asc&organization_id=${organizationId}`)).data;
  const memberships = async (): Rows =>
    (
      await dana().get(
        `/user_management/organization_memberships?limit=100&statuses=active,inactive,pending&organization_id=${organizationId}`,
      )
    ).data;
  const invitationStates = async () => (await invitations()).map(({ state }) => state);
  const held = async () =>
    (await memberships()).map(({ status, roles }) => [
      status,
      ...roles.map(({ slug }: { slug: string }) => slug).sort(),
    ]);
  const accept = async () => {
    const open = (await invitations()).find(({ state }) => state === "pending");
    await dana().post(`/user_management/invitations/${open.id}/accept`, {});
  };
  const membershipPath = async () => `/user_management/organization_memberships/${(await memberships())[0].id}`;
  const newMember = async (email = "ana@acme.example", more = {}) => {
    const { id: user_id } = await dana().post("/user_management/users", { email });
    const body = { user_id, organization_id: organizationId, ...more };
    return dana().post("/user_management/organization_memberships", body);
  };
  /** Declared, accepted, and seen to be so. */
  const joined = async (more: Bag = {}): Promise<State> => {
    const state = await run().up(ana(more));
    emulator().clock.advance(60_000);
    await accept();
    return (await run().refresh(state)) as State;
  };

  describe("nobody yet", () => {
    test("is invited with what the declaration says", async () => {
      let state: State | undefined;
      const declared = ana({ expiresInDays: 3 });
      expect(await writes(async () => (state = await run().up(declared)))).toEqual([POST]);
      const [sent] = await invitations();
      expect(state).toMatchObject({
        id: `${organizationId}/ana@acme.example`,
        outs: { ...declared, state: "pending", invitationId: sent.id, expiresAt: sent.expires_at, acceptedAt: "" },
      });
      expect(state?.outs).toMatchObject({ membershipId: "", userId: "", directoryManaged: false });
      expect(sent).toMatchObject({ role_slug: "editor", state: "pending" });
      expect(JSON.stringify(state)).not.toContain(sent.token);
    });

    test("is invited also with a user account, and not put in without being asked", async () => {
      await dana().post("/user_management/users", { email: "ana@acme.example" });
      expect(await writes(() => run().up(ana()))).toEqual([POST]);
      expect(await held()).toEqual([["pending", "editor"]]);
    });

    test("is invited in the name of somebody of ours, who is looked up only then", async () => {
      const { id } = await dana().post("/user_management/users", { email: "Al@Ours.example" });
      const state = await run().up(ana({ inviter: "al@ours.example" }));
      expect((await invitations())[0].inviter_user_id).toBe(id);
      expect(await reads(() => run().up(ana({ inviter: "somebody@ours.example" }), state))).not.toContain(
        "GET /user_management/users",
      );
    });

    test("cannot be invited by somebody whom nobody knows: nothing is sent or taken back", async () => {
      const said = "cannot be invited by nobody@ours.example: the environment has no user with that address";
      const inviter = "nobody@ours.example";
      await expect(run().up(ana({ inviter }))).rejects.toThrow(said);
      expect(await invitations()).toEqual([]);
      const state = await run().up(ana());
      await expect(run().up(ana({ inviter, roles: ["viewer"] }), state)).rejects.toThrow(said);
      expect(await invitationStates()).toEqual(["pending"]);
    });

    test("cannot be inactive: nothing is sent", async () => {
      const refused = run().up(ana({ status: "inactive" }));
      await expect(refused).rejects.toThrow("cannot be inactive: they have not accepted an invitation");
      expect(await invitations()).toEqual([]);
    });

    test("is nothing to remove", async () => {
      const state = await run().up(ana());
      await dana().post(`/user_management/invitations/${(await invitations())[0].id}/revoke`, {});
      expect(await writes(() => run().remove(state))).toEqual([]);
    });
  });

  describe("invited", () => {
    test("by somebody else, in whatever case, is taken over without an e-mail", async () => {
      const body = { email: "Ana@Acme.Example", organization_id: organizationId, role_slug: "editor" };
      await dana().post("/user_management/invitations", body);
      expect(await writes(() => run().up(ana({ expiresInDays: 20 })))).toEqual([]);
    });

    test("with another role than declared is invited anew", async () => {
      const body = { email: "ana@acme.example", organization_id: organizationId };
      await dana().post("/user_management/invitations", body);
      expect(await writes(() => run().up(ana()))).toEqual([REVOKE, POST]);
      expect(await invitationStates()).toEqual(["revoked", "pending"]);
      expect(await held()).toEqual([["pending", "editor"]]);
    });

    test("is invited anew when the role changes, once", async () => {
      const state = await run().up(ana());
      let changed: State = state;
      const viewer = ana({ roles: ["viewer"] });
      expect(await writes(async () => (changed = await run().up(viewer, state)))).toEqual([REVOKE, POST]);
      expect(await writes(async () => run().up(viewer, (await run().refresh(changed)) as State))).toEqual([]);
      expect(changed.outs).toMatchObject({ roles: ["viewer"], invitationId: (await invitations())[1].id });
    });

    test.each([
      ["that does not exist", "no-such-role"],
      ["on resources of another type", "reviewer"],
    ])("keeps the invitation when the new role is one %s", async (_, role) => {
      const body = { slug: "reviewer", name: "Reviewer", resource_type_slug: "workspace" };
      await dana().post("/authorization/roles", body);
      const state = await run().up(ana());
      const change = () =>
        expect(run().up(ana({ roles: [role] }), state)).rejects.toThrow(
          `ana@acme.example cannot be invited as ${role}: neither the organization nor the environment has such a role`,
        );
      expect(await writes(change)).toEqual([]);
      expect(await held()).toEqual([["pending", "editor"]]);
    });

    test.each([
      ["the organization", "org-auditor"],
      ["the environment", "auditor"],
    ])("can have a role of %s that this run just made, however far lists are behind", async (_, slug) => {
      const state = await run().up(ana());
      const deciding = run();
      await deciding.refresh(state);
      emulator().lagReads = 20;
      const role = { slug, name: "Auditor" };
      await (slug.startsWith("org-")
        ? deciding.beside(OrganizationRole).up({ organizationId, ...role })
        : deciding.beside(EnvironmentRole).up({ ...role, onDelete: "abandon" }));
      const changed = () => deciding.up(ana({ roles: [slug] }), state);
      expect(await writes(changed)).toEqual([REVOKE, POST]);
      expect(await held()).toEqual([["pending", slug]]);
    });

    test.each([403, 404])("is invited anew though the roles cannot be read (%i)", async (status) => {
      const state = await run().up(ana());
      const route = "/authorization/organizations/{organizationId}/roles";
      emulator().faults.add({ kind: "answer", method: "GET", route, status });
      expect(await writes(() => run().up(ana({ roles: ["viewer"] }), state))).toEqual([REVOKE, POST]);
    });

    test("keeps the invitation while the roles cannot be read for now", async () => {
      const state = await run().up(ana());
      const route = "/authorization/organizations/{organizationId}/roles";
      emulator().faults.add({ kind: "answer", method: "GET", route, status: 422 });
      const sent = writes(() => expect(run().up(ana({ roles: ["viewer"] }), state)).rejects.toThrow("422"));
      expect(await sent).toEqual([]);
    });

    test("hears nothing of what concerns the next invitation only", async () => {
      const state = await run().up(ana());
      const declared = ana({ expiresInDays: 9, locale: "de", onExpired: "renew" });
      expect(await writes(() => run().up(declared, state))).toEqual([]);
    });

    test("with several roles gets the first, and the others once they accepted", async () => {
      const declared = ana({ roles: ["viewer", "editor"], status: "active" });
      const state = await run().up(declared);
      expect(await held()).toEqual([["pending", "editor"]]);
      const refreshed = (await run().refresh(state)) as State;
      expect(await writes(() => run().up(declared, refreshed))).toEqual([]);
      await accept();
      const member = (await run().refresh(refreshed)) as State;
      expect(await writes(() => run().up(declared, member))).toEqual([`PUT ${MEMBERSHIP}`]);
      expect(await held()).toEqual([["active", "editor", "viewer"]]);
    });

    test("is not sent an e-mail because somebody changed the role of what is pending", async () => {
      const state = await run().up(ana());
      await dana().put(await membershipPath(), { role_slug: "viewer" });
      const refreshed = (await run().refresh(state)) as State;
      expect(refreshed.outs).toEqual(state.outs);
      expect(await writes(() => run().up(ana(), refreshed))).toEqual([]);
    });

    test("cannot be made inactive: nothing is sent", async () => {
      const state = await run().up(ana());
      const sent = await writes(async () => {
        const refused = run().up(ana({ status: "inactive" }), state);
        await expect(refused).rejects.toThrow("cannot be inactive");
      });
      expect(sent).toEqual([]);
    });

    test("is taken back when removed", async () => {
      const state = await run().up(ana());
      expect(await writes(() => run().remove(state))).toEqual([REVOKE]);
      expect(await held()).toEqual([]);
      expect(await run().refresh(state)).toBeUndefined();
    });

    test("and accepting just then is removed all the same", async () => {
      const state = await run().up(ana());
      const deciding = run();
      await deciding.refresh(state);
      await accept();
      expect(await writes(() => deciding.remove(state))).toEqual([REVOKE, `DELETE ${MEMBERSHIP}`]);
      expect(await held()).toEqual([]);
    });

    test("and accepting just when the role changes gets the role and no e-mail", async () => {
      const state = await run().up(ana());
      const deciding = run();
      await deciding.refresh(state);
      await accept();
      const change = () => deciding.up(ana({ roles: ["viewer"] }), state);
      expect(await writes(change)).toEqual([REVOKE, `PUT ${MEMBERSHIP}`]);
      expect(await held()).toEqual([["active", "viewer"]]);
    });

    test("is found again by the next run when this one died before it could say so", async () => {
      await run().up(ana());
      const retried = run();
      expect(await writes(() => retried.up(ana()))).toEqual([]);
      expect(retried.said.join()).toContain("took over");
    });
  });

  describe("invited in vain", () => {
    const expired = async (more: Bag = {}): Promise<State> => {
      const state = await run().up(ana(more));
      emulator().clock.advance(8 * DAY_MS);
      return state;
    };

    test("stays so by default, whatever role is declared now", async () => {
      const refreshed = (await run().refresh(await expired())) as State;
      expect(refreshed.outs).toMatchObject({ state: "expired", roles: ["editor"] });
      expect(await writes(() => run().up(ana({ roles: ["viewer"] }), refreshed))).toEqual([]);
      const refused = run().up(ana({ status: "inactive" }), refreshed);
      await expect(refused).rejects.toThrow("cannot be inactive");
    });

    test("is invited anew where that is declared", async () => {
      const state = await expired({ onExpired: "renew" });
      const next = run();
      expect(await next.refresh(state)).toBeUndefined();
      expect(next.said.join()).toContain("the invitation expired on");
      expect(await writes(() => next.up(ana({ onExpired: "renew" })))).toEqual([POST]);
      expect(await invitationStates()).toEqual(["expired", "pending"]);
    });

    test("is invited when declared for the first time", async () => {
      await expired();
      expect(await writes(() => run().up(ana()))).toEqual([POST]);
    });

    test("leaves nothing behind when removed", async () => {
      const state = await expired();
      expect(await writes(() => run().remove(state))).toEqual([`DELETE ${MEMBERSHIP}`]);
      expect(await held()).toEqual([]);
      expect(await writes(() => run().remove(state))).toEqual([]);
    });
  });

  describe("a member", () => {
    test("who accepted is what was wanted: no e-mail, no change", async () => {
      const state = await joined();
      const [{ id, user_id }] = await memberships();
      const [{ accepted_at }] = await invitations();
      expect(state.outs).toMatchObject({
        state: "active",
        acceptedAt: accepted_at,
        membershipId: id,
        userId: user_id,
        invitationId: "",
        expiresAt: "",
      });
      expect(await writes(() => run().up(ana({ onExpired: "renew", status: "active" }), state))).toEqual([]);
    });

    test("already, is taken over with what differs changed, and without an e-mail", async () => {
      await newMember("Ana@Acme.example");
      expect(await writes(() => run().up(ana()))).toEqual([`PUT ${MEMBERSHIP}`]);
      expect(await held()).toEqual([["active", "editor"]]);
    });

    test("by somebody else's doing at this very moment is taken over too", async () => {
      const deciding = run();
      await expect(deciding.read(`${organizationId}/bo@acme.example`, {})).rejects.toThrow("there is no");
      await newMember("ana@acme.example", { role_slug: "editor" });
      expect(await writes(() => deciding.up(ana()))).toEqual([POST]);
      expect(await invitations()).toEqual([]);
      expect(await held()).toEqual([["active", "editor"]]);
    });

    test("is deactivated before and reactivated after their roles change", async () => {
      const state = await joined();
      let inactive: State = state;
      const off = ana({ roles: ["viewer"], status: "inactive" });
      expect(await writes(async () => (inactive = await run().up(off, state)))).toEqual([
        `PUT ${MEMBERSHIP}/deactivate`,
        `PUT ${MEMBERSHIP}`,
      ]);
      expect(await held()).toEqual([["inactive", "viewer"]]);
      expect(await writes(() => run().up(ana({ status: "active" }), inactive))).toEqual([
        `PUT ${MEMBERSHIP}`,
        `PUT ${MEMBERSHIP}/reactivate`,
      ]);
      expect(await held()).toEqual([["active", "editor"]]);
    });

    test("who is inactive stays so where nothing else is declared", async () => {
      await newMember("ana@acme.example", { role_slug: "editor" });
      await dana().put(`${await membershipPath()}/deactivate`, {});
      let state: State | undefined;
      expect(await writes(async () => (state = await run().up(ana())))).toEqual([]);
      expect(state?.outs.state).toBe("inactive");
    });

    test("is removed with the membership", async () => {
      const state = await joined();
      expect(await writes(() => run().remove(state))).toEqual([`DELETE ${MEMBERSHIP}`]);
      expect(await writes(() => run().remove(state))).toEqual([]);
    });

    test("is removed with the open invitation beside the membership, which would let them in again", async () => {
      const state = await run().up(ana());
      const [{ user_id }] = await memberships();
      await dana().delete(await membershipPath());
      const body = { user_id, organization_id: organizationId };
      await dana().post("/user_management/organization_memberships", body);
      expect(await writes(() => run().remove(state))).toEqual([`DELETE ${MEMBERSHIP}`, REVOKE]);
      expect(await invitationStates()).toEqual(["revoked"]);
    });

    test("who left or was removed is gone, and invited anew", async () => {
      const state = await joined();
      await dana().delete(await membershipPath());
      expect(await run().refresh(state)).toBeUndefined();
      expect(await writes(() => run().remove(state))).toEqual([]);
      expect(await writes(() => run().up(ana()))).toEqual([POST]);
      expect(await invitationStates()).toEqual(["accepted", "pending"]);
    });

    test("of an organization that is gone is gone", async () => {
      const state = await joined();
      await dana().delete(`/organizations/${organizationId}`);
      expect(await run().refresh(state)).toBeUndefined();
      expect(await writes(() => run().remove(state))).toEqual([]);
    });
  });

  describe("managed by a directory", () => {
    const managed = async (): Promise<State> => {
      const state = await joined();
      const path = `/_emulator${(await membershipPath()).replace("/user_management", "")}`;
      await dana().patch(path, { directory_managed: true });
      return state;
    };

    test("is shown as such, and a change is refused at preview", async () => {
      const state = (await run().refresh(await managed())) as State;
      expect(state.outs.directoryManaged).toBe(true);
      const news = ana({ roles: ["viewer"] });
      await expect(run().diff(state.id, state.outs, news)).rejects.toThrow(/directory manages.*Nothing was changed/);
      expect(await writes(() => run().up(ana({ onExpired: "renew" }), state))).toEqual([]);
    });

    test("is never removed, though state does not know it yet", async () => {
      const state = await managed();
      expect(state.outs.directoryManaged).toBe(false);
      const sent = await writes(async () => {
        await expect(run().remove(state)).rejects.toThrow(
          /ana@acme.example.* cannot be removed: the customer's directory/,
        );
        await expect(run().up(ana({ roles: ["viewer"] }), state)).rejects.toThrow("the customer's directory");
      });
      expect(sent).toEqual([]);
    });
  });

  describe("of a customer who is suspended", () => {
    const out = (more: Bag = {}) => ana({ suspended: true, ...more });
    const seen = async (state: State): Promise<State> => (await run().refresh(state)) as State;

    test("is not invited, and nobody misses them", async () => {
      let state: State | undefined;
      expect(await writes(async () => (state = await run().up(out())))).toEqual([]);
      expect(state?.outs).toMatchObject({ state: "withheld", membershipId: "", invitationId: "" });
      const refreshed = await seen(state as State);
      expect(refreshed.outs).toEqual(state?.outs);
      const another = out({ roles: ["viewer"], status: "inactive", onExpired: "renew" });
      expect(await writes(async () => run().up(another, refreshed))).toEqual([]);
      expect(await writes(() => run().remove(refreshed))).toEqual([]);
      expect(await writes(() => run().up(ana(), refreshed))).toEqual([POST]);
      expect(await held()).toEqual([["pending", "editor"]]);
    });

    test("loses an open invitation, and gets another one afterwards", async () => {
      const state = await run().up(ana());
      let withheld: State = state;
      expect(await writes(async () => (withheld = await run().up(out({ roles: ["viewer"] }), state)))).toEqual([
        REVOKE,
      ]);
      expect(withheld.outs).toMatchObject({ state: "withheld", roles: ["viewer"], wasActive: false });
      const again = await seen(withheld);
      expect(again.outs).toEqual(withheld.outs);
      expect(await writes(() => run().up(out({ roles: ["viewer"] }), again))).toEqual([]);
      expect(await writes(() => run().up(ana({ roles: ["viewer"] }), again))).toEqual([POST]);
      expect(await invitationStates()).toEqual(["revoked", "pending"]);
      expect(await held()).toEqual([["pending", "viewer"]]);
    });

    test("is missed as anybody when a listing has them no more, and comes back once it has", async () => {
      const suspended = await run().up(out(), await joined());
      const body = { data: [], list_metadata: { before: null, after: null } };
      const route = "/user_management/organization_memberships";
      const fault = emulator().faults.add({ kind: "answer", method: "GET", route, status: 200, body, times: 10 });
      expect(await run().refresh(suspended)).toBeUndefined();
      fault.remove();
      const again = await seen(suspended);
      expect(again.outs).toMatchObject({ state: "inactive", wasActive: true });
      await run().up(ana(), again);
      expect(await held()).toEqual([["active", "editor"]]);
    });

    test("and removed meanwhile, is withheld from then on, and invited afterwards", async () => {
      const suspended = await run().up(out(), await joined());
      await dana().delete(await membershipPath());
      expect(await run().refresh(suspended)).toBeUndefined();
      const withheld = await run().up(out());
      expect(withheld.outs).toMatchObject({ state: "withheld", wasActive: false });
      expect(await writes(() => run().up(ana(), withheld))).toEqual([POST]);
    });

    test("comes back though another role, of the same change, is refused", async () => {
      const state = await joined();
      const refused = { kind: "answer", method: "PUT", route: MEMBERSHIP, status: 422, times: 9 } as const;
      const fault = emulator().faults.add(refused);
      const suspended = await run().up(out({ roles: ["viewer"] }), state);
      expect(suspended.outs).toMatchObject({ state: "inactive", wasActive: true });
      await expect(run().up(out({ roles: ["viewer"] }), await seen(suspended))).rejects.toThrow();
      fault.remove();
      await run().up(ana({ roles: ["viewer"] }), suspended);
      expect(await held()).toEqual([["active", "viewer"]]);
    });

    const byAColleague = () =>
      dana().post("/user_management/invitations", { email: "ana@acme.example", organization_id: organizationId });

    test("is ours again afterwards, though a colleague invited them meanwhile and that was taken back", async () => {
      const withheld = await run().up(out(), await run().up(ana()));
      await byAColleague();
      const met = await seen(withheld);
      expect(met.outs).toMatchObject({ state: "pending", __takenOver: true });
      const again = await run().up(out(), met);
      expect(again.outs).not.toHaveProperty("__takenOver");
      const back = await run().up(ana(), await seen(again));
      await accept();
      await run().remove(await seen(back));
      expect(await held()).toEqual([]);
    });

    test.each(["with a refresh", "without one"])(
      "is ours though the run died that invited them afterwards, %s",
      async (way) => {
        const withheld = await run().up(out(), await run().up(ana()));
        await run().up(ana(), withheld); // What it made of the state is lost.
        const preview = run();
        const refreshed = (await preview.refresh(withheld)) as State;
        await preview.diff(refreshed.id, refreshed.outs, ana());
        const next = run();
        const known = way === "with a refresh" ? ((await next.refresh(withheld)) as State) : withheld;
        const back = await next.up(ana(), known);
        expect(next.said.filter((line) => line.includes("took over"))).toEqual([]);
        expect(await invitationStates()).toEqual(["revoked", "pending"]);
        await accept();
        await run().remove(await seen(back));
        expect(await held()).toEqual([]);
      },
    );

    test.each(["with a refresh", "without one"])(
      "whom a colleague invites meanwhile stays theirs, %s, and is let go",
      async (way) => {
        const withheld = await run().up(out(), await run().up(ana()));
        await byAColleague();
        const next = run();
        const known = way === "with a refresh" ? ((await next.refresh(withheld)) as State) : withheld;
        const back = await next.up(ana({ roles: undefined }), known);
        expect(next.said.at(-1)).toMatch(/took over .*, which somebody else made$/);
        const going = run();
        expect(await writes(() => going.remove(back))).toEqual([]);
        expect(going.said).toEqual([expect.stringContaining("let go of")]);
      },
    );

    test("is not invited anew when an invitation expired before, or by somebody else meanwhile", async () => {
      const state = await run().up(ana({ onExpired: "renew" }));
      emulator().clock.advance(8 * DAY_MS);
      const expired = await run().up(out({ onExpired: "renew" }), state);
      expect((await seen(expired)).outs.state).toBe("expired");
      await dana().post("/user_management/invitations", { email: "ana@acme.example", organization_id: organizationId });
      const met = await seen(expired);
      expect(await writes(() => run().up(out({ onExpired: "renew" }), met))).toEqual([REVOKE]);
      expect(await invitationStates()).toEqual(["expired", "revoked"]);
    });

    test("is deactivated, as often as somebody lets them in, and reactivated once it is over", async () => {
      const state = await joined();
      let inactive = state;
      expect(await writes(async () => (inactive = await run().up(out(), state)))).toEqual([
        `PUT ${MEMBERSHIP}/deactivate`,
      ]);
      expect(inactive.outs).toMatchObject({ state: "inactive", wasActive: true });
      inactive = await seen(inactive);
      expect(inactive.outs).toMatchObject({ suspended: true, wasActive: true });
      expect(await writes(() => run().up(out(), inactive))).toEqual([]);
      await dana().put(`${await membershipPath()}/reactivate`, {});
      const drifted = await seen(inactive);
      expect(await writes(async () => (inactive = await run().up(out(), drifted)))).toEqual([
        `PUT ${MEMBERSHIP}/deactivate`,
      ]);
      let active = inactive;
      expect(await writes(async () => (active = await run().up(ana(), inactive)))).toEqual([
        `PUT ${MEMBERSHIP}/reactivate`,
      ]);
      expect(active.outs).toMatchObject({ state: "active", wasActive: false });
      expect(await held()).toEqual([["active", "editor"]]);
    });

    test("stays inactive afterwards where a colleague had deactivated them before", async () => {
      const state = await joined();
      await dana().put(`${await membershipPath()}/deactivate`, {});
      const suspended = await seen(await run().up(out(), await seen(state)));
      expect(suspended.outs).toMatchObject({ state: "inactive", wasActive: false });
      expect(await writes(() => run().up(ana(), suspended))).toEqual([]);
      expect(await held()).toEqual([["inactive", "editor"]]);
      expect(await writes(() => run().up(ana({ status: "active" }), suspended))).toEqual([
        `PUT ${MEMBERSHIP}/reactivate`,
      ]);
    });

    test("stays inactive afterwards where that is declared, be it from then on", async () => {
      const before = await run().up(ana({ status: "inactive" }), await joined());
      const suspended = await seen(await run().up(out({ status: "inactive" }), before));
      expect(await writes(() => run().up(ana({ status: "inactive" }), suspended))).toEqual([]);
      const active = await run().up(ana({ status: "active" }), suspended);
      const again = await run().up(out({ status: "active" }), active);
      expect(again.outs).toMatchObject({ state: "inactive", wasActive: true });
      expect(await writes(() => run().up(ana({ status: "inactive" }), again))).toEqual([]);
      expect(await held()).toEqual([["inactive", "editor"]]);
    });

    test("stays as they are where a directory manages them, and a line says so, once", async () => {
      const state = await joined();
      const path = `/_emulator${(await membershipPath()).replace("/user_management", "")}`;
      await dana().patch(path, { directory_managed: true });
      const line = `workos:Member organizationId "${organizationId}", email "ana@acme.example": stays as it is although it is suspended: the customer's directory manages this membership, so it is changed there, by them (directory_managed)`;
      // Whether state knows it already, or not.
      for (const known of [await seen(state), state]) {
        const suspending = run();
        let suspended = known;
        expect(await writes(async () => (suspended = await suspending.up(out(), known)))).toEqual([]);
        expect(suspending.said).toEqual([line]);
        const next = run();
        expect(await writes(async () => next.up(out(), (await next.refresh(suspended)) as State))).toEqual([]);
        expect(next.said).toEqual([]);
        expect(await writes(() => run().up(ana(), suspended))).toEqual([]);
      }
      expect(await held()).toEqual([["active", "editor"]]);
    });

    test("who accepts just then is deactivated, and comes back", async () => {
      const state = await run().up(ana());
      const deciding = run();
      await deciding.refresh(state);
      await accept();
      let inactive = state;
      expect(await writes(async () => (inactive = await deciding.up(out(), state)))).toEqual([
        REVOKE,
        `PUT ${MEMBERSHIP}/deactivate`,
      ]);
      expect(await writes(() => run().up(ana(), inactive))).toEqual([`PUT ${MEMBERSHIP}/reactivate`]);
    });

    test("has no open invitation left beside the membership, which would let them in again", async () => {
      const state = await run().up(ana());
      const [{ user_id }] = await memberships();
      await dana().delete(await membershipPath());
      const body = { user_id, organization_id: organizationId, role_slug: "editor" };
      await dana().post("/user_management/organization_memberships", body);
      expect(await writes(() => run().up(out(), state))).toEqual([REVOKE, `PUT ${MEMBERSHIP}/deactivate`]);
      expect(await invitationStates()).toEqual(["revoked"]);
    });

    test.each(["do-then-drop", "drop", "misreport"] as const)(
      "comes back though an answer was lost (%s)",
      async (kind) => {
        const state = await joined();
        const losing = (route: string) =>
          emulator().faults.add({ kind, method: "PUT", route: `${MEMBERSHIP}/${route}` });
        losing("deactivate");
        const suspended = await seen(await run().up(out(), state));
        expect(await held()).toEqual([["inactive", "editor"]]);
        losing("reactivate");
        await run().up(ana(), suspended);
        expect(await held()).toEqual([["active", "editor"]]);
      },
    );
  });

  describe("under another address since they accepted", () => {
    const moved = async (): Promise<State> => {
      const state = await joined();
      const [{ user_id }] = await memberships();
      await dana().put(`/user_management/users/${user_id}`, { email: "ana@home.example" });
      return state;
    };

    test("is still the member that was declared, and gets no e-mail", async () => {
      const state = await moved();
      const refreshed = (await run().refresh(state)) as State;
      expect(refreshed.outs).toEqual(state.outs);
      expect(await writes(() => run().up(ana(), refreshed))).toEqual([]);
      expect(await writes(() => run().up(ana()))).toEqual([]);
    });

    test("can be declared under that one, and is not removed by dropping the old", async () => {
      const state = await moved();
      const renaming = run();
      expect(await writes(() => renaming.up(ana({ email: "ana@home.example" })))).toEqual([]);
      const sent = await writes(() =>
        expect(renaming.remove(state)).rejects.toThrow(/goes by ana@home.example at WorkOS now.*pulumi state delete/),
      );
      expect(sent).toEqual([]);
    });
  });

  describe("what cannot be read", () => {
    test.each([
      ["invitations", 403],
      ["invitations", 401],
      ["organization_memberships", 403],
      ["organization_memberships", 422],
    ])("%s answering %i makes nobody look gone, and sends nothing", async (list, status) => {
      const state = await joined();
      const route = `/user_management/${list}`;
      const fault = emulator().faults.add({ kind: "answer", method: "GET", route, status, times: Infinity });
      const sent = await writes(async () => {
        await expect(run().refresh(state)).rejects.toThrow();
        await expect(run().up(ana())).rejects.toThrow();
        await expect(run().remove(state)).rejects.toThrow();
      });
      fault.remove();
      expect(sent).toEqual([]);
      expect(await held()).toEqual([["active", "editor"]]);
    });
  });

  describe("an answer that was lost", () => {
    test.each(["do-then-drop", "drop", "misreport"] as const)(
      "to the invitation (%s) sends one e-mail",
      async (kind) => {
        emulator().faults.add({ kind, method: "POST", route: "/user_management/invitations" });
        await run().up(ana());
        expect(await invitationStates()).toEqual(["pending"]);
      },
    );

    test("while listings lag behind sends one e-mail too, if need be with the next run", async () => {
      emulator().lagReads = 3;
      emulator().faults.add({ kind: "do-then-drop", method: "POST", route: "/user_management/invitations" });
      await run()
        .up(ana())
        .catch(() => {});
      emulator().lagReads = 0;
      await run().up(ana());
      expect(await invitationStates()).toEqual(["pending"]);
    });

    test.each([
      ["do-then-drop", REVOKE],
      ["drop", REVOKE],
      ["do-then-drop", POST],
      ["drop", POST],
    ] as const)("in the middle of a change of role (%s, %s) ends with one invitation", async (kind, write) => {
      const state = await run().up(ana());
      const [method, route] = write.split(" ");
      emulator().faults.add({ kind, method, route });
      await run().up(ana({ roles: ["viewer"] }), state);
      expect(await invitationStates()).toEqual(["revoked", "pending"]);
      expect(await held()).toEqual([["pending", "viewer"]]);
    });
  });

  test("a refresh of many people is one listing of each kind and a proof, and a preview without changes the proof", async () => {
    const sending = run();
    const declared = Array.from({ length: 12 }, (_, at) => ana({ email: `person-${at}@acme.example` }));
    const states = await Promise.all(declared.map((one) => sending.up(one)));
    const next = run();
    expect(await reads(() => Promise.all(states.map((state) => next.refresh(state))))).toBe(3);
    const preview = run();
    const diffs = () =>
      Promise.all(
        states.map(async ({ id, outs }, at) => {
          const { inputs } = await preview.check(outs, declared[at] as Bag);
          expect((await preview.diff(id, outs, inputs)).replaces).toEqual([]);
        }),
      );
    expect(await reads(diffs)).toBe(1);
    const leaving = run();
    expect(await reads(() => Promise.all(states.map((state) => leaving.remove(state))))).toBe(3);
  });

  test("is imported by organization and address, invited or a member", async () => {
    await run().up(ana());
    const imported = await run().read(`${organizationId}/ana@acme.example`, {});
    expect(imported).toMatchObject({ inputs: { ...ana() }, props: { state: "pending" } });
    await accept();
    const member = await run().read(`${organizationId}/ana@acme.example`, {});
    expect(member).toMatchObject({ inputs: { ...ana(), status: "active" }, props: { state: "active" } });
  });
});
