import { PEM } from "../../harness/certificates.ts";
import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const PATH = "/connections/{connection_id}/saml_sp_encryption_certs";
const POST = `POST ${PATH}`;
const DELETE = `DELETE ${PATH}/{certificate_id}` as const;

const certificatesOf = ({ connectionId }: Bag): string => `/connections/${connectionId}/saml_sp_encryption_certs`;

export const samlSpEncryptionCertificate: Description = {
  dated: true,
  at: DELETE,
  shownOnce: true,
  async home(act, name) {
    const { organizationId } = await organization(act, name);
    const { id } = await act.post("/connections", {
      organization_id: organizationId,
      saml_options: { idp_sso_url: "https://idp.acme.example/sso", idp_signing_certs: [PEM] },
    });
    const home = { organizationId, connectionId: id };
    await act.post(certificatesOf(home), {});
    return home;
  },
  declared: (home) => ({ ...home, name: "2026" }),
  // WorkOS has no names of them.
  async held(act, home) {
    const { data } = await act.get(certificatesOf(home));
    return data.map(({ id }: Bag) => ({ id: String(id), ...home }));
  },
  stages: [
    {
      title: "a new name makes the new one before the old one goes",
      inputs: (home) => ({ ...home, name: "2027" }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
    },
  ],
};
