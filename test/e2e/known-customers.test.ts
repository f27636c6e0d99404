import { afterEach, beforeEach, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

/*
 * An estate that was there before Tenantry, whose organizations have no external ids, or others: no customer is made twice.
 */

const tenant = (slug: string, name: string, domain: string): string =>
  `schemaVersion: 1
tenant: ${slug}
name: ${name}
owner: ingrid.dahl@loomline.example
domains: [{ domain: ${domain} }]
members: [{ email: "astrid@${domain}", roles: [member] }]
`;

const UP = ["up", "--skip-preview", "--yes"];

let folder: FleetFolder;
let halden: string;
let kestrel: string;

const dana = () => folder.emulators.workos.as("dana@ourcompany.example");
// biome-ignore lint/suspicious/noExplicitAny: what the vendor answers
const organizations = async (): Promise<any[]> => (await dana().get("/organizations?limit=100")).data;

beforeEach(async () => {
  folder = await createFleetFolder(
    "known-customers",
    {
      "fleet.yaml": (smallFleet["fleet.yaml"] ?? "").replace(/permissions:.*/s, ""),
      "tenants/halden-bank.yaml": tenant("halden-bank", "Halden Bank ASA", "haldenbank.example"),
      "tenants/kestrel.yaml": tenant("kestrel", "Kestrel Ltd", "kestrel.example"),
    },
    { workos: { blank: true } },
  );
  const made = [
    await dana().post("/organizations", { name: "HALDEN BANK ASA" }),
    await dana().post("/organizations", {
      name: "Kestrel & Sons",
      external_id: "crm-4711",
      domain_data: [{ domain: "kestrel.example", state: "verified" }],
    }),
  ];
  [halden = "", kestrel = ""] = made.map(({ id }) => id);
});
afterEach(() => folder?.close());

test("a preview refuses all of them at once, an up makes none, and each is taken over under its own name", async () => {
  const before = await organizations();
  for (const args of [["preview"], UP]) {
    const { code, output } = await folder.pulumi(args);
    expect(code, output).not.toBe(0);
    expect(output).toContain(`externalId "halden-bank" may exist already: ${halden} has its name`);
    expect(output).toContain(`externalId "kestrel" may exist already: ${kestrel} has its domain`);
    expect(output).toContain(`TENANTRY_ADOPT=kestrel=${kestrel}`);
    expect(output).toMatch(/To take over all of these, less what is not yours: run once with TENANTRY_ADOPT=\S+,\S+/);
    expect(folder.writes()).toBe(0);
  }

  const slip = await folder.pulumi(["preview"], { TENANTRY_ADOPT: `halden-bank=${halden},kestrel=org_9` });
  expect(slip.code, slip.output).not.toBe(0);
  expect(slip.output).toContain("TENANTRY_ADOPT has kestrel=org_9, which nothing used");

  const asked = { TENANTRY_ADOPT: `halden-bank=${halden},kestrel=${kestrel}` };
  const preview = await folder.pulumi(["preview"], asked);
  expect(preview.code, preview.output).toBe(0);
  expect(preview.output).toContain(`takes over ${halden}, which exists already`);
  expect(folder.writes()).toBe(0);
  const up = await folder.pulumi(UP, asked);
  expect(up.code, up.output).toBe(0);
  const after = await organizations();
  expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  expect(after.map(({ external_id }) => external_id).sort()).toEqual(["halden-bank", "kestrel"]);
  const again = await folder.pulumi(["preview", "--expect-no-changes"]);
  expect(again.code, again.output).toBe(0);
});
