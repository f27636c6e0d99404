import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

/*
 * A key has leaked: whatever one types to get another one, there is another one afterwards, the old one goes as it was
 * declared to go, and state holds the value of the new one.
 */

const TENANT = "tenants/halden-bank.yaml";
const files = {
  ...smallFleet,
  [TENANT]: `${smallFleet[TENANT]}apiKeys:
  - { name: ingest, permissions: ["pipelines:run"], rotation: { epoch: a, overlap: 24h } }
  - { name: export }
applications:
  - { name: Portal, type: m2m, secrets: [{ name: main }] }
`,
  "index.js": `import { Fleet } from "tenantry";

const fleet = new Fleet("fleet", { directory: import.meta.dirname });
const { keys, apiKeys, clientSecrets } = fleet.tenants.get("halden-bank");

export { keys, apiKeys, clientSecrets };
`,
};

interface Key {
  readonly urn: string;
  readonly id: string;
  readonly value: string;
}

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("rotate", files, { workos: { blank: true } });
  await succeed(["up", "--skip-preview", "--yes"]);
});
afterAll(() => folder?.close());

async function succeed(args: readonly string[]): Promise<string> {
  const { code, output } = await folder.pulumi(args);
  expect(code, `pulumi ${args.join(" ")}: ${output}`).toBe(0);
  return output;
}

/** The keys in state, by the ends of their names. */
async function stored(): Promise<Record<"main" | "ingest" | "export" | "secret", Key>> {
  const { deployment } = JSON.parse(await succeed(["stack", "export", "--show-secrets"]));
  const key = (name: string): Key => {
    const [found, ...others] = deployment.resources.filter(({ urn }: Key) => urn.endsWith(`::halden-bank/${name}`));
    expect(others).toEqual([]);
    const { value, secret } = found.outputs;
    return { urn: found.urn, id: found.id, value: JSON.parse((value ?? secret).plaintext) };
  };
  return {
    main: key("openai-service-account-key/pipeline-runner/main"),
    ingest: key("workos-organization-api-key/ingest/a"),
    export: key("workos-organization-api-key/export"),
    secret: key("workos-application-client-secret/Portal/main"),
  };
}

type Row = { readonly id: string; readonly value: string; readonly expires_at: string | number | null };

/** Every key at the vendors, by its value. */
async function held(): Promise<Map<string, Row>> {
  const dump = async <Rows>(origin: string) => (await (await fetch(`${origin}/_emulator/dump`)).json()) as Rows;
  type Secret = Row & { readonly secret: string };
  const workos = await dump<{ apiKeys: Row[]; clientSecrets: Secret[] }>(folder.emulators.workos.origin);
  const openai = await dump<{ api_keys: Row[] }>(folder.emulators.openai.origin);
  const secrets = workos.clientSecrets.map((row) => ({ ...row, value: row.secret }));
  return new Map([...workos.apiKeys, ...secrets, ...openai.api_keys].map((row) => [row.value, row]));
}

/** The customers' programs use them all. */
async function useAll(): Promise<void> {
  const { main, ingest, export: exported } = await stored();
  const dana = folder.emulators.workos.as("dana@loomline.example");
  for (const { value } of [ingest, exported]) await dana.post("/api_keys/validations", { value });
  const used = await fetch(`${folder.emulators.openai.origin}/_emulator/api_keys/${main.id}/use`, { method: "POST" });
  expect(used.status).toBe(200);
}

async function mustBeRotated(old: Key, now: Key, ends: "at once" | "in a day"): Promise<void> {
  expect(now.urn).toBe(old.urn);
  expect(now.id).not.toBe(old.id);
  const keys = await held();
  expect(keys.get(now.value)).toMatchObject({ id: now.id });
  const before = keys.get(old.value);
  if (ends === "at once") expect(before).toBeUndefined();
  else expect(Date.parse(String(before?.expires_at)) - Date.now()).toBeGreaterThan(23 * 3_600_000);
}

describe("a key in use that has to go", () => {
  test("up --replace makes another one and ends the old one as declared; its neighbours stay", async () => {
    await useAll();
    const old = await stored();
    const named = [old.main, old.ingest, old.secret].flatMap(({ urn }) => ["--replace", urn]);
    await succeed(["up", "--skip-preview", "--yes", ...named]);
    const now = await stored();
    await mustBeRotated(old.main, now.main, "at once");
    await mustBeRotated(old.ingest, now.ingest, "in a day");
    await mustBeRotated(old.secret, now.secret, "at once");
    expect(now.export).toEqual(old.export);
    expect(await held()).toSatisfy((keys: Map<string, Row>) => keys.has(old.export.value));
    await succeed(["preview", "--expect-no-changes"]);
  });

  test("state taint does the same with the next up, refreshed or not", async () => {
    for (const refresh of [[], ["--refresh"]]) {
      await useAll();
      const old = await stored();
      await succeed(["state", "taint", "--yes", old.main.urn]);
      await succeed(["state", "taint", "--yes", old.ingest.urn]);
      await succeed(["up", "--skip-preview", "--yes", ...refresh]);
      const now = await stored();
      await mustBeRotated(old.main, now.main, "at once");
      await mustBeRotated(old.ingest, now.ingest, "in a day");
      expect(now.secret).toEqual(old.secret);
    }
    await succeed(["refresh", "--skip-preview", "--expect-no-changes", "--yes"]);
  });

  test("an up --replace whose creation fails leaves the old key and its value", async () => {
    const old = await stored();
    const route = "/organizations/{organizationId}/api_keys";
    const refused = folder.emulators.workos.faults.add({ method: "POST", route, kind: "answer", status: 403 });
    const { code } = await folder.pulumi(["up", "--skip-preview", "--yes", "--replace", old.ingest.urn]);
    refused.remove();
    expect(code).not.toBe(0);
    expect(await stored()).toEqual(old);
    expect((await held()).get(old.ingest.value)).toMatchObject({ id: old.ingest.id, expires_at: null });
  });
});

describe("tenantry rotate", () => {
  test("rotates the key that is named, and tells the program's outputs; what else a file says waits for an up", async () => {
    const old = await stored();
    folder.write(TENANT, `${files[TENANT]}  - { name: later, type: m2m }\n`);
    const { code, output } = await folder.tenantry(
      "rotate",
      "halden-bank",
      "pipeline-runner/main",
      "--yes",
      "--stack",
      "test",
    );
    folder.write(TENANT, files[TENANT] ?? "");
    expect(code, output).toBe(0);
    const now = await stored();
    await mustBeRotated(old.main, now.main, "at once");
    expect({ ...now, main: old.main }).toEqual(old);
    const keys = JSON.parse(await succeed(["stack", "output", "keys", "--show-secrets", "--json"]));
    expect(keys).toEqual({ "pipeline-runner/main": now.main.value });
    for (const { value } of [old.main, ...Object.values(now)]) expect(output).not.toContain(value);
    await succeed(["preview", "--expect-no-changes"]);
  });

  test("of what is not there says what is, and changes nothing", async () => {
    const old = await stored();
    const { code, output } = await folder.tenantry("rotate", "halden-bank", "ingets", "--yes");
    expect(code).toBe(1);
    expect(output).toBe(
      "halden-bank has no key ingets in the stack, which has Portal/main, export, ingest/a, pipeline-runner/main.\n",
    );
    expect(await stored()).toEqual(old);
  });
});
