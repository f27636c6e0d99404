import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials, type Metadata, type ServiceError } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Emulators } from "../../emulators/index.ts";
import type { LoggedRequest } from "../../providers/http/request-log.ts";

const require = createRequire(import.meta.url);
const HOST = require.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");

/** Where a program would be: `import("tenantry/runtime")` is resolved from here. */
const PROGRAM = fileURLToPath(new URL("../../examples/fleet", import.meta.url));

export type Bag = Record<string, unknown>;

/** A call that failed, as the engine sees it. With `id`, the object exists all the same. */
export class CallError extends Error {
  readonly id?: string;
  readonly properties?: Bag;
  readonly reasons?: string[];

  constructor(message: string, created?: { id: string; properties: Bag; reasons: string[] }) {
    super(message);
    Object.assign(this, created);
  }
}

/** Pulumi's own host of dynamic providers in a process of its own, and the calls that the engine makes to it. */
export interface ProviderProcess {
  configure(): Promise<{ acceptsSecrets: boolean }>;
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Bag,
    news: Bag,
  ): Promise<{ changes: number; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(properties: Bag): Promise<{ id: string; properties: Bag }>;
  /** An empty id: it is gone. */
  read(id: string, properties: Bag): Promise<{ id: string; properties: Bag; inputs: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<Bag>;
  delete(id: string, properties: Bag): Promise<void>;
  /** Everything it printed. */
  output(): string;
  /** Every attempt at a request that it logged. */
  requests(): LoggedRequest[];
  /** The engine dies without a word. */
  killEngine(): Promise<void>;
  readonly process: ChildProcess;
  close(): Promise<void>;
}

/** A folder for what outlives a process: what one run wrote down, the next one finds. */
export interface Machine {
  readonly folder: string;
  close(): void;
}

export function createMachine(): Machine {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-contract-"));
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}

let processes = 0;

/** Starts a provider as the engine does: in the program's folder, with the engine's address as its argument. */
export async function startProvider(
  emulators: Emulators,
  machine: Machine,
  environment: NodeJS.ProcessEnv = {},
): Promise<ProviderProcess> {
  const engine = await listen();
  const log = join(machine.folder, `requests-${processes++}.jsonl`);
  const child = spawn(process.execPath, [HOST, `127.0.0.1:${(engine.server.address() as AddressInfo).port}`], {
    cwd: PROGRAM,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      WORKOS_API_KEY: emulators.workos.apiKey,
      WORKOS_BASE_URL: emulators.workos.url,
      OPENAI_ADMIN_KEY: emulators.openai.adminApiKey,
      OPENAI_BASE_URL: emulators.openai.url,
      TENANTRY_STATE_DIR: machine.folder,
      XDG_CACHE_HOME: machine.folder,
      TENANTRY_REQUEST_LOG: log,
      // Much of what these tests look at is gone at once.
      TENANTRY_MAY_VANISH: "100%",
      ...environment,
    },
  });
  let printed = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    printed += `${line}\n`;
  });
  const port = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("close", () => reject(new Error(`the provider did not start: ${printed}`)));
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = <Response>(method: string, request: unknown): Promise<Response> =>
    new Promise((resolve, reject) =>
      client[method](request, (error: ServiceError | null, response: Response) =>
        error ? reject(callError(error)) : resolve(response),
      ),
    );

  return {
    async configure() {
      const request = new provider.ConfigureRequest();
      request.setArgs(toStruct({}));
      return { acceptsSecrets: (await call<provider.ConfigureResponse>("configure", request)).getAcceptsecrets() };
    },
    async check(olds, news) {
      const request = new provider.CheckRequest();
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      const response = await call<provider.CheckResponse>("check", request);
      return {
        inputs: fromStruct(response.getInputs()),
        failures: response
          .getFailuresList()
          .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
      };
    },
    async diff(id, olds, news) {
      const request = new provider.DiffRequest();
      request.setId(id);
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      const response = await call<provider.DiffResponse>("diff", request);
      return {
        changes: response.getChanges(),
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async create(properties) {
      const request = new provider.CreateRequest();
      request.setProperties(toStruct(properties));
      const response = await call<provider.CreateResponse>("create", request);
      return { id: response.getId(), properties: fromStruct(response.getProperties()) };
    },
    async read(id, properties) {
      const request = new provider.ReadRequest();
      request.setId(id);
      request.setProperties(toStruct(properties));
      const response = await call<provider.ReadResponse>("read", request);
      return {
        id: response.getId(),
        properties: fromStruct(response.getProperties()),
        inputs: fromStruct(response.getInputs()),
      };
    },
    async update(id, olds, news) {
      const request = new provider.UpdateRequest();
      request.setId(id);
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      return fromStruct((await call<provider.UpdateResponse>("update", request)).getProperties());
    },
    async delete(id, properties) {
      const request = new provider.DeleteRequest();
      request.setId(id);
      request.setProperties(toStruct(properties));
      await call("delete", request);
    },
    output: () => printed,
    requests: () => readLog(log),
    killEngine: () => engine.close(),
    process: child,
    async close() {
      client.close();
      child.kill();
      await ended;
      await engine.close();
    },
  };
}

/** Whether `value` is marked as Pulumi marks secrets on the wire. */
export const isSecret = (value: unknown): value is { value: unknown } =>
  (value as Bag | undefined)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";

/** Outputs as the engine stores them and hands them back: a provider that takes no secrets gets their values bare. */
export const asStored = (properties: Bag): Bag =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, isSecret(value) ? value.value : value]));

/** A server that stands for the engine: it listens, and that is all the provider asks of it. */
async function listen(): Promise<{ server: Server; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const toStruct = (bag: Bag) => struct.Struct.fromJavaScript(bag as Parameters<typeof struct.Struct.fromJavaScript>[0]);

const fromStruct = (of: { toJavaScript(): object } | undefined): Bag => (of?.toJavaScript() ?? {}) as Bag;

function readLog(file: string): LoggedRequest[] {
  try {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line));
  } catch {
    return []; // Nothing was sent yet.
  }
}

/** The failure that gRPC carries, with the object that exists all the same where the provider says so. */
function callError(error: ServiceError): CallError {
  const details = (error.metadata as Metadata | undefined)?.get("grpc-status-details-bin")[0];
  if (!(details instanceof Buffer)) return new CallError(error.details);
  for (const any of status.Status.deserializeBinary(details).getDetailsList()) {
    const failed = any.unpack(provider.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
    if (failed) {
      const properties = fromStruct(failed.getProperties());
      return new CallError(error.details, { id: failed.getId(), properties, reasons: failed.getReasonsList() });
    }
  }
  return new CallError(error.details);
}
