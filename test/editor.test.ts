import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type Position,
  PublishDiagnosticsNotification,
} from "vscode-languageserver-protocol/node";
import { loadFleet } from "../fleet/index.ts";

/**
 * What an editor shows for the files of a fleet: the examples as somebody copied them, beside the package as npm installs it,
 * asked of the server behind VS Code's, Neovim's and other editors' YAML.
 */

const root = fileURLToPath(new URL("../", import.meta.url));
const examples = ["fleet", "portfolio", "secrets"];

let folder: string;
let server: ChildProcess;
let connection: ReturnType<typeof createProtocolConnection>;
const reported = new Map<string, (diagnostics: Diagnostic[]) => void>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-editor-"));
  for (const example of examples) {
    cpSync(join(root, "examples", example), join(folder, example), { recursive: true });
    mkdirSync(join(folder, example, "node_modules"), { recursive: true });
    symlinkSync(root, join(folder, example, "node_modules/tenantry"), "junction");
  }
  const program = join(root, "node_modules/yaml-language-server/bin/yaml-language-server");
  const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  server = child;
  connection = createProtocolConnection(child.stdout, child.stdin);
  // Without schemas from the network.
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => (section === "yaml" ? { schemaStore: { enable: false } } : null)),
  );
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) =>
    reported.get(uri)?.(diagnostics),
  );
  connection.listen();
  const rootUri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri, capabilities: {} });
  await connection.sendNotification(InitializedNotification.type, {});
});
afterAll(() => {
  connection.dispose();
  server.kill();
  rmSync(folder, { recursive: true });
});

const read = (file: string): string => readFileSync(join(folder, file), "utf8");

/** Opens a file in the editor and waits for what is wrong with it: as `line: message`, by the lines that an editor shows. */
async function open(file: string, text = read(file), version = 1): Promise<string[]> {
  const uri = uriOf(file);
  const report = new Promise<Diagnostic[]>((resolve) => reported.set(uri, resolve));
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "yaml", version, text },
  });
  return (await report).map(({ range, message }) => `${range.start.line + 1}: ${message}`).sort();
}

const uriOf = (file: string): string => pathToFileURL(join(folder, file)).href;

/** What the editor offers at the end of a line, and what it says of the word at the line's beginning. */
const offered = async (file: string, line: string, text: string): Promise<string[]> => {
  const offers = await offersAt(file, { line: text.split("\n").indexOf(line), character: line.length });
  return offers.map(({ label }) => label);
};
const offersAt = async (file: string, position: Position): Promise<CompletionItem[]> => {
  const found: CompletionItem[] | CompletionList | null = await connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri: uriOf(file) },
    position,
  });
  return Array.isArray(found) ? found : (found?.items ?? []);
};
const said = async (file: string, line: string, text: string): Promise<string> => {
  const position = { line: text.split("\n").indexOf(line), character: line.search(/\w/) };
  const hover: Hover | null = await connection.sendRequest(HoverRequest.type, {
    textDocument: { uri: uriOf(file) },
    position,
  });
  return JSON.stringify(hover?.contents ?? "");
};

const header = (file: string): string => read(file).split("\n")[0] ?? "";

test("nothing is wrong with the examples, whose first lines lead to the schemas", async () => {
  const files = globSync("*/{fleet.yaml,tenants/*.yaml}", { cwd: folder });
  expect(files).toHaveLength(28);
  for (const file of files) {
    expect(await open(file), file).toEqual([]);
    expect(await said(file, "schemaVersion: 1", read(file)), file).toContain(
      "the only version that this release reads",
    );
  }
});

