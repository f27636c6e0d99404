import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

// `npm run build && node bench/emulators.ts`, on Linux: how quick the emulators are and what they hold. Each is the compiled
// command in its own process, and this process sends the requests. Prints figures and has no limits for them.

const COMMAND = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const SECONDS = 5;
const CONNECTIONS = 16;
const WRITES = 100_000;
/** Without a limit Node lets the heap grow before it collects garbage. Only under a limit is the figure what is really in use. */
const HEAP_LIMIT_MB = 400;

interface Target {
  readonly url: string;
  readonly key: string;
}

interface Emulators {
  readonly pid: number;
  readonly workos: Target;
  readonly openai: Target;
  /** From the start of the process until it was ready. */
  readonly startSeconds: number;
  stop(): Promise<void>;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors, ${megabytes(totalmem())}, ` +
    `Node ${process.versions.node}; ${CONNECTIONS} connections\n`,
);
await requestsASecond();
await memoryAndListings();
await memoryUnderWrites();

/** Reads one object repeatedly, compared with a server that only answers. */
async function requestsASecond(): Promise<void> {
  const body = JSON.stringify({ object: "organization", id: "org_1", name: "Acme", metadata: {}, domains: [] });
  const bare = createServer((_, response) => response.setHeader("content-type", "application/json").end(body));
  await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));
  const floor = { url: `http://127.0.0.1:${(bare.address() as AddressInfo).port}`, key: "" };
  print("a server that only answers, in this process", await load(process.pid, floor, "GET", "/"));
  bare.close();
  bare.closeAllConnections();

  const { pid, workos, openai, stop } = await start();
  const [organization] = (await ask(workos, "GET", "/organizations")).data;
  print("WorkOS GET /organizations/{id}", await load(pid, workos, "GET", `/organizations/${organization.id}`));
  print("WorkOS GET /organizations", await load(pid, workos, "GET", "/organizations"));
  const [project] = (await ask(openai, "GET", "/organization/projects")).data;
  const path = `/organization/projects/${project.id}`;
  print("OpenAI GET /organization/projects/{project_id}", await load(pid, openai, "GET", path));
  print("OpenAI GET /organization/projects", await load(pid, openai, "GET", "/organization/projects"));
  print("WorkOS POST /organizations", await load(pid, workos, "POST", "/organizations", { name: "Acme" }));
  print("OpenAI POST /organization/projects", await load(pid, openai, "POST", "/organization/projects", { name: "a" }));
  await stop();
}

/** The made-up estates, and the time of a complete listing per object. */
async function memoryAndListings(): Promise<void> {
  console.log();
  const perItem = new Map<string, number>();
  for (const size of [0, 1000, 10_000]) {
    const { pid, workos, openai, startSeconds, stop } = await start(["--size", String(size)]);
    console.log(`--size ${size}: ready after ${startSeconds.toFixed(1)} s, ${megabytes(residentBytes(pid))}`);
    for (const [title, target, path] of [
      ["WorkOS organizations", workos, "/organizations?limit=100"],
      ["WorkOS users", workos, "/user_management/users?limit=100"],
      ["OpenAI projects", openai, "/organization/projects?limit=100&include_archived=true"],
    ] as const) {
      if (size === 0) continue;
      const { items, microseconds } = await listings(pid, target, path);
      const before = perItem.get(title);
      perItem.set(title, microseconds);
      const ratio = before === undefined ? "" : `, ${(microseconds / before).toFixed(2)} x that of 1,000`;
      console.log(`    all ${items} ${title}: ${microseconds.toFixed(1)} µs of processor time each${ratio}`);
    }
    await stop();
  }
}

