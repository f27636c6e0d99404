import { expect, test } from "vitest";
import { AuditLogRetention, JwtTemplate } from "../../../providers/workos/index.ts";
import { organization } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

/* Of settings that WorkOS cannot delete: what somebody else set before is put back. */

const retention = useRuns(AuditLogRetention);
const template = useRuns(JwtTemplate);

test("the retention that an organization had is put back", async () => {
  const dana = retention.dana();
  const home = await organization(dana, "acme");
  const path = `/organizations/${home.organizationId}/audit_logs_retention`;
  await dana.put(path, { retention_period_in_days: 30 });
  const state = await retention.run().up({ ...home, days: 365 });
  expect(state.outs.before).toEqual({ days: 30 });
  await retention.run().remove(state);
  expect(await dana.get(path)).toEqual({ retention_period_in_days: 30 });
});

test("the template that was there, and was taken over on request, is put back", async () => {
  const dana = template.dana();
  await dana.put("/user_management/jwt_template", { content: '{"plan": "free"}' });
  const ours = { content: '{"plan": "pro"}', __stack: "acme/fleet/prod" };
  await expect(template.run().up(ours)).rejects.toThrow("nothing proves that this stack made it");
  const state = await template.run(["jwt_template"]).up(ours);
  await template.run().remove(state);
  expect(await dana.get("/user_management/jwt_template")).toMatchObject({ content: '{"plan": "free"}' });
});
