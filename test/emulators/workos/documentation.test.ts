import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WORKOS_OPERATIONS } from "../../../emulators/workos/specification.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const text = readFileSync(new URL("../../../docs/emulators-workos.md", import.meta.url), "utf8");
const operations = [...text.matchAll(/^\| `([A-Z]+ \/(?!_emulator)\S*)` \| (served|501: .+) \|$/gm)].map(
  ([, operation = "", answer = ""]) => ({ operation, answer }),
);
const behaviours = [...text.matchAll(/^\| .+ \| `((?:workos|core)\/\S+\.test\.ts)` \|$/gm)].map(
  ([, file = ""]) => file,
);

test("the table has every operation of the official description, once", () => {
  expect(operations.map(({ operation }) => operation).sort()).toEqual([...WORKOS_OPERATIONS].sort());
});

test("an operation is served, or answers 501, as the table says", async () => {
  const wrong = [];
  for (const { operation, answer } of operations) {
    const [method = "", route = ""] = operation.split(" ");
    const { status, body } = await workos.emulator.as("probe").request(method, route);
    const isServed = status !== 501;
    if (isServed !== (answer === "served")) wrong.push(`${operation}: ${status}`);
    if (!isServed) expect(body.code).toBe("not_emulated");
  }
  expect(wrong).toEqual([]);
});

test("the number of served operations is the one it states", () => {
  const served = operations.filter(({ answer }) => answer === "served").length;
  expect(text).toContain(`${served} of the ${operations.length} operations are served.`);
});

test("every behaviour names a test file that exists", () => {
  expect(behaviours.length).toBeGreaterThan(80);
  for (const file of behaviours)
    expect(existsSync(new URL(`../${file}`, import.meta.url)), `${file} does not exist`).toBe(true);
});

test("every operation of the dashboard that it names is there", async () => {
  const named = [...text.matchAll(/^\| `?(.+) (\/_emulator\/\S+)` \|/gm)].flatMap(([, methods = "", route = ""]) =>
    [...methods.matchAll(/[A-Z]+/g)].map(([method]) => ({ method, route })),
  );
  expect(named.length).toBeGreaterThan(15);
  for (const { method, route } of named) {
    const { body } = await workos.emulator.as("probe").request(method, route, method === "GET" ? undefined : {});
    expect(body?.message ?? "", `${method} ${route}`).not.toMatch(/^Cannot/);
  }
});
