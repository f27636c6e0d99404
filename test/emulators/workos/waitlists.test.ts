import { describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const lists = "/user_management/waitlists";
const entries = `${lists}/default/entries`;
const join = (email: string, body: object = {}) => workos.post(entries, { email, ...body });
const act = (id: string, what: "approve" | "deny") => workos.post(`/user_management/waitlist_entries/${id}/${what}`);
const emails = async (query: string) =>
  (await workos.get(`${entries}${query}`)).body.data.map(({ email }: { email: string }) => email);

test("the environment's waitlist is made with its first entry", async () => {
  expect((await workos.get(lists)).body).toEqual({
    object: "list",
    data: [],
    list_metadata: { before: null, after: null },
  });
  expect((await workos.get(`${lists}/default`)).status).toBe(404);
  expect((await workos.get(entries)).status).toBe(404);
  expect((await workos.post(`${lists}/waitlist_x/entries`, { email: "ann@acme.com" })).status).toBe(404);

  const { waitlist_id } = (await join("ann@acme.com")).body;
  const waitlist = (await workos.get(`${lists}/default`)).body;
  expect(waitlist).toEqual({
    object: "waitlist",
    id: waitlist_id,
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(`${lists}/${waitlist_id}`)).body).toEqual(waitlist);
  expect((await workos.get(lists)).body.data).toEqual([waitlist]);
  const second = (await workos.post(`${lists}/${waitlist_id}/entries`, { email: "bob@acme.com" })).body;
  expect(second.waitlist_id).toBe(waitlist_id);
  expect((await workos.get(lists)).body.data).toHaveLength(1);
});

describe("entries", () => {
  test("an address is normalized, on the list once, and answered as it is when it comes again", async () => {
    const additional_fields = { company: "Acme" };
    const { status, body } = await join(" Ann@Acme.com ", { additional_fields, send_confirmation_email: true });
    expect([status, body]).toEqual([
      201,
      {
        object: "waitlist_entry",
        id: expect.stringMatching(/^waitlist_entry_/),
        waitlist_id: expect.stringMatching(/^waitlist_/),
        email: "ann@acme.com",
        state: "pending",
        approved_at: null,
        additional_fields,
        created_at: "2026-03-01T09:00:00.000Z",
        updated_at: "2026-03-01T09:00:00.000Z",
      },
    ]);
    expect(await workos.lastEvent()).toMatchObject({
      event: "waitlist_user.created",
      data: { ...body, object: "waitlist_user" },
    });
    expect(await join("ANN@acme.com", { additional_fields: { company: "Other" } })).toMatchObject({
      status: 201,
      body,
    });
    expect(await workos.eventTypes()).toEqual(["waitlist_user.created"]);
  });

  test("who is a user already does not wait", async () => {
    await workos.post("/user_management/users", { email: "ann@acme.com" });
    expect(await join("Ann@acme.com")).toMatchObject({ status: 422, body: { code: "user_already_exists" } });
    expect((await workos.get(lists)).body.data).toEqual([]);
  });

  test.each([
    {},
    { email: "nobody" },
    { email: "a@b.c", additional_fields: { n: 1 } },
    { email: "a@b.c", additional_fields: { ["x".repeat(41)]: "v" } },
    { email: "a@b.c", additional_fields: { n: "x".repeat(601) } },
    { email: "a@b.c", additional_fields: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"])) },
  ])("%j is refused with 422", async (body) => {
    expect((await workos.post(entries, body)).status).toBe(422);
    expect((await workos.get(lists)).body.data).toEqual([]);
  });

  test("they are listed by state and address, beyond a page", async () => {
    const made = [];
    for (const name of ["ann", "bob", "cleo"]) made.push((await join(`${name}@acme.com`)).body);
    await act(made[1].id, "deny");
    expect(await emails("?state=denied")).toEqual(["bob@acme.com"]);
    expect(await emails("?state=pending")).toEqual(["cleo@acme.com", "ann@acme.com"]);
    expect(await emails("?email=BOB@acme.com")).toEqual(["bob@acme.com"]);
    expect(await emails("?email=bob@acme.com&state=pending")).toEqual([]);
    const first = (await workos.get(`${entries}?limit=2`)).body;
    expect(await emails(`?limit=2&after=${first.list_metadata.after}`)).toEqual(["ann@acme.com"]);
    for (const query of ["?state=gone", "?limit=0"]) expect((await workos.get(entries + query)).status).toBe(422);
  });

  test("approving invites to the environment, and is done once", async () => {
    const ann = (await join("ann@acme.com")).body;
    const bob = (await join("bob@acme.com")).body;
    workos.emulator.clock.advance(1000);
    const { status, body } = await act(ann.id, "approve");
    expect([status, body]).toEqual([
      200,
      {
        ...ann,
        state: "approved",
        approved_at: "2026-03-01T09:00:01.000Z",
        updated_at: "2026-03-01T09:00:01.000Z",
      },
    ]);
    expect(await workos.eventTypes()).toEqual([
      "waitlist_user.created",
      "waitlist_user.created",
      "waitlist_user.approved",
      "invitation.created",
    ]);
    const invitations = async () => (await workos.get("/user_management/invitations")).body.data;
    expect(await invitations()).toMatchObject([{ email: "ann@acme.com", organization_id: null, state: "pending" }]);
    for (const what of ["approve", "deny"] as const)
      expect(await act(ann.id, what)).toMatchObject({ status: 422, body: { code: "invalid_state" } });
    expect(await emails("?state=pending")).toEqual([bob.email]);

    expect((await workos.delete(`/user_management/waitlist_entries/${ann.id}`)).status).toBe(204);
    expect(await invitations()).toHaveLength(1);
    expect((await join("ann@acme.com")).body.id).not.toBe(ann.id);
  });

  test("an approval stays where the address cannot be invited", async () => {
    const ann = (await join("ann@acme.com")).body;
    const bob = (await join("bob@acme.com")).body;
    await workos.post("/user_management/users", { email: "ann@acme.com" });
    await workos.post("/user_management/invitations", { email: "bob@acme.com" });
    for (const { id } of [ann, bob]) expect((await act(id, "approve")).body.state).toBe("approved");
    expect((await workos.get("/user_management/invitations")).body.data).toHaveLength(1);
  });

  test("a denial is told, not repeated, and taken back by approving", async () => {
    const { id } = (await join("ann@acme.com")).body;
    expect(await act(id, "deny")).toMatchObject({ status: 200, body: { state: "denied", approved_at: null } });
    expect(await workos.lastEvent()).toMatchObject({ event: "waitlist_user.denied", data: { id, state: "denied" } });
    expect(await act(id, "deny")).toMatchObject({ status: 422, body: { code: "invalid_state" } });
    expect((await act(id, "approve")).body.state).toBe("approved");
  });

  test("a deleted one is gone, and no event tells", async () => {
    const { id } = (await join("ann@acme.com")).body;
    expect(await workos.delete(`/user_management/waitlist_entries/${id}`)).toMatchObject({ status: 204 });
    expect((await workos.delete(`/user_management/waitlist_entries/${id}`)).status).toBe(404);
    for (const what of ["approve", "deny"] as const) expect((await act(id, what)).status).toBe(404);
    expect(await workos.eventTypes()).toEqual(["waitlist_user.created"]);
    expect((await workos.get(`${lists}/default`)).status).toBe(200);
  });
});
