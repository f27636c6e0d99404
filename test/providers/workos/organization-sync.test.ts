import { beforeEach, describe, expect, test } from "vitest";
import { EnvironmentSync } from "../../../providers/workos/environment-sync.ts";
import { OrganizationSync } from "../../../providers/workos/organization-sync.ts";
import { type Bag, type State, useRuns } from "./runs.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const { emulator, run, dana, reads, writes } = useRuns(OrganizationSync);

// biome-ignore lint/suspicious/noExplicitAny: outputs are read as policies read them
const outs = (state: State | undefined): any => state?.outs;

let org: Bag;
let other: Bag;

const anOrganization = async (name: string): Promise<Bag> => {
  const organization = await dana().post("/organizations", { name, domain_data: [{ domain: `${name}.example`, state: "verified" }] });
  const role = { slug: `org-${name}`, name: "Auditor" };
  await dana().post(`/authorization/organizations/${organization.id}/roles`, role);
  const user = await dana().post("/user_management/users", { email: `ana@${name}.example` });
  await dana().post("/user_management/organization_memberships", {
    organization_id: organization.id,
    user_id: user.id,
    role_slug: `org-${name}`,
  });
  return organization;
};

beforeEach(async () => {
  emulator().clock.stop();
  org = await anOrganization("acme");
  other = await anOrganization("globex");
});

const began = () => run().up({ organizationId: org.id });
const refreshed = (state: State) => run().refresh(state) as Promise<State>;
const requestsTo = (path: string) =>
  emulator().requests.log.filter(({ actor, path: at }) => actor === undefined && at.startsWith(path)).length;

test("E24: without a cursor everything is listed, and the reason is told", async () => {
  const state = await began();
  expect(outs(state)).toMatchObject({
    organizationId: org.id,
    organization: { id: org.id, name: "acme" },
    domains: [{ domain: "acme.example", state: "verified" }],
    roles: [{ slug: "org-acme", name: "Auditor" }],
    members: [{ email: "ana@acme.example", status: "active", roles: ["org:org-acme"], directoryManaged: false }],
    apiKeys: [],
    connections: [],
    directories: [],
    tombstones: [],
    feed: { base: null, listedBecause: "there was no cursor", hasMore: false, blocked: null },
  });
});
