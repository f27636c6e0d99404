import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ENVIRONMENT, EVENTS } from "../../../../providers/workos/sync/kinds.ts";
import {
  applyEvents,
  applySnapshot,
  DAY_MS,
  type FeedEvent,
  nothingYet,
  type Row,
  type Rules,
  type ScopeState,
} from "../../../../providers/workos/sync/scope-state.ts";
import { outputsOf, stateOf } from "../../../../providers/workos/sync/view.ts";

/* The fold by itself. What is numbered here are the invariants and edge cases of docs/adr/0020-sync-resources.md. */

const ORG = "org_1";
const NOW = Date.parse("2026-05-20T00:00:00.000Z");
const rules: Rules = { tombstoneDays: 90, skipEvents: [] };

/** The moment of an event, by its number. */
const at = (number: number): string => new Date(Date.parse("2026-05-01T00:00:00.000Z") + number * 60_000).toISOString();
const idOf = (number: number): string => `event_${String(number).padStart(4, "0")}`;

const event = (number: number, type: string, data: object, created = number): FeedEvent => ({
  id: idOf(number),
  event: type,
  created_at: at(created),
  data,
});

const role = (number: number, what: string, name = `Name ${number}`, updated = number, more: object = {}): FeedEvent =>
  event(number, `organization_role.${what}`, {
    organization_id: ORG,
    slug: "org-auditor",
    name,
    description: null,
    permissions: [],
    updated_at: at(updated),
    ...more,
  });

const membership = (number: number, what: string, more: object = {}): FeedEvent =>
  event(number, `organization_membership.${what}`, {
    id: "om_1",
    user_id: "user_1",
    organization_id: ORG,
    status: "active",
    role: { slug: "member" },
    roles: [{ slug: "member" }],
    directory_managed: false,
    updated_at: at(number),
    ...more,
  });

const organization = (number: number, what: string, name = "Acme"): FeedEvent =>
  event(number, `organization.${what}`, { id: ORG, name, external_id: "acme", updated_at: at(number) });

const begun = nothingYet(ORG, at(0));
const folded = (state: ScopeState, ...events: FeedEvent[]): ScopeState => applyEvents(state, events, NOW, rules);
const rowIn = (state: ScopeState, name = "roles org-auditor"): Row | undefined => state.rows[name];
const nameIn = (state: ScopeState) => rowIn(state)?.fields.name;
const feed = {
  readUntil: at(0),
  checkedAt: at(0),
  listedAt: at(0),
  relistedAt: at(0),
  listedBecause: "",
  hasMore: false,
};
// biome-ignore lint/suspicious/noExplicitAny: outputs are read as policies read them
const shown = (state: ScopeState, now = NOW): any => outputsOf(state, feed, now);

describe("the order of events", () => {
  test("E1: out of order within a page, rows are as if they were in order, and the cursor is where the page ends", () => {
    const state = folded(begun, role(1, "created"), role(3, "updated"), role(2, "updated"));
    expect(nameIn(state)).toBe("Name 3");
    expect(state.cursor).toBe(idOf(2));
  });

  test("E2: the same event twice, on one page and on two, changes nothing and is passed", () => {
    const once = folded(begun, role(1, "created"), membership(2, "created"));
    const twice = folded(begun, role(1, "created"), role(1, "created"), membership(2, "created"));
    expect(twice).toEqual(once);
    expect(folded(once, role(1, "created"), membership(2, "created")).rows).toEqual(once.rows);
  });

  test("E3: one that is older than what the row knows changes nothing, and the cursor is its position", () => {
    const state = folded(folded(begun, role(5, "created")), role(3, "updated", "Old", 9));
    expect(nameIn(state)).toBe("Name 5");
    expect(state.cursor).toBe(idOf(3));
  });

  test("E4: one that is as old as what a listing showed is taken", () => {
    const listed = applySnapshot(begun, { roles: [{ slug: "org-auditor", name: "Listed", updated_at: at(4) }] }, at(9));
    const state = folded(listed, role(4, "updated", "Listed"));
    expect(rowIn(state)).toMatchObject({ fields: { name: "Listed" }, lastEventId: idOf(4) });
  });

  test("E5: an update of what was never seen makes the row", () => {
    expect(nameIn(folded(begun, role(2, "updated")))).toBe("Name 2");
  });

  // I6: {no row, a listing's, an event's} x {older, as old, newer}.
  test.each([
    ["none", "older", true],
    ["listed", "older", false],
    ["listed", "equal", true],
    ["listed", "newer", true],
    ["told", "older", false],
    ["told", "equal", false],
    ["told", "newer", true],
  ] as const)("I6: row %s, event %s: taken %s", (row, age, isTaken) => {
    const number = { older: 4, equal: 5, newer: 6 }[age];
    const before =
      row === "none"
        ? begun
        : row === "listed"
          ? applySnapshot(begun, { roles: [{ slug: "org-auditor", name: "Before", updated_at: at(5) }] }, at(9))
          : folded(begun, role(5, "created", "Before"));
    expect(nameIn(folded(before, role(number, "updated", "Event"))) === "Event").toBe(isTaken);
  });
});

