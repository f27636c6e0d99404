import { describe, expect, test } from "vitest";
import { OrganizationDataRetention } from "../../../providers/openai/organization-data-retention.ts";
import { ProjectDataRetention } from "../../../providers/openai/project-data-retention.ts";
import { project } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

describe("of a project", () => {
  const { run, dana } = useRuns(ProjectDataRetention);
  const acme = async (was: string) => {
    const home = await project(dana(), "acme");
    const path = `/organization/projects/${home.projectId}/data_retention`;
    await dana().post(path, { retention_type: was });
    return { home, path };
  };

  test("that somebody decided before is left to the organization in the end, and people are told what it was", async () => {
    const { home, path } = await acme("none");
    const state = await run().up({ ...home, type: "zero_data_retention" });
    const remover = run();
    await remover.remove(state);
    expect(await dana().get(path)).toMatchObject({ type: "organization_default" });
    expect(remover.said).toEqual([
      expect.stringContaining(
        'is {"type":"organization_default"} from now on, as where nobody decides: before this stack it was {"type":"none"}',
      ),
    ]);
  });

  test("that somebody made stricter since stays so", async () => {
    const { home, path } = await acme("organization_default");
    const state = await run().up({ ...home, type: "none" });
    await dana().post(path, { retention_type: "enhanced_zero_data_retention" });
    const remover = run();
    await remover.remove(state);
    expect(await dana().get(path)).toMatchObject({ type: "enhanced_zero_data_retention" });
    expect(remover.said).toEqual([expect.stringContaining("as somebody else made it")]);
  });
});

describe("of the organization", () => {
  const { run, dana, writes } = useRuns(OrganizationDataRetention);
  const PATH = "/organization/data_retention";

  test("goes back to what it was, which nobody else keeps", async () => {
    await dana().post(PATH, { retention_type: "enhanced_modified_abuse_monitoring" });
    const state = await run().up({ type: "zero_data_retention" });
    expect(state.outs.before).toEqual({ type: "enhanced_modified_abuse_monitoring" });
    await run().remove(state);
    expect(await dana().get(PATH)).toMatchObject({ type: "enhanced_modified_abuse_monitoring" });
  });

  test.each(["organization_default", "none"])("cannot be %s, which only a project can", async (type) => {
    const attempt = () => expect(run().up({ type })).rejects.toThrow("type");
    expect(await writes(attempt)).toEqual([]);
  });
});
