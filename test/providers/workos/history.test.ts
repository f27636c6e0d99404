import { expect, test } from "vitest";
import type { Api } from "../../../providers/http/api.ts";
import { HISTORY_EVENTS, historyOf } from "../../../providers/workos/history.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 22);
const since = new Date(START);

/** One a minute; the first lies before the moment that is asked about. */
const events = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `event_${String(index).padStart(4, "0")}`,
    event: "organization_role.updated",
    created_at: new Date(START + (index - 1) * MINUTE).toISOString(),
    data: { organization_id: "org_1", slug: `org-${index}` },
    context: { actor: { id: "user_1", source: "dashboard", name: "dana" }, previous_attributes: { name: "secret" } },
  }));
type Row = ReturnType<typeof events>[number];

type Query = {
  readonly after?: string;
  readonly range_start?: string;
  readonly order?: string;
  readonly limit?: number;
};

/** A feed that answers in one order, whichever is asked for. */
function feed(rows: readonly Row[], size = 100) {
  const asked: Query[] = [];
  const get = async (_path: unknown, query: Query) => {
    asked.push(query);
    const { after, range_start } = query;
    if (after !== undefined && range_start !== undefined) throw new Error("range_start and after cannot be combined");
    const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1;
    const inRange = rows.slice(from).filter(({ created_at }) => range_start === undefined || created_at > range_start);
    const data = inRange.slice(0, size);
    return { data, list_metadata: { after: inRange.length > size ? data.at(-1)?.id : null } };
  };
  return { api: { get } as unknown as Api, asked };
}

const shuffled = (rows: readonly Row[]): Row[] => rows.map((_, index) => rows[(index * 7) % rows.length] as Row);

test.each([
  ["the oldest first", (rows: readonly Row[]) => [...rows]],
  ["the newest first", (rows: readonly Row[]) => rows.toReversed()],
  ["no order at all", (rows: readonly Row[]) => shuffled([...rows, ...old(261)])],
])("a feed that answers with %s is read to its end, and told newest first", async (_, ordered) => {
  const all = events(260);
  const { api, asked } = feed(ordered(all));
  const told = await historyOf(api, "org_1", since);
  // That of the very moment is told where the vendor lists it.
  expect(told.map(({ id }) => id).filter((id) => id > "event_0001")).toEqual(
    all
      .slice(2)
      .map(({ id }) => id)
      .toReversed(),
  );
  expect(told.length).toBeLessThanOrEqual(259);
  expect(told[0]).toMatchObject({ fields: ["name"], actor: { id: "user_1", name: "dana", through: "dashboard" } });
  expect(asked.every(({ order, limit }) => order === "asc" && limit === 100)).toBe(true);
});

test("a feed that begins with the newest is not read further back than that", async () => {
  const { api, asked } = feed([...events(150).toReversed(), ...events(0), ...old(1000)]);
  await historyOf(api, "org_1", since);
  expect(asked).toHaveLength(2);
});

const old = (count: number): Row[] =>
  events(count).map((row, index) => ({
    ...row,
    id: `old_${index}`,
    created_at: new Date(START - (index + 2) * MINUTE).toISOString(),
  }));

test("what is another customer's, or of a kind that nobody asked for, is left out though the vendor sends it", async () => {
  const [one, two, three, four, five] = events(6).slice(1) as [Row, Row, Row, Row, Row];
  const rows = [
    one,
    { ...two, data: { ...two.data, organization_id: "org_2" } },
    { ...three, event: "authentication.password_succeeded" },
    { ...four, event: "organization.updated", data: { id: "org_2" } },
    { ...five, event: "api_key.created", data: { id: "k", owner: { type: "organization", id: "org_2" } } },
  ] as Row[];
  expect((await historyOf(feed(rows).api, "org_1", new Date(START - MINUTE))).map(({ id }) => id)).toEqual([one.id]);
});

test("pages that go round are an error, and no end", async () => {
  const page = { data: events(3), list_metadata: { after: "event_0002" } };
  const api = { get: async () => page } as unknown as Api;
  await expect(historyOf(api, "org_1", since)).rejects.toThrow("goes round");
});

test("nobody's sign-ins are asked for", () => {
  expect(HISTORY_EVENTS.filter((event) => /authentication|session|magic|dsync\.user/.test(event))).toEqual([]);
  expect(HISTORY_EVENTS).toContain("organization_membership.updated");
});