/** Many changes of one object: the emulator's request log and events must not grow without bound. */
async function memoryUnderWrites(): Promise<void> {
  console.log(`\nwith a heap of at most ${HEAP_LIMIT_MB} MB:`);
  const { pid, workos, openai, stop } = await start([], [`--max-old-space-size=${HEAP_LIMIT_MB}`]);
  const { id } = await ask(workos, "POST", "/organizations", { name: "Acme" });
  const project = await ask(openai, "POST", "/organization/projects", { name: "acme" });
  console.log(`before any write: ${megabytes(residentBytes(pid))}`);
  for (let round = 1; round <= 4; round++) {
    const began = performance.now();
    await inParallel(WRITES / 2, (n) => ask(workos, "PUT", `/organizations/${id}`, { name: `Acme ${round} ${n}` }));
    await inParallel(WRITES / 2, (n) =>
      ask(openai, "POST", `/organization/projects/${project.id}`, { name: `acme ${round} ${n}` }),
    );
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `after ${round * WRITES} writes: ${megabytes(residentBytes(pid))} (${(WRITES / seconds).toFixed(0)} writes/s)`,
    );
  }
  await stop();
}

async function start(args: readonly string[] = [], nodeOptions: readonly string[] = []): Promise<Emulators> {
  const began = performance.now();
  const command = [...nodeOptions, COMMAND, "emulate", "--json", "--workos-port=0", "--openai-port=0", ...args];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  // Ends the emulator also if this process fails.
  process.once("exit", () => child.kill());
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (bytes) => resolve(String(bytes)));
    child.once("exit", (code) => reject(new Error(`the emulators ended with ${code}`)));
  });
  const { workos, openai } = JSON.parse(line);
  return {
    pid: child.pid ?? 0,
    workos: { url: workos.url, key: workos.apiKey },
    openai: { url: openai.url, key: openai.adminApiKey },
    startSeconds: (performance.now() - began) / 1000,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill();
      }),
  };
}

interface Rate {
  readonly perSecond: number;
  /** Requests per second of CPU time of the server's process. */
  readonly perProcessorSecond: number;
}

async function load(pid: number, target: Target, method: string, path: string, body?: object): Promise<Rate> {
  const during = async (seconds: number): Promise<number> => {
    const until = performance.now() + seconds * 1000;
    let count = 0;
    const connection = async () => {
      for (; performance.now() < until; count++) await ask(target, method, path, body);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return count;
  };
  await during(1);
  const [began, usedBefore] = [performance.now(), processorSeconds(pid)];
  const count = await during(SECONDS);
  const used = processorSeconds(pid) - usedBefore;
  return { perSecond: (count * 1000) / (performance.now() - began), perProcessorSecond: count / used };
}

/**
 * Makes complete listings one after the other until so many objects were listed. Gives the CPU time per object: elapsed
 * time would also measure what else the machine does.
 */
async function listings(pid: number, target: Target, path: string): Promise<{ items: number; microseconds: number }> {
  const enough = 50_000;
  let items = await listing(target, path);
  const before = processorSeconds(pid);
  let listed = 0;
  while (listed < enough) {
    items = await listing(target, path);
    listed += items;
  }
  return { items, microseconds: ((processorSeconds(pid) - before) * 1e6) / listed };
}

async function listing(target: Target, path: string): Promise<number> {
  let items = 0;
  let after: string | null = "";
  while (after !== null) {
    const page = await ask(target, "GET", after === "" ? path : `${path}&after=${after}`);
    items += page.data.length;
    after = page.list_metadata ? page.list_metadata.after : page.has_more ? page.last_id : null;
  }
  return items;
}

async function inParallel(count: number, run: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

// biome-ignore lint/suspicious/noExplicitAny: the vendors' JSON
function ask({ url, key }: Target, method: string, path: string, body?: object): Promise<any> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, ...(sent ? { "content-type": "application/json" } : {}) };
    const asked = request(url + path, { method, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      response.on("end", () => {
        if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      });
    });
    asked.on("error", (error: NodeJS.ErrnoException) => {
      // The server closed an idle connection at the moment it was used again.
      if (asked.reusedSocket && error.code === "ECONNRESET") resolve(ask({ url, key }, method, path, body));
      else reject(error);
    });
    asked.end(sent);
  });
}

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

/** CPU time of all threads, garbage collection included. Linux counts it in hundredths of a second. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function print(title: string, { perSecond, perProcessorSecond }: Rate): void {
  const used = `${perProcessorSecond.toFixed(0)} for each second of its processor time`;
  console.log(`${title.padEnd(48)} ${perSecond.toFixed(0).padStart(6)} requests/s, ${used}`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
