import { expect } from "vitest";
import type { FleetFolder } from "./fleet-folder.ts";

/** So far may a forecast be from what the run then sends, as a share of that. */
const TOLERANCE = 0.2;

type Command = "preview" | "up" | "refresh";

/**
 * Has a run forecast, plays it, and holds the one against the other: requests to each vendor, and writes. The forecast itself sends
 * none.
 * @returns what the forecast said
 */
export async function expectForetold(folder: FleetFolder, command: Command, play: () => Promise<unknown>) {
  const { workos, openai } = folder.emulators;
  const reset = () => [workos, openai].map(({ requests }) => requests.reset());
  reset();
  const { code, output } = await folder.tenantry("forecast", command, "--json");
  expect(code, output).toBe(0);
  expect([workos.requests.total, openai.requests.total]).toEqual([0, 0]);
  const [forecast] = JSON.parse(output);
  reset();
  await play();
  const sent = { workos: workos.requests.total, openai: openai.requests.total, writes: folder.writes() };
  const [ofWorkos, ofOpenai] = forecast.vendors.map(({ requests }: { requests: number }) => requests);
  const said = { workos: ofWorkos, openai: ofOpenai, writes: forecast.writes };
  for (const what of ["workos", "openai", "writes"] as const)
    expect(
      Math.abs(said[what] - sent[what]),
      `${command}, ${what}: said ${JSON.stringify(said)}, sent ${JSON.stringify(sent)}`,
    ).toBeLessThanOrEqual(TOLERANCE * sent[what]);
  return forecast;
}
