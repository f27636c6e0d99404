import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monthlyLimitUsd } from "../../../providers/openai/fields.ts";
import { OrganizationSpendLimit } from "../../../providers/openai/organization-spend-limit.ts";
import { ProjectSpendLimit } from "../../../providers/openai/project-spend-limit.ts";
import { monthly, monthlyUsdOf } from "../../../providers/openai/usd.ts";
import { project } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

describe("dollars are cents at OpenAI", () => {
  test("each amount of whole cents is taken, and comes back as it was", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000_000 }), (cents) => {
        const usd = Number((cents / 100).toFixed(2));
        expect(monthlyLimitUsd.parse(usd)).toBe(usd);
        expect(monthly(usd).threshold_amount).toBe(cents);
        expect(monthlyUsdOf(monthly(usd))).toBe(usd);
      }),
      { examples: [[1999], [29], [7], [1001], [113_999], [100_000_000_000]] },
    );
  });

  test.each([0, -1, 0.001, 19.999, 1_000_000_000.01, Number.NaN])("%d is refused", (usd) => {
    expect(monthlyLimitUsd.safeParse(usd).success).toBe(false);
  });
});

const LIMIT = { threshold_amount: 80_000, currency: "USD", interval: "month" };

describe("of a project", () => {
  const { emulator, run, dana, writes } = useRuns(ProjectSpendLimit);
  const route = "/organization/projects/{project_id}/spend_limit";
  const acme = async () => {
    const home = await project(dana(), "acme");
    return { home, path: `/organization/projects/${home.projectId}/spend_limit` };
  };
  const answering = (body: object) =>
    emulator().faults.add({ method: "GET", route, kind: "answer", status: 200, body, times: Number.POSITIVE_INFINITY });

  test("that was there is put back: the project is never without one", async () => {
    const { home, path } = await acme();
    await dana().post(path, LIMIT);
    const state = await run().up({ ...home, monthlyUsd: 19.99 });
    expect(await dana().get(path)).toMatchObject({ threshold_amount: 1999 });
    const removal = async () => run().remove(state);
    expect(await writes(removal)).toEqual([`POST ${route}`]);
    expect(await dana().get(path)).toMatchObject({ threshold_amount: 80_000 });
  });

  test("that OpenAI enforces at the moment is the same limit", async () => {
    const { home } = await acme();
    const state = await run().up({ ...home, monthlyUsd: 800 });
    answering({ object: "project.spend_limit", ...LIMIT, enforcement: { status: "enforcing" } });
    expect(await run().refresh(state)).toEqual(state);
  });

  test.each([
    ["EUR a month", { currency: "EUR" }],
    ["USD a year", { interval: "year" }],
  ])("in %s is not read as dollars a month, and nothing is concluded from it", async (unit, other) => {
    const { home } = await acme();
    const state = await run().up({ ...home, monthlyUsd: 800 });
    answering({ object: "project.spend_limit", ...LIMIT, ...other });
    const attempts = async () => {
      await expect(run().refresh(state)).rejects.toThrow(`the amount in ${unit}`);
      await expect(run().up({ ...home, monthlyUsd: 800 })).rejects.toThrow(`the amount in ${unit}`);
    };
    expect(await writes(attempts)).toEqual([]);
  });
});

describe("of the organization", () => {
  const { run, dana, writes } = useRuns(OrganizationSpendLimit);
  const PATH = "/organization/spend_limit";
  const ours = { monthlyUsd: 90_000, __stack: "acme/fleet/prod" };

  test("that somebody set is taken over on request only, and put back", async () => {
    await dana().post(PATH, LIMIT);
    const attempt = () => expect(run().up(ours)).rejects.toThrow("nothing proves that this stack made it");
    expect(await writes(attempt)).toEqual([]);
    const state = await run(["spend_limit"]).up(ours);
    await run().remove(state);
    expect(await dana().get(PATH)).toMatchObject({ threshold_amount: 80_000 });
  });
});
