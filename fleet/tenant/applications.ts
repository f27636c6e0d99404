import { z } from "zod";
import { application, applicationFacts, declareApplication } from "../applications.ts";
import { inOrder } from "../canonical.ts";
import { each } from "../paths.ts";
import { tenantSection, watched } from "../section.ts";
import { inOrganization } from "./organization.ts";

/** The customer's own applications, third-party ones to us. */
export const applications = tenantSection({
  shared: { applications: z.array(application).exactOptional() },
  distinct: [
    { items: ["applications", each], by: ["name"] },
    { items: ["applications", each, "secrets", each], by: ["name"] },
  ],
  facts: ({ applications }) => ({ applications: inOrder(applications, ({ name }) => name).map(applicationFacts) }),
  declare: ({ applications }, { tenant, today }) =>
    inOrder(applications, ({ name }) => name).flatMap((application) =>
      declareApplication(application, { owner: tenant, today }),
    ),
  watch: ({ applications }, { tenant }) =>
    watched(applications, {
      list: "applications",
      of: "workos:ConnectApplication",
      within: inOrganization(tenant).refs,
    }),
});