test("a tenant can be written with what the editor offers, explains and marks", async () => {
  const file = "fleet/tenants/acme.yaml";
  const text = `${header("fleet/tenants/halden-bank.yaml")}
schemaVersion: 1
tenant: acme
name: Acme
domians: []
webhooks: []
mfa:
  gracePeriodDays: 100
  policy: 
openai:
  project:
    residency: EU_STORAGE_PROCESSING
    
`;
  expect(await open(file, text)).toEqual([
    "5: Property domians is not allowed.",
    "6: Matches a schema that is not allowed.",
    "8: Value is above the maximum of 90.",
    '9: Incorrect type. Expected "string".',
    '9: Value is not accepted. Valid values: "DISABLED", "OPTIONAL", "ENCOURAGED", "REQUIRED".',
  ]);
  expect(await said(file, "webhooks: []", text)).toContain("belongs in fleet.yaml");
  expect(await offered(file, "  policy: ", text)).toEqual(["DISABLED", "OPTIONAL", "ENCOURAGED", "REQUIRED"]);
  const inProject = await offered(file, "    ", text);
  expect(inProject).toEqual(expect.arrayContaining(["serviceAccounts", "spendLimit"]));
  expect(inProject).not.toContain("residency");
  expect(await said(file, "tenant: acme", text)).toContain("The tenant's key for ever");
  expect(await said(file, "    residency: EU_STORAGE_PROCESSING", text)).toContain("Where a project's data is stored");
});

test("and so can fleet.yaml", async () => {
  const file = "fleet/other.yaml";
  const text = `${header("fleet/fleet.yaml")}
schemaVersion: 1
environment: { name: production, mode: lvie, region: eu }
plans:
  starter:
    defaults:
      members: []
      
`;
  expect(await open(file, text)).toEqual([
    '3: Value is not accepted. Valid values: "live", "test".',
    "7: Matches a schema that is not allowed.",
  ]);
  const offers = await offered(file, "      ", text);
  expect(offers).toEqual(expect.arrayContaining(["mfa", "openai", "roles"]));
  expect(offers.filter((field) => ["members", "webhooks", "tenant"].includes(field))).toEqual([]);
  expect(await said(file, "plans:", text)).toContain("can be, by name");
});

/**
 * Somebody at an empty file, who accepts what the editor offers where the text ends, and types values alone. `${1}` in an offer is
 * where the editor puts the cursor first.
 */
async function written(file: string, steps: readonly (readonly string[] | string)[]): Promise<string> {
  let text = `${header("fleet/tenants/halden-bank.yaml")}\n`;
  for (const [at, step] of steps.entries()) {
    if (typeof step === "string") text += step;
    else {
      const [label = "", ...values] = step;
      await open(file, text, at + 1);
      const lines = text.split("\n");
      const offers = await offersAt(file, { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 });
      const offer = offers.find((one) => one.label === label);
      expect(offer, `${label} after ${text} among ${offers.map((one) => one.label).join(", ")}`).toBeDefined();
      const indent = lines.at(-1)?.match(/^ */)?.[0] ?? "";
      const inserted = (offer?.textEdit?.newText ?? "").replaceAll("\n", `\n${indent}`); // As editors do.
      text += inserted.replace(/\$\{?(\d)(?::[^}]*)?\}?/g, (_, place) => values[Number(place) - 1] ?? "");
    }
  }
  return text;
}

test("a tenant can be added with the editor's offers alone, and passes every check", async () => {
  const file = "fleet/tenants/orchard.yaml";
  const text = await written(file, [
    ["object", "orchard", "Orchard Foods"],
    ...["\n", ["plan"], "business"],
    ...["\n", ["owner"], "ana@ours.example"],
    ...["\n", ["domains"], "orchard.example"],
    ...["\n", ["mfa"], ["policy"], ["REQUIRED"], "\n  ", ["effectiveFrom"], "2026-12-01"],
    ...["\n", ["roles", "org-buyer", "Buyer"]],
    ...["\n", ["members"], "bo@orchard.example", "\n    ", ["roles"], "org-buyer"],
    ...["\n", ["openai"], ["project"], ["serviceAccounts"], "runner"],
  ]);
  expect(await open(file, text, 100)).toEqual([]);
  const own = join(folder, "own");
  cpSync(join(folder, "fleet/fleet.yaml"), join(own, "fleet.yaml"));
  mkdirSync(join(own, "tenants"));
  writeFileSync(join(own, "tenants/orchard.yaml"), text);
  expect(loadFleet(own).tenants).toMatchObject([
    {
      tenant: "orchard",
      plan: "business",
      mfa: { policy: "REQUIRED" },
      openai: { project: { serviceAccounts: [{ name: "runner" }] } },
    },
  ]);
});
