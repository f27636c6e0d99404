import { PEM, PEM_OF_SUCCESSOR } from "../../harness/certificates.ts";
import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const certificatesOf = ({ connectionId }: Bag): string => `/connections/${connectionId}/saml_idp_signing_certs`;

export const samlIdpCertificate: Description = {
  dated: true,
  at: "DELETE /connections/{connection_id}/saml_idp_signing_certs/{certificate_id}",
  async home(act, name) {
    const { organizationId } = await organization(act, name);
    const { id } = await act.post("/connections", {
      organization_id: organizationId,
      saml_options: { idp_sso_url: "https://idp.acme.example/sso", idp_signing_certs: [PEM_OF_SUCCESSOR] },
    });
    return { organizationId, connectionId: id };
  },
  declared: (home) => ({ ...home, value: PEM }),
  elsewhere: { cameWith: "test/providers/workos/sso-connection.test.ts" },
  async held(act, home) {
    const { data } = await act.get(certificatesOf(home));
    return data.map(({ id, value }: Bag) => ({ id, ...home, value }));
  },
};