describe("what is deleted", () => {
  test("E6: what was never seen leaves a tombstone, and its creation told again does not bring it back", () => {
    const state = folded(begun, role(5, "deleted"));
    expect(rowIn(state)).toMatchObject({ deletedAt: at(5), fields: {} });
    expect(rowIn(folded(state, role(2, "created")))).toEqual(rowIn(state));
  });

  test("E7: a role whose slug is made again later is there again", () => {
    const state = folded(begun, role(1, "created"), role(2, "deleted"), role(3, "created"));
    expect(rowIn(state)).toMatchObject({ deletedAt: null, fields: { name: "Name 3" } });
  });

  test("E8: an organization stays deleted, whatever is told of it later", () => {
    const state = folded(
      begun,
      organization(1, "created"),
      organization(2, "deleted"),
      organization(3, "updated", "Back"),
    );
    expect(shown(state)).toMatchObject({
      organization: null,
      tombstones: [{ list: "organization", key: ORG, deletedAt: at(2) }],
    });
  });

  test.each([
    ["roles", "org-auditor", true, (n: number, what: string) => role(n, what)],
    ["members", "om_1", true, (n: number, what: string) => membership(n, what)],
    [
      "domains",
      "dom_1",
      false,
      (n: number, what: string) =>
        event(n, `organization_domain.${what}`, {
          id: "dom_1",
          organization_id: ORG,
          domain: "acme.example",
          state: "pending",
        }),
    ],
    ["organization", ORG, false, (n: number, what: string) => organization(n, what)],
  ] as const)("I7: of %s, %s made again comes back: %s", (list, key, comesBack, made) => {
    const state = folded(begun, made(1, "created"), made(2, "deleted"), made(3, "created"));
    expect(rowIn(state, `${list} ${key}`)?.deletedAt === null).toBe(comesBack);
    expect(
      rowIn(folded(begun, made(1, "created"), made(3, "deleted"), made(2, "created")), `${list} ${key}`)?.deletedAt,
    ).toBe(at(3));
  });

  test("E10: a tombstone older than tombstoneDays is dropped, a younger one and the organization's own are kept", () => {
    const state = folded(begun, organization(1, "deleted"), role(1, "deleted"), membership(3 * 24 * 60, "deleted"));
    const later = applyEvents(state, [], Date.parse(at(2)) + 90 * DAY_MS, rules);
    expect(Object.keys(later.rows).sort()).toEqual(["members om_1", `organization ${ORG}`]);
    expect(state.rows["roles org-auditor"]).toBeDefined();
  });
});

