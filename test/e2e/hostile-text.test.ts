import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { User } from "../../providers/workos/index.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";
import { createTestStack } from "../harness/stack.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const UP = ["up", "--skip-preview", "--yes"];
const TENANT = "tenants/halden-bank.yaml";
const SECRET = 'cAnArY/0123 "quoted" & more';
const FORMS = [
  SECRET,
  JSON.stringify(SECRET).slice(1, -1),
  encodeURIComponent(SECRET),
  new URLSearchParams({ "": SECRET }).toString().slice(1),
  Buffer.from(SECRET).toString("base64"),
];

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("hostile-text", smallFleet);
  folder.write("fleet.yaml", `${smallFleet["fleet.yaml"]}secrets: { environment: [HALDEN_DB_PASSWORD] }\n`);
  folder.write(TENANT, `${smallFleet[TENANT]}vault: [{ name: db, value: "\${env:HALDEN_DB_PASSWORD}" }]\n`);
});
afterAll(() => folder?.close());

/** The engine's own lines have no harm in them either, but for the blanks that it puts before ours. */
const harmIn = (output: string): string[] => output.split("\n").flatMap(harm);

test("a refusal that quotes the secret, and is written for whoever reads the log, is printed without it and as text", async () => {
  const { workos } = folder.emulators;
  const message = `${FORMS.join(", ")} is no value. ${hostileText}`;
  const fault = { method: "POST", route: "/vault/v1/kv", kind: "answer", status: 422, times: Infinity } as const;
  workos.faults.add({ ...fault, body: { code: hostileText, message }, headers: { "x-request-id": FORMS[2] ?? "" } });
  const { code, output } = await folder.pulumi(UP, { HALDEN_DB_PASSWORD: SECRET });
  workos.faults.clear();
  expect(code, output).not.toBe(0);
  expect(output).toContain("[redacted], [redacted], [redacted], [redacted], [redacted] is no value. x\\u001b[2J");
  for (const form of [...FORMS, "cAnArY"]) expect(output).not.toContain(form);
  expect(harmIn(output)).toEqual([]);
  expect((await folder.pulumi(UP, { HALDEN_DB_PASSWORD: SECRET })).code).toBe(0);
});

test("who changed something, and what it is called now, is text", async () => {
  const mallory = folder.emulators.workos.as(`mallory${hostileText}`);
  const { id } = await mallory.get("/organizations/external_id/halden-bank");
  await mallory.put(`/organizations/${id}`, { name: "Halden\u001b[31m\u202e\n::error::pwned" });
  const { code, output } = await folder.pulumi(["preview", "--refresh", "--diff"], { HALDEN_DB_PASSWORD: SECRET });
  expect(code, output).toBe(0);
  expect(output).toContain("name changed outside this stack by mallory");
  expect(output).toContain("+ Halden\\u001b[31m\\u202e");
  expect(harmIn(output)).toEqual([]);
  // What is in state to be seen there is not what is at the vendor, and is put right all the same.
  expect((await folder.pulumi([...UP, "--refresh"], { HALDEN_DB_PASSWORD: SECRET })).code).toBe(0);
  expect(await mallory.get(`/organizations/${id}`)).toMatchObject({ name: "Halden Bank ASA" });
});

test("an input that is refused is named and not shown: not a secret one, and none that gives orders", async () => {
  const stack = await createTestStack("refused-inputs", async () => {
    const password = pulumi.secret("cAnArY".repeat(200));
    new User("ana", {
      email: "ana@acme.example",
      password,
      firstName: hostileText.repeat(20),
      externalId: "a\n::error::b",
    });
  });
  const { failures, error } = await stack.attempt("up");
  await stack.close();
  const said = failures.map(({ message }) => message).join();
  for (const field of ["password", "firstName", "externalId"]) expect(said).toContain(`has a problem: ${field}: `);
  for (const { message } of failures) expect(message.trimEnd().split("\n").flatMap(harm)).toEqual([]);
  expect(`${JSON.stringify(failures)} ${error}`).not.toMatch(/cAnArY|::error/);
});
