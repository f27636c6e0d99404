import { describe, expect, test } from "vitest";
import { tenantRegionResidency as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

const regions = "residencyByRegion: { us: [US_STORAGE_PROCESSING], eu: [GB_STORAGE, EU_STORAGE_PROCESSING] }\n";
const residency = (word: string) => `openai: { project: { residency: ${word} } }\n`;

describe(rule.name, () => {
  test("one of the region's passes", async () => {
    expect(await judged(rule, residency("GB_STORAGE"), "", regions)).toEqual(passes);
  });

  test("one of another region is refused", async () => {
    expect(await judged(rule, residency("US_STORAGE_PROCESSING"), "", regions)).toEqual({
      violations: [
        "[mandatory] tenant-region-residency: acme declares residency US_STORAGE_PROCESSING, and residencyByRegion has EU_STORAGE_PROCESSING or GB_STORAGE for eu: set openai.project.residency to that in tenants/acme.yaml.",
      ],
      notApplicable: [],
    });
  });

  test.each([
    ["of regions nothing is said", residency("US_STORAGE_PROCESSING"), "", "fleet.yaml has no residencyByRegion"],
    ["there is no project", "", regions, "the tenant has no project at OpenAI"],
    ["the project says nothing", "openai: { project: {} }\n", regions, "the file declares no residency"],
  ])("is not applicable where %s", async (_, file, fleet, reason) => {
    expect((await judged(rule, file, "", fleet)).notApplicable).toEqual([`tenant-region-residency: ${reason}`]);
  });
});