describe("memberships", () => {
  test("E11: an inactive one is deprovisioned, even if it was never seen", () => {
    expect(shown(folded(begun, membership(1, "updated", { status: "inactive" }))).members).toMatchObject([
      { id: "om_1", status: "inactive" },
    ]);
  });

  test("E12: who comes back under a new id is there once, and the old one is a tombstone", () => {
    const state = folded(begun, membership(1, "created"), membership(2, "created", { id: "om_2" }));
    expect(shown(state)).toMatchObject({
      members: [{ id: "om_2", userId: "user_1" }],
      tombstones: [{ list: "members", key: "om_1", deletedAt: at(2) }],
    });
    // Told late, the end of the old one takes nothing from the new one.
    expect(shown(folded(state, membership(3, "deleted"))).members).toMatchObject([{ id: "om_2" }]);
  });

  test("E13: one that comes back has the roles that it has then, and none from before", () => {
    const roles = [{ slug: "billing" }];
    const state = folded(
      begun,
      membership(1, "created"),
      membership(2, "updated", { status: "inactive" }),
      membership(3, "updated", { role: roles[0], roles }),
      membership(4, "deleted"),
      membership(5, "created", { role: roles[0], roles }),
    );
    expect(shown(state).members).toMatchObject([{ status: "active", roles: ["env:billing"] }]);
  });

  test("E14: of a user whom nobody knows the row stays, without a person", () => {
    const state = folded(begun, membership(1, "created", { user_id: null }));
    expect(shown(state).members).toMatchObject([{ id: "om_1", userId: null, email: null }]);
  });

  test.each([
    ["added", ["a", "b"]],
    ["removed", []],
    ["swapped", ["c"]],
  ])("E15: roles %s: exactly those", (_, slugs) => {
    const roles = slugs.map((slug) => ({ slug }));
    const state = folded(begun, membership(1, "created"), membership(2, "updated", { role: roles[0] ?? null, roles }));
    expect(shown(state).members[0].roles).toEqual(slugs.map((slug) => `env:${slug}`));
  });

  test.each([
    ["disagree", { role: { slug: "a" }, roles: [{ slug: "b" }, { slug: "a" }] }, ["env:a", "env:b"]],
    ["roles are absent", { role: { slug: "a" }, roles: undefined }, ["env:a"]],
    ["both are absent", { role: undefined, roles: undefined }, ["env:member"]],
  ])("E16: where role and roles %s", (_, said, expected) => {
    const state = folded(begun, membership(1, "created"), membership(2, "updated", said));
    expect(shown(state).members[0].roles).toEqual(expected);
  });

  test("E17: that a directory manages one is told with it", () => {
    const state = folded(begun, membership(1, "created", { directory_managed: true }));
    expect(shown(state).members).toMatchObject([{ directoryManaged: true, roles: ["env:member"] }]);
  });
});

describe("scopes", () => {
  const has = (slug: string) => membership(9, "updated", { role: { slug }, roles: [{ slug }] });

  test("I11, E18: a slug that organization and environment both have is one assignment, of the organization's", () => {
    const state = folded(begun, role(1, "created", "A", 1, { slug: "member" }), has("member"));
    expect(shown(state).members[0].roles).toEqual(["org:member"]);
  });

  test("I11, E19: an assignment before its role stays what it is, and means the role once that is there", () => {
    const early = folded(begun, has("org-auditor"));
    expect(shown(early).members[0].roles).toEqual(["env:org-auditor"]);
    const state = folded(stateOf(ORG, shown(early)), role(10, "created"));
    expect(shown(state).members[0].roles).toEqual(["org:org-auditor"]);
  });

  test("I11, E21: two organizations with one slug have two roles", () => {
    const page = [role(1, "created", "Ours"), role(2, "created", "Theirs", 2, { organization_id: "org_2" })];
    const theirs = applyEvents(nothingYet("org_2", at(0)), page, NOW, rules);
    expect([nameIn(folded(begun, ...page)), nameIn(theirs)]).toEqual(["Ours", "Theirs"]);
  });

  test("E22: an event of another organization is passed; the environment lists it as one that there is", () => {
    const foreign = event(1, "organization.created", { id: "org_9", name: "Nobody's", external_id: null });
    const state = folded(begun, foreign);
    expect(state).toMatchObject({ rows: {}, cursor: idOf(1) });
    expect(shown(folded(nothingYet(ENVIRONMENT, at(0)), foreign)).organizations).toMatchObject([{ id: "org_9" }]);
  });

  test("I2: events of two organizations and of the environment leave three states that know nothing of each other", () => {
    const mixed = [
      organization(1, "created"),
      event(2, "role.created", { slug: "billing", updated_at: at(2) }),
      role(3, "created", "Theirs", 3, { organization_id: "org_2" }),
      role(4, "created"),
      event(5, "permission.created", { slug: "read", name: "Read" }),
    ];
    const lists = (scope: string) => Object.keys(applyEvents(nothingYet(scope, at(0)), mixed, NOW, rules).rows).sort();
    expect(lists(ORG)).toEqual([`organization ${ORG}`, "roles org-auditor"]);
    expect(lists("org_2")).toEqual(["roles org-auditor"]);
    expect(lists(ENVIRONMENT)).toEqual([`organizations ${ORG}`, "permissions read", "roles billing"]);
  });
});

