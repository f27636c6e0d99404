import { afterAll, beforeAll, expect, test } from "vitest";
import {
  DataIntegration,
  DataIntegrationConfiguration,
  Group,
  GroupMembership,
  Organization,
} from "../../providers/workos/index.ts";
import { createTestStack, type TestStack } from "../harness/stack.ts";
import { somebody } from "./home.ts";
import { member } from "./homes.ts";

/* What was declared together: when a parent goes, what is in it goes with it, and both are made anew in one run. */

let stack: TestStack;
let organizationMembershipId = "";

const dana = () => stack.emulators.workos.as(somebody);

/** What the engine did, and what it sent that changes something. */
async function up(): Promise<{ does: Record<string, string>; writes: Record<string, number> }> {
  const { requests } = stack.emulators.workos;
  requests.reset();
  const done = (await stack.up()).filter(({ op }) => op !== "refresh");
  return {
    does: Object.fromEntries(done.map(({ urn, op }) => [urn.split("::").at(-1), op])),
    writes: Object.fromEntries(Object.entries(requests.counts()).filter(([request]) => !request.startsWith("GET "))),
  };
}

const only = async (path: string): Promise<{ id: string }> => {
  const { data } = await dana().get(path);
  expect(data).toHaveLength(1);
  return data[0];
};

const organization = () => only("/organizations?search=Parents");

beforeAll(async () => {
  stack = await createTestStack("parents", async () => {
    const { id: organizationId } = new Organization("organization", { name: "Parents", externalId: "parents" });
    const { id: groupId } = new Group("group", { organizationId, name: "All" });
    if (organizationMembershipId !== "")
      new GroupMembership("membership", { organizationId, groupId, organizationMembershipId });
    const { slug } = new DataIntegration("integration", { slug: "notion", credentials: "organization" });
    new DataIntegrationConfiguration("configuration", { organizationId, slug, enabled: true });
  });
});
afterAll(() => stack?.close());

test("all of them are made in the run that makes their parents", async () => {
  const { does } = await up();
  expect(does).toMatchObject({ organization: "create", group: "create", configuration: "create" });
  const { id: organizationId } = await organization();
  ({ organizationMembershipId } = await member(dana(), { organizationId }, "ana@parents.example"));
  expect((await up()).does).toMatchObject({ group: "same", membership: "create", configuration: "same" });
});

test("they are made anew in the run that makes their parents anew", async () => {
  const { id } = await organization();
  await dana().delete(`/organizations/${id}/groups/${(await only(`/organizations/${id}/groups`)).id}`);
  await dana().delete("/data-integrations/notion");
  const { does, writes } = await up();
  expect(does).toMatchObject({
    organization: "same",
    group: "create",
    membership: "create",
    integration: "create",
    configuration: "create",
  });
  expect(writes).toEqual({
    "POST /organizations/{organizationId}/groups": 1,
    "POST /organizations/{organizationId}/groups/{groupId}/organization-memberships": 1,
    "POST /data-integrations": 1,
    "PUT /organizations/{organizationId}/data_integration_configurations/{slug}": 1,
  });
  const group = await only(`/organizations/${id}/groups`);
  expect(await only(`/organizations/${id}/groups/${group.id}/organization-memberships`)).toMatchObject({
    id: organizationMembershipId,
  });
});
