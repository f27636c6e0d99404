import { certificateFor } from "../../harness/certificates.ts";
import type { Bag, Description } from "../description.ts";
import { everyPage, project } from "../homes.ts";

const CERTIFICATES = "/organization/certificates";
const pathOf = ({ projectId }: Bag): string => `/organization/projects/${projectId}/certificates`;

export const projectCertificateActivation: Description = {
  at: "POST /organization/projects/{project_id}/certificates/deactivate",
  writes: {
    create: { "POST /organization/projects/{project_id}/certificates/activate": 1 },
    remove: { "POST /organization/projects/{project_id}/certificates/deactivate": 1 },
  },
  // The same certificate is active in the organization, which is none of this.
  async home(act, name) {
    const home = await project(act, name);
    const { id: certificateId } = await act.post(CERTIFICATES, { certificate: certificateFor(name), name });
    const { id: other } = await act.post(CERTIFICATES, {
      certificate: certificateFor(`${name} (EU)`),
      name: `${name} (EU)`,
    });
    await act.post(`${CERTIFICATES}/activate`, { certificate_ids: [certificateId] });
    await act.post(`${pathOf(home)}/activate`, { certificate_ids: [other] });
    return { ...home, certificateId };
  },
  declared: (home) => home,
  async held(act, home) {
    const rows = await everyPage(act, pathOf(home));
    return rows
      .filter(({ active }) => active)
      .map(({ id }) => ({ id: `${home.projectId}/${id}`, projectId: home.projectId, certificateId: id }));
  },
  life: {
    vanished: {
      title: "deactivated by somebody, and activated anew",
      meanwhile: ({ act, home }) => act.post(`${pathOf(home)}/deactivate`, { certificate_ids: [home.certificateId] }),
    },
  },
};
