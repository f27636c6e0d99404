import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const INVITATIONS = "/user_management/invitations";
const DAY_MS = 24 * 60 * 60 * 1000;

let organization: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
});

const invite = (body: object = {}) =>
  workos.post(INVITATIONS, { email: "ann@acme.com", organization_id: organization.id, ...body });

const memberships = async () => {
  const query = `organization_id=${organization.id}&statuses=active,inactive,pending`;
  return (await workos.get(`/user_management/organization_memberships?${query}`)).body.data;
};

describe("sending", () => {
  test("an invitation waits for seven days, and its membership with it", async () => {
    const { status, body } = await invite();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      object: "invitation",
      id: expect.stringMatching(/^invitation_/),
      state: "pending",
      role_slug: "member",
      expires_at: "2026-03-08T09:00:00.000Z",
      accepted_user_id: null,
    });
    expect((await workos.get(`${INVITATIONS}/${body.id}`)).body).toEqual(body);
    expect((await workos.get(`${INVITATIONS}/by_token/${body.token}`)).body).toEqual(body);
    expect(await memberships()).toMatchObject([{ status: "pending", user: { email: "ann@acme.com" } }]);
  });

  test("events never carry the token or the link", async () => {
    await invite();
    const event = await workos.lastEvent();
    expect(event.event).toBe("invitation.created");
    expect(Object.keys(event.data)).not.toContain("token");
    expect(Object.keys(event.data)).not.toContain("accept_invitation_url");
  });

  test.each<[string, object, number, string | undefined]>([
    ["no address", { email: undefined }, 422, "invalid_request_parameters"],
    ["a broken address", { email: "ann@" }, 422, "invalid_request_parameters"],
    ["an unknown language", { locale: "tlh" }, 422, "invalid_request_parameters"],
    ["half a day", { expires_in_days: 0.5 }, 422, "invalid_request_parameters"],
    ["no day", { expires_in_days: 0 }, 400, "expires_in_days_too_short"],
    ["31 days", { expires_in_days: 31 }, 400, "expires_in_days_too_long"],
    ["an unknown role", { role_slug: "boss" }, 400, "invalid_role"],
    ["an unknown organization", { organization_id: "org_unknown" }, 404, undefined],
    ["an unknown inviter", { inviter_user_id: "user_unknown" }, 404, undefined],
  ])("%s is refused, and nothing is made", async (_, body, status, code) => {
    const answer = await invite(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await workos.get(INVITATIONS)).body.data).toEqual([]);
    expect(await memberships()).toEqual([]);
  });

  test("an address is invited once to an organization while that is pending, and never as a member", async () => {
    const { id } = (await invite()).body;
    expect((await invite({ email: "ANN@acme.com" })).body.code).toBe("email_already_invited_to_organization");
    const other = await workos.organization();
    expect((await invite({ organization_id: other.id })).status).toBe(201);
    await workos.post(`${INVITATIONS}/${id}/accept`);
    expect((await invite()).body.code).toBe("user_already_organization_member");
  });

  test("without an organization, only somebody new is invited, and once", async () => {
    const alone = (email: string) => workos.post(INVITATIONS, { email });
    expect((await alone("new@acme.com")).body).toMatchObject({ organization_id: null, role_slug: null });
    expect((await alone("new@acme.com")).body.code).toBe("email_already_invited");
    await workos.post("/user_management/users", { email: "ann@acme.com" });
    expect((await alone("ann@acme.com")).body.code).toBe("user_already_exists");
  });
});

