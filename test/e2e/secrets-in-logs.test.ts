import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secretInputsOf, secretOutputsOf, tokens } from "../resources/definition.ts";
import { resources } from "../resources/found.ts";
import { Home } from "../resources/home.ts";
import { createFleetFolder, type Ending, type FleetFolder } from "./fleet-folder.ts";

/*
 * No secret is printed or left behind in clear: one of every resource that has secrets, a canary in each, through the
 * commands and the modes of display and logging that README.md names. What `-v=9` and Pulumi's gRPC log print is Pulumi's.
 */

const PROGRAM = `import * as openai from "tenantry/openai";
import * as workos from "tenantry/workos";

const { declared, read } = JSON.parse(process.env.DECLARED);
const made = declared.map(({ token, name, inputs }) => {
  const [vendor, type] = token.split(":");
  return [name, new { openai, workos }[vendor][type](name, inputs)];
});
made.push(["read", workos.WebhookEndpoint.get("read", read)]);

export const values = Object.fromEntries(
  made.map(([name, { value, secret, clientSecret, signingSecret }]) => [name, { value, secret, clientSecret, signingSecret }]),
);
`;

interface Declared {
  readonly token: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Differs in every encoding, and is long enough to be nobody else's. */
const canary = (of: string): string => `cAnArY of ${of}: "ü" <&> \\ 100%/+?`;

const fieldsOf = (token: string): string[] => [...secretInputsOf(token), ...secretOutputsOf(token)];
const secretive = resources.filter(({ token }) => fieldsOf(token).length > 0);

let folder: FleetFolder;
let homes: readonly Home[];
let othersWebhook: { id: string; secret: string };
/** By what was run. */
const printed = new Map<string, string>();
/** Values in state, by whose they are, e.g. `openai:ServiceAccountKey.value`. */
const values = new Map<string, Set<string>>();

beforeAll(async () => {
  folder = await createFleetFolder("secrets", { "index.js": PROGRAM }, { engineLog: true });
  homes = await Promise.all(secretive.map((each) => Home.make(each, folder.emulators, `${each.word}-secrets`)));
  const dana = folder.emulators.workos.as("dana@ourcompany.example");
  othersWebhook = await dana.post("/webhook_endpoints", {
    endpoint_url: "https://others.example/events",
    events: ["user.created"],
  });
});
afterAll(() => folder?.close());

test("created, with one that exists at its vendor but could not be finished", async () => {
  const half = folder.emulators.workos.faults.add({
    method: "PATCH",
    route: "/webhook_endpoints/{id}",
    kind: "answer",
    status: 422,
  });
  const log = join(folder.path, "created.jsonl");
  const up = ["up", "--yes", "--skip-preview", "--continue-on-error", "--diff", "--debug", "--event-log", log];
  const { code, output } = await run(up, "declared");
  expect([code, half.hits], output).toEqual([expect.any(Number), 1]);
  half.remove();
  // What the SDK logs is in there.
  expect(output).toContain("RegisterResource RPC finished");
  expect(readFileSync(log, "utf8")).toContain("ReadResource RPC finished");
  await remember();
});

test("changed", async () => {
  await runs([
    "preview",
    "--policy-pack",
    fileURLToPath(new URL("../../policies", import.meta.url)),
    "--json",
    "--debug",
  ]);
  const log = join(folder.path, "changed.jsonl");
  await runs(["up", "--refresh", "--yes", "--skip-preview", "--json", "--debug", "--event-log", log]);
  await remember();
});

test("looked at", async () => {
  await runs(["refresh", "--yes", "--diff", "--debug"]);
  for (const command of [["stack"], ["stack", "output", "--json"], ["stack", "export"]]) await runs(command);
});

test("removed", () => runs(["destroy", "--yes", "--skip-preview", "--json", "--debug"]));

test("every secret of every resource was there", () => {
  const all = tokens.flatMap((token) => fieldsOf(token).map((field) => `${token}.${field}`));
  expect(all.length).toBeGreaterThan(8);
  expect([...values.keys()].sort()).toEqual(all.sort());
});

test("and none of them is in what was printed, or in a file that was left behind", () => {
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const left of ["/.proofs/", "/requests.jsonl", "/created.jsonl", "/.pulumi/stacks/", "/.home/logs/"])
    expect(files).toContainEqual(expect.stringContaining(left));
  const texts = [...printed, ...files.map((file): [string, string] => [file, textOf(file)])];

  const { workos, openai } = folder.emulators;
  const secrets = new Map([
    ...[...values].flatMap(([whose, each]) => [...each].map((value): [string, string] => [value, whose])),
    [othersWebhook.secret, "what was read only"],
    [workos.apiKey, "WORKOS_API_KEY"],
    [openai.adminApiKey, "OPENAI_ADMIN_KEY"],
  ]);
  const found = texts.flatMap(([where, text]) =>
    [...secrets].flatMap(([value, whose]) => formsIn(text, value).map((form) => `${where}: ${whose}, ${form}`)),
  );
  expect(found).toEqual([]);
});

