import { expect, test } from "vitest";
import { workosDescription } from "../../contract/workos-overlay.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

/** How clients write a list: some with commas, the Go one repeats, the Ruby one has brackets, PHP numbers them. */
const SPELLINGS: Readonly<Record<string, (name: string, values: readonly string[]) => string>> = {
  "with commas": (name, values) => `${name}=${values.join(",")}`,
  "with escaped commas": (name, values) => `${name}=${values.join("%2C")}`,
  repeated: (name, values) => values.map((value) => `${name}=${value}`).join("&"),
  "with brackets": (name, values) => values.map((value) => `${name}[]=${value}`).join("&"),
  "with escaped brackets": (name, values) => values.map((value) => `${name}%5B%5D=${value}`).join("&"),
  "with numbers": (name, values) => values.map((value, index) => `${name}[${index}]=${value}`).join("&"),
  "with brackets and commas": (name, values) => `${name}[]=${values.join(",")}`,
};

/** Every list parameter of what is served, with two values of which each finds something of its own. */
const LISTS = [
  ["/connect/applications", "registration_types", ["authenticated", "dynamic"]],
  ["/events", "events", ["organization.created", "organization_domain.created"]],
  ["/organizations", "domains", ["one.com", "two.com"]],
  ["/user_management/organization_memberships", "statuses", ["active", "inactive"]],
] as const;

test("the lists below are all that the description has", () => {
  const described = Object.entries(workosDescription().paths).flatMap(([route, item]) =>
    (item.get?.parameters ?? [])
      .filter((parameter) => parameter.in === "query" && parameter.schema?.type === "array")
      .map(({ name }) => `${route} ${name}`),
  );
  // Only where people sign in are there others.
  const lists = described.filter((one) => !one.endsWith(" provider_scopes"));
  expect(lists.sort()).toEqual(LISTS.map(([route, name]) => `${route} ${name}`).sort());
});

test.each(LISTS)("%s takes %s in every spelling", async (route, name, values) => {
  const members = [{ email: "ann@acme.com" }, { email: "bob@acme.com", inactive: true }];
  const domains = (domain: string) => [{ domain, state: "verified" }];
  await workos.emulator.seed({
    organizations: [
      { name: "One", domain_data: domains("one.com"), members },
      { name: "Two", domain_data: domains("two.com") },
    ],
  });
  const { id } = (await workos.get("/organizations?search=One")).body.data[0];
  const application = { name: "App", application_type: "m2m", organization_id: id, scopes: [] };
  await workos.post("/connect/applications", application);
  const more = route.endsWith("memberships") ? `organization_id=${id}&` : "";
  const found = async (query: string) => {
    const { status, body } = await workos.get(`${route}?${more}${query}&limit=100`);
    expect(status).toBe(200);
    return body.data.map((one: { id: string }) => one.id);
  };

  const [first, second] = [await found(`${name}=${values[0]}`), await found(`${name}=${values[1]}`)];
  expect(first.length).toBeGreaterThan(0);
  expect(first).not.toEqual(second);
  for (const [spelling, write] of Object.entries(SPELLINGS))
    expect((await found(write(name, values))).sort(), spelling).toEqual([...first, ...second].sort());
});

test("a list goes on behind its cursor when all of its values are given again", async () => {
  for (const name of ["one", "two"])
    await workos.organization({ name, domain_data: [{ domain: `${name}.com`, state: "verified" }] });
  const wanted = "events=organization.created&events=organization_domain.created&limit=1&order=desc";
  const found: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const { body } = await workos.get(`/events?${after && `after=${after}&`}${wanted}`);
    found.push(...body.data.map(({ event }: { event: string }) => event));
    after = body.list_metadata.after;
  }
  expect(found).toEqual(Array(2).fill(["organization_domain.created", "organization.created"]).flat());
});

test.each([
  ["/organizations", "limit", 422],
  ["/organizations", "after", 422],
  ["/organizations", "search", 422],
  ["/user_management/users", "email", 422],
  ["/user_management/invitations", "email", 422],
  ["/events", "range_start", 422],
  ["/connections", "connection_type", 422],
  ["/vault/v1/kv", "search", 400],
])("%s refuses %s given twice", async (route, name, status) => {
  expect((await workos.get(`${route}?${name}=1&${name}=1`)).status).toBe(status);
});
