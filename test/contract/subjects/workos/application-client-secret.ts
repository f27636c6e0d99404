import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

export const applicationClientSecret: Subject = {
  token: "workos:ApplicationClientSecret",
  async home(emulators, name) {
    const { organizationId } = await organization(emulators, name);
    const { id } = await emulators.workos.as(somebody).post("/connect/applications", {
      name,
      application_type: "m2m",
      organization_id: organizationId,
    });
    return { applicationId: id };
  },
  declared: (home) => ({ ...home, name: "2026-q1" }),
  async held({ workos }, { applicationId }) {
    const rows = await workos.as(somebody).get(`/connect/applications/${applicationId}/client_secrets`);
    // WorkOS has no names of secrets.
    return rows.map((row: Bag) => ({ id: row.id, applicationId, name: "2026-q1" }));
  },
};