describe("what this search finds", () => {
  const value = canary("this test");
  test.each([
    ["plain", value],
    ["URL", encodeURIComponent(value)],
    ["form", new URLSearchParams({ value }).toString()],
    ["JSON", JSON.stringify({ value })],
    ["JSON in JSON", JSON.stringify({ text: JSON.stringify({ value }) })],
    [
      "JSON of Go",
      JSON.stringify({ value }).replaceAll("<", "\\u003c").replaceAll("&", "\\u0026").replaceAll(">", "\\u003e"),
    ],
    ["base64", Buffer.from(value).toString("base64")],
    ["base64", Buffer.from(`Basic: ${value}!`).toString("base64")],
    ["base64", Buffer.from(`a:${value}b`).toString("base64url")],
  ])("%s", (form, text) => expect(formsIn(text, value)).toContain(form));

  test("nothing where nothing is", () =>
    expect(formsIn(JSON.stringify({ value: canary("another") }), value)).toEqual([]));
});

/** Runs it with everything changed that can be, and expects it to end well. */
async function runs(args: readonly string[]): Promise<void> {
  const { code, output } = await run(args, "changed");
  expect(code, output).toBe(0);
}

/** Runs it, and keeps what it prints. */
async function run(args: readonly string[], how: "declared" | "changed"): Promise<Ending> {
  const ending = await folder.pulumi(args, {
    HOME: folder.path,
    TENANTRY_SDK_DEBUG: "true",
    PULUMI_DEBUG_COMMANDS: "true", // Has --event-log, as the Automation API runs it.
    TMPDIR: folder.path,
    TENANTRY_REQUEST_LOG: join(folder.path, "requests.jsonl"),
    DECLARED: JSON.stringify({ declared: declare(how), read: othersWebhook.id }),
  });
  printed.set(args.join(" "), ending.output);
  return ending;
}

function declare(how: "declared" | "changed"): Declared[] {
  const planted = homes.map((home): Declared => {
    const { token, word: name } = home.resource;
    const inputs = home[how]();
    const secrets = [...secretInputsOf(token)].filter((field) => field in inputs);
    return {
      token,
      name,
      inputs: { ...inputs, ...Object.fromEntries(secrets.map((field) => [field, canary(`${how} ${name}.${field}`)])) },
    };
  });
  const passwordHash = `$2b$10$${how.padEnd(53, "./cAnArY")}`;
  const migrated = { email: "migrated@secrets.example", passwordHash, passwordHashType: "bcrypt" };
  return [...planted, { token: "workos:User", name: "migrated", inputs: migrated }];
}

/** Takes the secrets out of state. What is printed for that is meant to have them. */
async function remember(): Promise<void> {
  const { code, output } = await folder.pulumi(["stack", "export", "--show-secrets"]);
  expect(code, output).toBe(0);
  for (const { type, inputs, outputs } of JSON.parse(output).deployment.resources) {
    for (const [field, value] of Object.entries({ ...inputs, ...outputs })) {
      const { plaintext } = (value ?? {}) as { plaintext?: string };
      if (plaintext === undefined || !type.startsWith("pulumi-nodejs:dynamic/")) continue;
      const whose = `${type.slice("pulumi-nodejs:dynamic/".length)}.${field}`;
      values.set(whose, (values.get(whose) ?? new Set()).add(JSON.parse(plaintext)));
    }
  }
}

/** What a file says; the engine compresses its own log, and encrypts it as soon as it knows the stack. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isCompressed ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes).toString("utf8");
}

/** The forms in which a text holds a value; of forms that are the same, the first. */
function formsIn(text: string, value: string): string[] {
  const json = (of: string) => JSON.stringify(of).slice(1, -1);
  const go = json(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const forms: [string, string][] = [
    ["plain", value],
    ["URL", encodeURIComponent(value)],
    ["form", new URLSearchParams({ value }).toString().slice("value=".length)],
    ["JSON", json(value)],
    ["JSON in JSON", json(json(value))],
    ["JSON of Go", go],
    ["JSON of Go in JSON", json(go)],
    ...[0, 1, 2].map((before): [string, string] => ["base64", insideBase64(value, before)]),
    ...[0, 1, 2].map((before): [string, string] => ["base64", toUrlSafe(insideBase64(value, before))]),
  ];
  const named = new Map(forms.toReversed().map(([name, form]) => [form, name]));
  return [...new Set([...named].filter(([form]) => text.includes(form)).map(([, name]) => name))];
}

/** What base64 makes of a value that so many bytes stand before: the signs that neither they nor later bytes decide. */
function insideBase64(value: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
  return bytes.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

const toUrlSafe = (base64: string): string => base64.replaceAll("+", "-").replaceAll("/", "_");
