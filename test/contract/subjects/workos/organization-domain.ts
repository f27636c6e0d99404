import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

export const organizationDomain: Subject = {
  token: "workos:OrganizationDomain",
  home: organization,
  declared: (home, name) => ({ ...home, domain: `${name}.example` }),
  async held({ workos }, { organizationId }) {
    const { domains } = await workos.as(somebody).get(`/organizations/${organizationId}`);
    return domains.map((row: Bag) => ({ id: row.id, organizationId: row.organization_id, domain: row.domain }));
  },
};