describe("bad input", () => {
  const poison = (number: number) => membership(number, "updated", { status: 7, token: "canary" });

  test.each([
    ["first", 1, null, undefined],
    ["in the middle", 2, 1, "Name 1"],
    ["last", 3, 2, "Name 2"],
  ])(
    "E36: an event that cannot be read, %s on the page, stops the scope before it; a skip lets it pass",
    (_, where, kept, name) => {
      const page = [1, 2, 3].map((number) => (number === where ? poison(number) : role(number, "updated")));
      const state = folded(begun, ...page);
      expect(state.blocked).toEqual({
        event: idOf(where),
        type: "organization_membership.updated",
        reason: expect.stringContaining("status"),
      });
      expect(JSON.stringify(state)).not.toContain("canary");
      expect(state.cursor).toBe(kept === null ? null : idOf(kept));
      expect(nameIn(state)).toBe(name);
      const passed = applyEvents(state, page, NOW, { ...rules, skipEvents: [idOf(where)] });
      expect(passed).toMatchObject({ blocked: null, cursor: idOf(3), skipped: [idOf(where)] });
      // Another organization goes on.
      expect(applyEvents(nothingYet("org_2", at(0)), page, NOW, rules)).toMatchObject({
        blocked: null,
        cursor: idOf(3),
      });
    },
  );

  test("an event that does not say whose it is stops the environment alone, unless nobody's are allowed", () => {
    const stray = role(1, "created", "A", 1, { organization_id: undefined });
    const connection = event(2, "connection.activated", { id: "conn_1", state: "active" });
    const environment = applyEvents(nothingYet(ENVIRONMENT, at(0)), [stray], NOW, rules);
    expect(environment.blocked).toMatchObject({ event: idOf(1) });
    expect(folded(begun, stray, connection)).toMatchObject({ blocked: null, rows: {}, cursor: idOf(2) });
    expect(applyEvents(nothingYet(ENVIRONMENT, at(0)), [connection], NOW, rules).blocked).toBeNull();
  });

  test("E37: an unknown type is passed, and fields that nobody asked for are dropped", () => {
    const strange = event(1, "group.created", { id: "group_1", organization_id: ORG });
    const state = folded(begun, strange, role(2, "created", "A", 2, { surprise: "!" }));
    expect(state.cursor).toBe(idOf(2));
    expect(Object.keys(rowIn(state)?.fields ?? {}).sort()).toEqual(["description", "name", "permissions", "slug"]);
  });

  test("I14, E50: nothing secret of any payload or listing becomes a row", () => {
    const canaries = {
      value: "canary",
      token: "canary",
      accept_invitation_url: "canary",
      secret: "canary",
      obfuscated_value: "canary",
      custom_attributes: { a: "canary" },
      raw_attributes: { a: "canary" },
      saml_x509_certs: ["canary"],
      oidc: { client_secret: "canary" },
    };
    const everything = {
      organization_id: ORG,
      slug: "a",
      name: "A",
      email: "a@acme.example",
      state: "active",
      status: "active",
      domain: "acme.example",
      owner: { type: "organization", id: ORG, secret: "canary" },
      user: { email: "a@acme.example", first_name: "canary" },
      updated_at: at(1),
      ...canaries,
    };
    const page = EVENTS.map((type, index) =>
      event(index + 1, type, { id: type.startsWith("organization.") ? ORG : "x_1", ...everything }),
    );
    for (const scope of [ORG, ENVIRONMENT]) {
      let state = applyEvents(nothingYet(scope, at(0)), page, NOW, rules);
      expect(state.blocked).toBeNull();
      const rows = [{ id: "y_1", ...everything }];
      const listing = Object.fromEntries(
        [
          "organizations",
          "domains",
          "roles",
          "permissions",
          "members",
          "invitations",
          "apiKeys",
          "connections",
          "directories",
        ].map((list) => [list, rows]),
      );
      state = applySnapshot(state, listing, at(5000));
      expect(Object.values(state.rows).filter(({ deletedAt }) => deletedAt === null).length).toBeGreaterThan(2);
      expect(JSON.stringify([state, shown(state)])).not.toContain("canary");
    }
  });
});

