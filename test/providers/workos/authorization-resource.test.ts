import { describe, expect, test } from "vitest";
import { AuthorizationResource } from "../../../providers/workos/authorization-resource.ts";
import { useRuns } from "./runs.ts";

describe("a resource", () => {
  const { run, dana } = useRuns(AuthorizationResource);

  test("is imported by its organization and its id, and not under another organization", async () => {
    const { id: organizationId } = await dana().post("/organizations", { name: "Acme" });
    const { id: elsewhere } = await dana().post("/organizations", { name: "Borealis" });
    const declared = { organizationId, resourceTypeSlug: "workspace", externalId: "w", name: "W" };
    const { id } = await run().up(declared);
    const { inputs } = await run().read(`${organizationId}/${id}`, {});
    expect(inputs).toEqual({ ...declared, __account: expect.any(String) });
    await expect(run().read(`${elsewhere}/${id}`, {})).rejects.toThrow("there is no");
  });
});
