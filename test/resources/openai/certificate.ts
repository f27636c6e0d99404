import { certificateFor } from "../../harness/certificates.ts";
import type { Description } from "../description.ts";
import { everyPage } from "../homes.ts";

export const certificate: Description = {
  dated: true,
  at: "POST /organization/certificates/{certificate_id}",
  writes: { remove: { "DELETE /organization/certificates/{certificate_id}": 1 } },
  // It has the name of ours, and ends with it.
  async home(act, name) {
    await act.post("/organization/certificates", { certificate: certificateFor(`${name} (EU)`), name });
    return {};
  },
  declared: (_home, name) => ({ certificate: certificateFor(name), name }),
  changed: (_home, name) => ({ certificate: certificateFor(name), name: `${name}, renamed` }),
  async held(act, _home, name) {
    const rows = await everyPage(act, "/organization/certificates");
    const ours = rows.filter((row) => [name, `${name}, renamed`].includes(String(row.name)));
    const whole = ours.map(({ id }) => act.get(`/organization/certificates/${id}?include[]=content`));
    return (await Promise.all(whole)).map(({ id, name, certificate_details }) => ({
      id,
      certificate: certificate_details.content,
      name,
    }));
  },
};