describe("listings", () => {
  const listed = (name: string, updated: number) => ({
    roles: [{ slug: "org-auditor", name, updated_at: at(updated) }],
  });
  const T0 = at(10);

  test("E39: what changed after the listing began keeps its value", () => {
    const state = folded(begun, role(11, "updated", "New"));
    expect(nameIn(applySnapshot(state, listed("Old", 5), T0))).toBe("New");
  });

  test("E40: what was deleted after it began stays deleted though it is listed", () => {
    const state = folded(begun, role(11, "deleted"));
    expect(rowIn(applySnapshot(state, listed("Old", 5), T0))?.deletedAt).toBe(at(11));
  });

  test("E41: what was made after it began stays though it is not listed", () => {
    const state = folded(begun, role(11, "created"));
    expect(applySnapshot(state, { roles: [] }, T0)).toEqual(state);
  });

  test("E42: a row that events once made, and that differs, is as it is listed", () => {
    const state = folded(begun, role(5, "updated", "Lost since"));
    expect(rowIn(applySnapshot(state, listed("Listed", 7), T0))).toMatchObject({
      fields: { name: "Listed" },
      lastEventId: null,
    });
    expect(rowIn(applySnapshot(state, { roles: [] }, T0))).toMatchObject({ deletedAt: T0, lastEventId: null });
  });

  test("I8: a listing of some kinds says nothing of others, and one that shows a part of a kind says nothing of the rest", () => {
    const key = (owner: object) =>
      event(2, "api_key.created", { id: "key_1", owner, name: "A", updated_at: at(2), expires_at: null });
    const state = folded(begun, role(1, "created"), key({ type: "user", id: "user_1", organization_id: ORG }));
    expect(applySnapshot(state, { apiKeys: [], members: [] }, T0)).toEqual(state);
    const own = folded(begun, key({ type: "organization", id: ORG }));
    expect(rowIn(applySnapshot(own, { apiKeys: [] }, T0), "apiKeys key_1")?.deletedAt).toBe(T0);
  });

  test("E43: made anew under its slug before it was listed, it is not deleted by the deletion that came before", () => {
    const state = applySnapshot(begun, listed("Anew", 8), T0);
    expect(nameIn(folded(state, role(7, "deleted")))).toBe("Anew");
    expect(rowIn(folded(state, role(9, "deleted")))?.deletedAt).toBe(at(9));
  });

  test("what a listing does not show stays as events told it", () => {
    const connection = { id: "conn_1", organization_id: ORG };
    const certificate = { certificate_type: "ResponseSigning", expiry_date: at(5000) };
    const told = folded(
      begun,
      event(1, "connection.activated", { ...connection, name: "Okta", connection_type: "OktaSAML", state: "active" }),
      event(2, "connection.saml_certificate_renewal_required", { connection, certificate }),
    );
    const row = { ...connection, name: "Okta", connection_type: "OktaSAML", state: "inactive", updated_at: at(3) };
    expect(shown(applySnapshot(told, { connections: [row] }, T0)).connections).toMatchObject([
      { state: "inactive", certificateEndsAt: at(5000), lastEvent: { at: at(2) } },
    ]);
  });

  test("I7: what an event told the end of, a listing that is behind does not bring back, unless its key can be given again", () => {
    const domain = { id: "dom_1", organization_id: ORG, domain: "acme.example", state: "verified", updated_at: at(1) };
    const ended = folded(begun, event(2, "organization_domain.deleted", domain), role(3, "deleted"));
    const state = applySnapshot(ended, { domains: [domain], ...listed("Anew", 5) }, T0);
    expect(rowIn(state, "domains dom_1")?.deletedAt).toBe(at(2));
    expect(rowIn(state)).toMatchObject({ deletedAt: null, fields: { name: "Anew" } });
    // That a listing had it no more is no such word.
    const missed = applySnapshot(
      folded(begun, event(1, "organization_domain.created", domain)),
      { domains: [] },
      at(4),
    );
    expect(rowIn(applySnapshot(missed, { domains: [domain] }, T0), "domains dom_1")?.deletedAt).toBeNull();
  });

  test("a row that is listed as it was known keeps the event that told of it", () => {
    const state = folded(begun, role(5, "created"));
    const row = { slug: "org-auditor", name: "Name 5", description: null, permissions: [], updated_at: at(5) };
    expect(applySnapshot(state, { roles: [row] }, T0)).toEqual(state);
  });
});

