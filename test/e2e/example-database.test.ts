import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/* Customers who have no file: they come from a database, as objects with the same fields. */

const EXAMPLE = fileURLToPath(new URL("../../examples/database", import.meta.url));
const read = (file: string): string => readFileSync(join(EXAMPLE, file), "utf8");
const UP = ["up", "--skip-preview", "--yes"];

let folder: FleetFolder;
beforeAll(async () => {
  const files = { "fleet.yaml": read("fleet.yaml"), "customers.sql": read("customers.sql") };
  // Below node_modules Node runs no .ts file.
  folder = await createFleetFolder("database", { ...files, "index.js": stripTypeScriptTypes(read("index.ts")) });
  const { code, output } = await folder.pulumi(UP);
  expect(code, output).toBe(0);
});
afterAll(() => folder?.close());

const dana = () => folder.emulators.workos.as("dana@ourcompany.example");
const customers = async () => {
  const { data } = await dana().get("/organizations?limit=100");
  const ours = data.filter(({ external_id }: { external_id: string | null }) => external_id !== null);
  return ours.map(({ external_id, name }: Record<string, string>) => `${external_id} ${name}`).sort();
};

test("each row is a customer, with what its plan says", async () => {
  expect(await customers()).toEqual(["brightwater Brightwater Ltd", "corvid-press Corvid Press"]);
  const { data } = await dana().get("/user_management/invitations?limit=100");
  expect(data.map(({ email }: { email: string }) => email).sort()).toEqual([
    "imke@brightwater.example",
    "noor@corvid-press.example",
  ]);
});

test("a row that is gone is no goodbye, a wrong one names its customer, and nothing is written", async () => {
  const before = folder.writes();
  const lost = read("customers.sql")
    .replace(/,\n {2}\('corvid-press', 'Corvid.*\);/, ";")
    .replace(/,\n {2}\('corvid.*\);/, ";");
  folder.write("customers.sql", lost);
  const refused = await folder.pulumi(["preview"]);
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("tenant corvid-press is not offboarding");

  folder.write(
    "customers.sql",
    read("customers.sql").replace("'trial', NULL", "'trail', NULL").replace("brightwater.example', 0", "gmail.com', 0"),
  );
  const wrong = await folder.pulumi(["preview"]);
  expect(wrong.code).not.toBe(0);
  expect(wrong.output).toContain(
    "error: tenants[0] (brightwater): domains[0].domain: is a public mail provider: no customer can own it\n" +
      '    tenants[1] (corvid-press): plan: there is no plan "trail", did you mean trial?\n',
  );
  expect(wrong.output).not.toContain("    at ");
  expect(folder.writes()).toBe(before);
});

test("a customer who gave notice leaves in two steps", async () => {
  const closing = read("customers.sql").replace("'trial', NULL, 0)", "'trial', NULL, 1)");
  folder.write("customers.sql", closing);
  expect((await folder.pulumi(UP)).code).toBe(0);
  folder.write(
    "customers.sql",
    closing.replace(/,\n {2}\('corvid-press', 'Corvid.*\);/, ";").replace(/,\n {2}\('corvid.*\);/, ";"),
  );
  const { code, output } = await folder.pulumi(UP);
  expect(code, output).toBe(0);
  expect(await customers()).toEqual(["brightwater Brightwater Ltd"]);
});
