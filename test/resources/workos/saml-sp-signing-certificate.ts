import type { ActingClient } from "../../../emulators/index.ts";
import { PEM } from "../../harness/certificates.ts";
import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const PATH = "/connections/{connection_id}/saml_sp_signing_cert";
const POST = `POST ${PATH}`;
const DELETE = `DELETE ${PATH}/{certificate_id}` as const;

async function connection(act: ActingClient, { organizationId }: Bag): Promise<string> {
  const { id } = await act.post("/connections", {
    organization_id: organizationId,
    saml_options: { idp_sso_url: "https://idp.acme.example/sso", idp_signing_certs: [PEM] },
  });
  return id;
}

export const samlSpSigningCertificate: Description = {
  dated: true,
  at: DELETE,
  writes: { create: { [POST]: 1 } },
  // A connection has one, so the bystander is another connection's; ours is there without the one that came with it.
  async home(act, name) {
    const { organizationId } = await organization(act, name);
    const neighbour = await connection(act, { organizationId });
    const connectionId = await connection(act, { organizationId });
    const path = `/connections/${connectionId}/saml_sp_signing_cert`;
    await act.delete(`${path}/${(await act.get(path)).id}`);
    return { organizationId, connectionId, neighbour };
  },
  declared: ({ organizationId, connectionId }) => ({ organizationId, connectionId, generation: "2026" }),
  unseen: ["generation"],
  async held(act, { organizationId, connectionId, neighbour }) {
    const found = [connectionId, neighbour].map(async (each) => {
      const { status, body } = await act.request("GET", `/connections/${each}/saml_sp_signing_cert`);
      return status === 404 ? [] : [{ id: body.id, organizationId, connectionId: each }];
    });
    return (await Promise.all(found)).flat();
  },
  stages: [
    {
      title: "of another generation, the old one first",
      inputs: (home, name) => ({ ...samlSpSigningCertificate.declared(home, name), generation: "2027" }),
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [POST]: 1, [DELETE]: 1 },
    },
    {
      title: "the generation is no more than a word of ours: dropped, it changes nothing",
      inputs: ({ organizationId, connectionId }) => ({ organizationId, connectionId }),
      does: ["update"],
      writes: {},
    },
  ],
};