describe("time without events", () => {
  const invitation = (number: number, what: string, state: string) =>
    event(number, `invitation.${what}`, {
      id: "inv_1",
      organization_id: ORG,
      email: "Ana@acme.example",
      state,
      expires_at: at(1000),
      accepted_at: state === "accepted" ? at(number) : null,
      updated_at: at(number),
    });

  test("E47: an invitation expires by its date, and an accepted one does not", () => {
    const sent = folded(begun, invitation(1, "created", "pending"));
    const stateAt = (state: ScopeState, now: number) => shown(state, Date.parse(at(now))).invitations[0].state;
    expect([stateAt(sent, 999), stateAt(sent, 1000)]).toEqual(["pending", "expired"]);
    expect(stateAt(folded(sent, invitation(2, "accepted", "accepted")), 1000)).toBe("accepted");
  });

  test("E48: an API key expires by its date", () => {
    const owner = { type: "organization", id: ORG };
    const state = folded(begun, event(1, "api_key.created", { id: "key_1", owner, name: "A", expires_at: at(1000) }));
    const expired = (now: number) => shown(state, Date.parse(at(now))).apiKeys[0].expired;
    expect([expired(999), expired(1000)]).toEqual([false, true]);
  });

  test("E49: a domain is pending, fails, and is looked for again", () => {
    const domain = (state: string) => ({ id: "dom_1", organization_id: ORG, domain: "Acme.example", state });
    const states = [
      event(1, "organization_domain.created", domain("pending")),
      event(2, "organization_domain.verification_failed", { reason: "x", organization_domain: domain("failed") }),
      event(3, "organization_domain.updated", domain("pending")),
      event(4, "organization_domain.verified", domain("verified")),
    ].map((_, index, all) => shown(folded(begun, ...all.slice(0, index + 1))).domains[0].state);
    expect(states).toEqual(["pending", "failed", "pending", "verified"]);
  });

  test("a certificate that ends, and its renewal, change what a connection's health is", () => {
    const connection = { id: "conn_1", organization_id: ORG };
    const certificate = { certificate_type: "ResponseSigning", expiry_date: at(5000) };
    const states = [
      event(1, "connection.activated", { ...connection, name: "Okta", connection_type: "OktaSAML", state: "active" }),
      event(2, "connection.saml_certificate_renewal_required", { connection, certificate, days_until_expiry: 3 }),
      event(3, "connection.saml_certificate_renewed", { connection, certificate, renewed_at: at(3) }),
      event(4, "connection.deactivated", { ...connection, state: "inactive" }),
    ].map((_, index, all) => shown(folded(begun, ...all.slice(0, index + 1))).connections[0]);
    expect(states.map(({ health }) => health)).toEqual(["good", "certificate ends", "good", "down"]);
    expect(states[3]).toMatchObject({
      name: "Okta",
      type: "OktaSAML",
      lastEvent: { type: "connection.deactivated", at: at(4) },
    });
  });
});

