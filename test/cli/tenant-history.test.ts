import { describe, expect, test } from "vitest";
import { historyText, logCommand } from "../../cli/commands/log.ts";
import type { PastRun, Stored } from "../../cli/pulumi.ts";
import { type Told, tenantHistory } from "../../cli/tenant-history.ts";
import type { PastChange } from "../../providers/contract/history.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 12, minute));
const since = at(0);

const ROLE = "role_01JZ0000000000000000000001";
const PROJECT = "proj_AbCdEfGhIjKlMnOpQrStUv";
const THEIRS = "proj_ZzCdEfGhIjKlMnOpQrStUv";
const stored = (name: string, id: string, inputs: object = {}): Stored => ({
  ...{ urn: `urn:pulumi:p::fleet::x::${name}`, type: "pulumi-nodejs:dynamic/x:Y", id, inputs: { ...inputs } },
});
const state = [
  stored("acme/workos-organization-role/org-engineer", ROLE),
  stored("acme/openai-project", PROJECT),
  stored("acme/openai-project-rate-limit/gpt-5", "rl-gpt-5"),
  stored("acme/openai-project-member/astrid@acme.example", "member", { email: "astrid@acme.example" }),
  stored("acme/openai-project-member/both@x.example", "member", { email: "both@x.example" }),
  stored("globex/openai-project-member/both@x.example", "member", { email: "both@x.example" }),
  stored("globex/openai-project", THEIRS),
];

const KEY = { id: "key_ours", name: null, through: "API" };
const DANA = { id: "user_1", name: "dana@ours.example", through: "dashboard" };
let next = 0;
const change = (
  event: string,
  minute: number,
  actor: PastChange["actor"],
  more: Partial<PastChange> = {},
): PastChange => ({
  ...{ id: `event_${next++}`, event, at: at(minute), by: "", data: { id: ROLE }, fields: [], within: undefined },
  ...(actor && { actor }),
  ...more,
});
const run = (kind: string, from: number, to: number): PastRun => ({
  ...{
    kind,
    startedAt: at(from).getTime(),
    endedAt: at(to).getTime(),
    result: "succeeded",
    commit: "abc",
    author: "al",
  },
});

const history = (told: Partial<Told>) =>
  tenantHistory(state, "acme", since, {
    ...{ workos: [], openai: [], runs: [run("update", 10, 12)], files: [], missing: [] },
    ...told,
  });
const ways = (told: Partial<Told>) => history(told).happenings.map(({ event, way, why }) => [event, way, why]);

describe("by which way something happened", () => {
  const ours = change("organization_role.created", 11, KEY);

  test("through Tenantry is what this stack's key did while this stack ran; the key is known by what state has of it", () => {
    const later = change("organization_role.updated", 11, KEY, { data: { id: "another" } });
    expect(ways({ workos: [ours, later] })).toEqual([
      ["organization_role.created", "tenantry", null],
      ["organization_role.updated", "tenantry", null],
    ]);
    expect(history({ workos: [ours] }).happenings[0]?.run).toEqual({
      ...{ kind: "update", result: "succeeded", commit: "abc" },
      ...{ startedAt: "2026-11-22T12:10:00.000Z", endedAt: "2026-11-22T12:12:00.000Z" },
    });
  });

  test("unknown is what this stack's key did while no run of it is told", () => {
    const when = change("organization_role.updated", 20, KEY);
    expect(ways({ workos: [when, ours] })[0]).toEqual([
      ...["organization_role.updated", "unknown"],
      "this stack's key did it, and its history has no run at that time",
    ]);
    expect(ways({ workos: [ours], runs: null })[0]?.[2]).toBe("the stack's history could not be read");
  });

  test("a preview and a refresh are no runs that change anything", () => {
    for (const kind of ["preview", "refresh"])
      expect(ways({ workos: [ours], runs: [run(kind, 10, 12)] })[0]?.[1]).toBe("unknown");
  });

  test("unknown is what some key did as long as nothing shows which key is this stack's", () => {
    const updated = change("organization_role.updated", 11, KEY);
    expect(ways({ workos: [updated] })[0]?.[2]).toMatch("while this stack ran, and nothing shows");
    expect(ways({ workos: [{ ...updated, at: at(30) }] })[0]?.[2]).toMatch("nothing shows whether it is this stack's");
    // It made something, and nothing that this stack has.
    const foreign = change("organization_role.created", 11, KEY, { data: { id: "role_of_somebody" } });
    expect(ways({ workos: [foreign] })[0]?.[1]).toBe("unknown");
  });

  test("around it is what people did, and another key while this stack did not run", () => {
    const other = { ...KEY, id: "key_other" };
    expect(ways({ workos: [change("a.updated", 30, DANA), change("b.updated", 25, other), ours] })).toEqual([
      ["a.updated", "around", null],
      ["b.updated", "around", null],
      ["organization_role.created", "tenantry", null],
    ]);
    // A person who was at it while this stack ran.
    expect(ways({ workos: [change("a.updated", 11, DANA)] })[0]?.[1]).toBe("around");
    expect(ways({ workos: [change("b.updated", 11, other), ours] })[0]?.[1]).toBe("unknown");
  });

  test("by the vendor itself, or unknown where it does not say who", () => {
    const system = { id: "system", name: null, through: "vendor" };
    expect(ways({ workos: [change("a.verified", 5, system), change("b.updated", 4, undefined)] })).toEqual([
      ["a.verified", "vendor", null],
      ["b.updated", "unknown", "the vendor does not say who did it"],
    ]);
  });
});

