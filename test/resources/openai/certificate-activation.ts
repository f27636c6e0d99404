import { certificateFor } from "../../harness/certificates.ts";
import type { Bag, Description } from "../description.ts";
import { everyPage } from "../homes.ts";

const path = "/organization/certificates";

export const certificateActivation: Description = {
  at: "POST /organization/certificates/deactivate",
  writes: {
    create: { "POST /organization/certificates/activate": 1 },
    remove: { "POST /organization/certificates/deactivate": 1 },
  },
  async home(act, name) {
    const { id: certificateId } = await act.post(path, { certificate: certificateFor(name), name });
    const { id: other } = await act.post(path, { certificate: certificateFor(`${name} (EU)`), name: `${name} (EU)` });
    await act.post(`${path}/activate`, { certificate_ids: [other] });
    return { certificateId };
  },
  declared: (home) => home,
  async held(act, _home, name) {
    const rows = await everyPage(act, path);
    return rows
      .filter(({ active, name: its }: Bag) => active && String(its).startsWith(name))
      .map(({ id }) => ({ id: String(id), certificateId: id }));
  },
  life: {
    vanished: {
      title: "deactivated by somebody, and activated anew",
      meanwhile: ({ act, id }) => act.post(`${path}/deactivate`, { certificate_ids: [id] }),
    },
  },
};
