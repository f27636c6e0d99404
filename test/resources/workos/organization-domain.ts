import { expect } from "vitest";
import type { Bag, Description, Scene } from "../description.ts";
import { organization } from "../homes.ts";

/** Attesting writes all domains of the organization. */
const ATTEST = "PUT /organizations/{id}";

const domainsIn = async ({ act, home }: Scene): Promise<Bag[]> =>
  (await act.get(`/organizations/${home.organizationId}`)).domains;

/** How far the domain is, and how it gets there. */
const isAt = (state: string, verification_strategy: string) => async (scene: Scene) => {
  const domains = await domainsIn(scene);
  expect(domains.find(({ id }) => id === scene.id)).toMatchObject({ state, verification_strategy });
};

const dns = (found: boolean) => (scene: Scene) =>
  scene.act.post(`/_emulator/organization_domains/${scene.id}/dns`, { found });

export const organizationDomain: Description = {
  at: "DELETE /organization_domains/{id}",
  writes: { change: { [ATTEST]: 1 } },
  async home(act, name) {
    const home = await organization(act, name);
    await act.post("/organization_domains", { organization_id: home.organizationId, domain: `eu.${name}.example` });
    return home;
  },
  declared: (home, name) => ({ ...home, domain: `${name}.example`, verification: "verify" }),
  changed: (home, name) => ({ ...home, domain: `${name}.example`, verification: "attested" }),
  async held(act, { organizationId }) {
    const { domains } = await act.get(`/organizations/${organizationId}`);
    return domains.map((row: Bag) => ({
      id: row.id,
      organizationId: row.organization_id,
      domain: row.domain,
      verification: row.state === "verified" && row.verification_strategy === "manual" ? "attested" : "verify",
    }));
  },
  life: {
    created: { holds: isAt("pending", "dns") },
    changed: { holds: isAt("verified", "manual") },
    drifted: null, // What was attested, nobody can take back; what WorkOS gives up has a stage of its own.
  },
  stages: [
    {
      title: "given up by WorkOS, which is asked to look again",
      meanwhile: dns(false),
      does: ["update"],
      writes: { "POST /organization_domains/{id}/verify": 1 },
      holds: isAt("pending", "dns"),
    },
    {
      title: "found, which is no change, as is another spelling",
      meanwhile: dns(true),
      inputs: (home, name) => ({ ...home, domain: ` ${name.toUpperCase()}.example `, verification: "verify" }),
      does: ["same"],
      writes: {},
      shows: { domain: "organizationdomain-next.example" },
      holds: isAt("verified", "dns"),
    },
    {
      title: "replaced by another, the way of verification left open",
      inputs: (home, name) => ({ ...home, domain: `labs.${name}.example` }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { "POST /organization_domains": 1, "DELETE /organization_domains/{id}": 1 },
      holds: isAt("pending", "dns"),
    },
    {
      title: "deleted by somebody, and attested anew",
      meanwhile: ({ act, id }) => act.delete(`/organization_domains/${id}`),
      inputs: (home, name) => ({ ...home, domain: `labs.${name}.example`, verification: "attested" }),
      does: ["create"],
      writes: { [ATTEST]: 1 },
      holds: isAt("verified", "manual"),
    },
  ],
};