describe("whatever happens", () => {
  /** What can happen to two roles, two memberships of one person, an invitation and the organization. */
  const something = fc.oneof(
    fc.record({
      of: fc.constantFrom("role", "role2"),
      what: fc.constantFrom("created", "updated", "deleted"),
      lag: fc.nat(3),
    }),
    fc.record({
      of: fc.constantFrom("om_1", "om_2"),
      what: fc.constantFrom("created", "updated", "deleted"),
      lag: fc.nat(3),
    }),
    fc.record({
      of: fc.constantFrom("organization", "domain"),
      what: fc.constantFrom("created", "updated", "deleted"),
      lag: fc.nat(3),
    }),
  );
  const eventOf = ({ of, what, lag }: { of: string; what: string; lag: number }, index: number): FeedEvent => {
    const number = index + 5;
    const updated_at = at(number - lag);
    if (of.startsWith("role")) return role(number, what, `Name ${number}`, number - lag, { slug: `org-${of}` });
    if (of.startsWith("om_")) return membership(number, what, { id: of, updated_at });
    if (of === "organization") return organization(number, what, `Acme ${number}`);
    const domain = { id: "dom_1", organization_id: ORG, domain: "acme.example", state: String(number), updated_at };
    return event(number, `organization_domain.${what}`, domain);
  };
  const history = fc.array(something, { maxLength: 30 }).map((all) => all.map(eventOf));

  test("I5, E29: replaying any run of events that were taken in leaves the same rows", () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (events, from, length) => {
        const state = folded(begun, ...events);
        const start = events.length === 0 ? 0 : from % events.length;
        const replayed = folded(state, ...events.slice(start, start + (length % (events.length + 1))));
        expect(replayed.rows).toEqual(state.rows);
      }),
    );
  });

  test("I15, E34: cut after any page, and kept in outputs meanwhile, it ends the same", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 7 }), (events, size) => {
        const whole = folded(begun, ...events);
        let state: ScopeState = begun;
        for (let start = 0; start < events.length; start += size)
          state = folded(stateOf(ORG, shown(state)), ...events.slice(start, start + size));
        expect(shown(state)).toEqual(shown(whole));
      }),
    );
  });

  test("outputs hold the whole state", () => {
    fc.assert(
      fc.property(history, (events) => {
        const state = folded(begun, ...events);
        expect(shown(stateOf(ORG, shown(state)))).toEqual(shown(state));
      }),
    );
  });
});

test("with an organization goes what is in it, also what no event tells of and no listing shows", () => {
  const ofMember = event(3, "api_key.created", {
    ...{ id: "api_key_1", name: "theirs", permissions: [], created_at: at(3), expires_at: null, last_used_at: null },
    owner: { type: "user", id: "user_1", organization_id: ORG },
  });
  const before = folded(begun, organization(1, "created"), membership(2, "created"), ofMember, role(4, "created"));
  const after = folded(before, organization(5, "deleted"));
  expect(shown(before)).toMatchObject({ members: [{ id: "om_1" }], apiKeys: [{ id: "api_key_1" }] });
  expect(shown(after)).toMatchObject({ organization: null, members: [], apiKeys: [], roles: [] });
  // What is told again of one of them does not bring it back.
  expect(folded(after, membership(2, "created"), role(4, "created")).rows).toEqual(after.rows);
});
