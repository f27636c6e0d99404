import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

/*
 * Refresh by the change feed, in the engine's hands: when state says anew when an object was looked at, that is no change to it, and
 * nothing that a person reads.
 */

const INCREMENTAL = { TENANTRY_REFRESH: "incremental" };

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("incremental", smallFleet);
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
});
afterAll(() => folder?.close());

function later(): void {
  for (const vendor of [folder.emulators.workos, folder.emulators.openai]) {
    vendor.clock.advance(3_600_000);
    vendor.requests.reset();
  }
}

const requests = () => folder.emulators.workos.requests.total + folder.emulators.openai.requests.total;
const times = () => folder.storedState().match(/"__syncedAt":\s*"[^"]*"/g) ?? [];

test("the first one writes when it looked, and says nothing of it", async () => {
  later();
  const { code, output } = await folder.pulumi(
    ["refresh", "--skip-preview", "--yes", "--expect-no-changes", "--diff"],
    INCREMENTAL,
  );
  expect(code, output).toBe(0);
  expect(output).toContain("listed, since no run has noted yet when it looked");
  expect(output).not.toMatch(/syncedAt|__looked|dynamic.*\(refresh\)/);
  expect(times().length).toBeGreaterThan(5);
});

test("with nothing changed it sends a few requests, and neither a preview nor state is another", async () => {
  later();
  const before = times();
  const { code, output } = await folder.pulumi(["preview", "--refresh", "--expect-no-changes", "--diff"], INCREMENTAL);
  expect(code, output).toBe(0);
  expect(output).not.toMatch(/syncedAt|__looked|dynamic.*\(refresh\)|listed, since/);
  // An address and a credential, the feed, and an event from before, of each vendor; and whether the key works.
  expect(requests()).toBeLessThanOrEqual(8);
  expect(times()).toEqual(before);
});

test("what a colleague changed is seen, is repaired, and is looked at once more", async () => {
  const dana = folder.emulators.workos.as("dana@ourcompany.example");
  const { data } = await dana.get("/organizations");
  const { id } =
    (data as { id: string; external_id: string }[]).find((each) => each.external_id === "halden-bank") ?? {};
  await dana.request("PUT", `/organizations/${id}`, { name: "Renamed" });
  later();
  const { code, output } = await folder.pulumi(["up", "--refresh", "--skip-preview", "--yes"], INCREMENTAL);
  expect(code, output).toBe(0);
  expect(output).toContain("name changed outside this stack by dana@ourcompany.example");
  expect(await dana.get(`/organizations/${id}`)).toMatchObject({ name: "Halden Bank ASA" });
  later();
  const again = await folder.pulumi(["refresh", "--skip-preview", "--yes", "--expect-no-changes"], INCREMENTAL);
  expect(again.code, again.output).toBe(0);
  expect(folder.emulators.workos.requests.count("GET /organizations/{id}")).toBe(1);
});
