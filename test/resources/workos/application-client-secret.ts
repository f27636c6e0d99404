import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const POST = "POST /connect/applications/{id}/client_secrets";
const DELETE = "DELETE /connect/client_secrets/{id}";

const secretsOf = ({ applicationId }: Bag): string => `/connect/applications/${applicationId}/client_secrets`;

export const applicationClientSecret: Description = {
  dated: true,
  at: DELETE,
  writes: { create: { [POST]: 1 } },
  shownOnce: true,
  async home(act, name) {
    const { organizationId } = await organization(act, name);
    const application = { name, application_type: "m2m", organization_id: organizationId };
    const home = { applicationId: (await act.post("/connect/applications", application)).id };
    await act.post(secretsOf(home), {});
    return home;
  },
  declared: (home) => ({ ...home, name: "2026-q1" }),
  // WorkOS has no names of secrets.
  async held(act, home) {
    const secrets: Bag[] = await act.get(secretsOf(home));
    return secrets.map(({ id }) => ({ id: String(id), ...home }));
  },
  stages: [
    {
      title: "a new name makes the new secret before the old one goes",
      inputs: (home) => ({ ...home, name: "2026-q2" }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
    },
  ],
};
