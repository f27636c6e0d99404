import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EngineWatch } from "../../../providers/host/engine-watch.ts";

let engine: Server;
let address: string;

beforeEach(async () => {
  engine = createServer();
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
});
afterEach(() => {
  engine.close();
});

test("an engine that listens is alive, however often it is asked", async () => {
  const watch = new EngineWatch(address);
  for (let time = 0; time < 5; time++) await watch.mustBeAlive();
});

test("one that does not is gone, and nothing is written any more", async () => {
  const watch = new EngineWatch(address);
  await watch.mustBeAlive();
  await new Promise((resolve) => engine.close(resolve));
  await expect(watch.mustBeAlive()).rejects.toThrow("the Pulumi engine is gone, so nothing more is written");
});

test.each([undefined, "", "--help", "preview", "nowhere:port"])(
  "%j is no address, so there is nothing to watch",
  async (no) => {
    await new EngineWatch(no).mustBeAlive();
  },
);