describe("ending", () => {
  test("accepting makes the membership active with the role asked for", async () => {
    await workos.post("/authorization/roles", { slug: "admin", name: "Admin" });
    const { id } = (await invite({ role_slug: "admin" })).body;
    const { status, body } = await workos.post(`${INVITATIONS}/${id}/accept`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: "accepted", accepted_at: "2026-03-01T09:00:00.000Z", role_slug: "admin" });
    expect(await memberships()).toMatchObject([
      { status: "active", role: { slug: "admin" }, user_id: body.accepted_user_id },
    ]);
    const again = await workos.post(`${INVITATIONS}/${id}/accept`);
    expect([again.status, again.body.code]).toEqual([400, "invite_has_accepted_user_id"]);
    expect((await workos.post(`${INVITATIONS}/${id}/resend`, {})).body.code).toBe("invite_accepted");
    expect((await workos.post(`${INVITATIONS}/${id}/revoke`)).body.code).toBe("invite_not_pending");
  });

  test("role_slug follows the role that the person has by now", async () => {
    await workos.post("/authorization/roles", { slug: "admin", name: "Admin" });
    const { id } = (await invite()).body;
    await workos.post(`${INVITATIONS}/${id}/accept`);
    const [membership] = await memberships();
    await workos.put(`/user_management/organization_memberships/${membership.id}`, { role_slug: "admin" });
    expect((await workos.get(`${INVITATIONS}/${id}`)).body.role_slug).toBe("admin");
  });

  test("revoking takes the pending membership away, and the address can be invited again", async () => {
    const { id } = (await invite()).body;
    expect((await workos.post(`${INVITATIONS}/${id}/revoke`)).body).toMatchObject({ state: "revoked" });
    expect(await memberships()).toEqual([]);
    expect((await workos.post(`${INVITATIONS}/${id}/revoke`)).body.code).toBe("invite_not_pending");
    expect((await workos.post(`${INVITATIONS}/${id}/accept`)).body.code).toBe("invite_not_pending");
    expect((await workos.post(`${INVITATIONS}/${id}/resend`, {})).body.code).toBe("invite_revoked");
    expect((await invite()).status).toBe(201);
    expect((await workos.post(`${INVITATIONS}/invitation_unknown/revoke`)).status).toBe(404);
  });

  test("it expires by the clock, without an event, and the address can be invited again", async () => {
    const { id } = (await invite({ expires_in_days: 1 })).body;
    workos.emulator.clock.advance(DAY_MS - 1);
    expect((await workos.get(`${INVITATIONS}/${id}`)).body.state).toBe("pending");
    workos.emulator.clock.advance(1);
    const events = await workos.eventTypes();
    expect((await workos.get(`${INVITATIONS}/${id}`)).body.state).toBe("expired");
    expect((await workos.post(`${INVITATIONS}/${id}/accept`)).body.code).toBe("invite_not_pending");
    expect((await workos.post(`${INVITATIONS}/${id}/resend`, {})).body.code).toBe("invite_expired");
    expect(await workos.eventTypes()).toEqual(events);
    expect((await invite()).status).toBe(201);
    expect(await memberships()).toHaveLength(1);
  });

  test("resending sends an event and changes neither token nor expiry", async () => {
    const { id, token, expires_at } = (await invite()).body;
    workos.emulator.clock.advance(1000);
    expect((await workos.post(`${INVITATIONS}/${id}/resend`, {})).body).toMatchObject({
      state: "pending",
      token,
      expires_at,
    });
    expect((await workos.lastEvent()).event).toBe("invitation.resent");
  });

  test("a pending membership is neither activated nor deactivated by hand, and not made twice", async () => {
    await invite();
    const [membership] = await memberships();
    const path = `/user_management/organization_memberships/${membership.id}`;
    expect((await workos.put(`${path}/deactivate`)).body.code).toBe(
      "cannot_deactivate_pending_organization_membership",
    );
    expect((await workos.put(`${path}/reactivate`)).body.code).toBe(
      "cannot_reactivate_pending_organization_membership",
    );
    const join = { user_id: membership.user_id, organization_id: organization.id };
    const joined = await workos.post("/user_management/organization_memberships", join);
    expect([joined.status, joined.body.code]).toEqual([400, "cannot_reactivate_pending_organization_membership"]);
  });
});

test("lists are filtered by address and organization, states included", async () => {
  const other = await workos.organization();
  const { id } = (await invite()).body;
  await workos.post(`${INVITATIONS}/${id}/revoke`);
  await invite({ email: "bob@acme.com" });
  await invite({ organization_id: other.id });
  const listed = async (query: string) =>
    (await workos.get(`${INVITATIONS}?order=asc&${query}`)).body.data.map((one: { email: string; state: string }) => [
      one.email,
      one.state,
    ]);
  expect(await listed(`organization_id=${organization.id}`)).toEqual([
    ["ann@acme.com", "revoked"],
    ["bob@acme.com", "pending"],
  ]);
  expect(await listed("email=ANN@acme.com")).toEqual([
    ["ann@acme.com", "revoked"],
    ["ann@acme.com", "pending"],
  ]);
  expect(await listed(`email=ann@acme.com&organization_id=${other.id}`)).toEqual([["ann@acme.com", "pending"]]);
  expect((await workos.get(`${INVITATIONS}?email=nobody`)).body.code).toBe("invalid_request_parameters");
});
