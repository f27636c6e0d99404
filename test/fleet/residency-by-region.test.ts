import { expect, test } from "vitest";
import { declared, fleetProblems, fleetYaml } from "./sources.ts";

const complaints = (regions: string) => fleetProblems(`${fleetYaml}residencyByRegion: ${regions}\n`);

test("the region of the environment is shown to policies, with what may be in it", () => {
  const regions = "residencyByRegion: { us: [GLOBAL], eu: [GB_STORAGE, EU_STORAGE_PROCESSING, GB_STORAGE] }\n";
  expect(declared("", fleetYaml + regions).inputs.region).toEqual({
    name: "eu",
    residencies: ["EU_STORAGE_PROCESSING", "GB_STORAGE"],
  });
  expect(declared("").inputs.region).toEqual({ name: "eu" });
});

test.each([
  [
    "{ europe: [EU_STORAGE_PROCESSING] }",
    '8:20: residencyByRegion: has no "eu", which environment.region says this stack is in: add it',
  ],
  [
    "{ EU: [GLOBAL] }",
    '8:20: residencyByRegion: has no "eu", which environment.region says this stack is in: is "EU" meant?',
  ],
  ["{ eu: [] }", "8:26: residencyByRegion.eu: must name one"],
  [
    "{ eu: [EU_STORAGE_PROCESING] }",
    '8:27: residencyByRegion.eu[0]: "EU_STORAGE_PROCESING" is not known, did you mean EU_STORAGE_PROCESSING?',
  ],
  ["[eu]", "8:20: residencyByRegion: expected a map, found a list"],
])("%s is refused", (regions, message) => {
  expect(complaints(regions)).toEqual([message]);
});
