import { expect, test } from "vitest";
import { withSdkMembers } from "../../contract/openai-overlay.ts";
import { readSpecification } from "../../contract/specification.ts";
import { PEM } from "./certificate.ts";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai();

/** Ids of one object of each kind, by the parameter of a path and, where that is not enough, by how the path begins. */
async function ids(): Promise<Record<string, string>> {
  const made = async (path: string, body: object): Promise<string> => (await openai.post(path, body)).body.id;
  await openai.emulator.seed({ users: [{ email: "ann@acme.com" }] });
  const project_id = (await openai.project()).id;
  const user_id = (await openai.get("/organization/users?emails=ann@acme.com")).body.data[0].id;
  await openai.post(`${PROJECTS}/${project_id}/users`, { user_id, role: "member" });
  const alert = {
    threshold_amount: 1,
    currency: "USD",
    interval: "month",
    notification_channel: { type: "email", recipients: ["a@acme.com"] },
  };
  const role = { role_name: "Reader", permissions: [] };
  return {
    project_id,
    user_id,
    group_id: await made("/organization/groups", { name: "Support" }),
    service_account_id: (await openai.serviceAccount(project_id)).id,
    certificate_id: await made("/organization/certificates", { certificate: PEM }),
    rate_limit_id: "rl-gpt-5",
    "/organization/spend_alerts/{alert_id}": await made("/organization/spend_alerts", alert),
    alert_id: await made(`${PROJECTS}/${project_id}/spend_alerts`, alert),
    "/organization/roles/{role_id}": await made("/organization/roles", role),
    role_id: await made(`/projects/${project_id}/roles`, role),
  };
}

test("an operation that requires a body refuses null, and to be sent without one", async () => {
  const known = await ids();
  const refused = new Set<string>();
  for (const [route, item] of Object.entries(withSdkMembers(readSpecification("openai-admin")).paths))
    for (const [verb, { requestBody }] of Object.entries(item)) {
      if (!requestBody?.required) continue;
      const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[route] ?? known[name] ?? `no ${name}`);
      const operation = `${verb.toUpperCase()} ${route}`;
      for (const body of [undefined, null])
        expect((await openai.call(verb.toUpperCase(), path, body)).status, `${operation} ${body}`).toBe(400);
      refused.add(operation);
    }
  expect(refused.size).toBeGreaterThan(35);
});
