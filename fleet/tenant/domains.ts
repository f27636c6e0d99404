import { z } from "zod";
import { domain } from "../../providers/workos/fields.ts";
import { inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { tenantSection, watched } from "../section.ts";
import { oneOf } from "../words.ts";
import { inOrganization } from "./organization.ts";

/** What WorkOS is told to do about a domain that was declared with this word. */
const actions = { dns: "verify", attested: "attested" } as const;

/** E-mail domains of the customer, as its organization at WorkOS has them. */
export const domains = tenantSection({
  own: {
    domains: z
      .array(
        z.strictObject({
          domain,
          /**
           * `dns`: the customer proves ownership by a TXT record, and a check that failed is started again. `attested`:
           * we say that it is theirs, without proof. Left out: its verification is left as it is.
           */
          verification: oneOf(["dns", "attested"]).exactOptional(),
          /** Counts towards the verified domains that a plan asks for. @default true */
          required: z.boolean().exactOptional(),
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["domains", each], by: ["domain"], caseless: true }],
  unshared: [{ what: "domain", items: ["domains", each, "domain"], caseless: true }],
  facts: ({ domains }) => ({
    domains: inOrder(domains, ({ domain }) => domain).map(({ domain, required, verification }) => ({
      domain,
      required: required ?? true,
      verification: verification ?? ("dns" as const),
    })),
  }),
  declare: ({ domains }, { tenant }) =>
    inOrder(domains, ({ domain }) => domain).map(({ domain, verification }) =>
      declaration(
        "workos:OrganizationDomain",
        [tenant, domain],
        { domain, ...(verification && { verification: actions[verification] }) },
        inOrganization(tenant),
      ),
    ),
  watch: ({ domains }, { tenant }) =>
    watched(domains, { list: "domains", of: "workos:OrganizationDomain", within: inOrganization(tenant).refs }),
});