test("of OpenAI's log is told what names this customer, and nothing that may be another's", () => {
  const entries = [
    change("project.updated", 9, DANA, { data: { id: "x" }, within: PROJECT }),
    change("project.updated", 8, DANA, { data: { id: "x" }, within: THEIRS }),
    change("project.updated", 7, KEY, { data: { id: PROJECT } }),
    change("invite.sent", 6, KEY, { data: { id: "invite-1", data: { email: "Astrid@acme.example" } } }),
    change("invite.sent", 5, KEY, { data: { id: "invite-2", data: { email: "both@x.example" } } }),
    // Every project has one of that id.
    change("rate_limit.updated", 4, KEY, { data: { id: "rl-gpt-5" } }),
    change("project.updated", 3, KEY, { data: { id: THEIRS } }),
  ];
  const { happenings, unplaced } = history({ openai: entries });
  expect(happenings.map(({ at }) => new Date(at).getUTCMinutes())).toEqual([9, 7, 6]);
  expect(unplaced).toBe(2); // The second invitation, and the limit.
});

test("all of it stands newest first, files included", () => {
  const files = [{ at: at(6).toISOString(), commit: "abcdef", author: "Al", subject: "Rename" }];
  const workos = [change("a.updated", 7, DANA), change("a.updated", 5, DANA)];
  const told = history({ workos, files, openai: [change("b.updated", 8, DANA, { within: PROJECT })] });
  expect(told.happenings.map(({ source, way }) => [source, way])).toEqual([
    ["OpenAI", "around"],
    ["WorkOS", "around"],
    ["git", "files"],
    ["WorkOS", "around"],
  ]);
});

test("no value of a field, and nothing of an event that is not on the list, is told", () => {
  const data = { id: "invitation_1", email: "astrid@acme.example", token: "canary", value: "canary", url: "canary" };
  const told = history({ workos: [change("invitation.created", 5, DANA, { data, fields: ["name"] })] });
  expect(JSON.stringify(told)).not.toContain("canary");
  expect(told.happenings).toMatchObject([
    { object: { id: "invitation_1", name: "astrid@acme.example" }, fields: ["name"] },
  ]);
});

test("a person gets who did what together, 80 wide, and texts of others are text", () => {
  const told = history({
    workos: [change("a.updated", 7, DANA), change("b.updated", 6, DANA), change("c.deleted", 5, KEY)],
  });
  expect(historyText(told, at(30).getTime())).toBe(
    [
      "around Tenantry: dana@ours.example, in the dashboard",
      "  2026-11-22 12:07  WorkOS  a.updated  org-engineer",
      "  2026-11-22 12:06  WorkOS  b.updated  org-engineer",
      "",
      "unknown: a key did it, and nothing shows whether it is this stack's (key_ours)",
      "  2026-11-22 12:05  WorkOS  c.deleted  org-engineer",
      "",
      "3 entries about acme since 2026-11-22.",
    ].join("\n"),
  );
  const half = history({ missing: [{ source: "OpenAI", reason: "403, no rights" }] });
  expect(historyText(half, at(30).getTime())).toMatch(/^could not see {2}OpenAI's part: 403, no rights\n\n0 entries/);
  expect(historyText(told, at(0).getTime() + 31 * 24 * 3_600_000).replaceAll("\n", " ")).toContain(
    "may keep no more than the last 30 days.",
  );
  const hostile = change(
    hostileText,
    7,
    { id: hostileText, name: hostileText, through: hostileText },
    { fields: [hostileText], data: { name: hostileText } },
  );
  const files = [{ at: at(6).toISOString(), commit: hostileText, author: hostileText, subject: hostileText }];
  expect(
    historyText(history({ workos: [hostile], files, missing: [{ source: "OpenAI", reason: hostileText }] }), 0)
      .split("\n")
      .flatMap(harm),
  ).toEqual([]);
});

test.each(["2026-02-30", "yesterday", "9999-01-01"])("%s is no day to begin with", async (day) => {
  const command = logCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  await expect(command.parseAsync(["acme", "--since", day], { from: "user" })).rejects.toThrow("a day that has begun");
});
