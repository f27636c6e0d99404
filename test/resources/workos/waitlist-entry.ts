import type { Bag, Description } from "../description.ts";

const ENTRIES = "/user_management/waitlists/default/entries";
const POST = "POST /user_management/waitlists/{id}/entries";
const APPROVE = "POST /user_management/waitlist_entries/{id}/approve";
const DENY = "POST /user_management/waitlist_entries/{id}/deny";
const DELETE = "DELETE /user_management/waitlist_entries/{id}";

export const waitlistEntry: Description = {
  dated: true,
  at: DELETE,
  writes: { create: { [POST]: 1, [DENY]: 1 }, change: { [APPROVE]: 1 } },
  async home(act, name) {
    await act.post(ENTRIES, { email: `ana+eu@${name}.example`, additional_fields: { team: "core" } });
    return {};
  },
  declared: (_home, name) => ({
    waitlistId: "default",
    email: `ana@${name}.example`,
    state: "denied",
    additionalFields: { team: "core" },
    sendConfirmationEmail: true,
  }),
  changed: (_home, name) => ({
    waitlistId: "default",
    email: `ana@${name}.example`,
    state: "approved",
    additionalFields: { team: "core" },
    sendConfirmationEmail: true,
  }),
  async held(act, _home, name) {
    const { data } = await act.get(`${ENTRIES}?limit=100&order=desc`);
    return data
      .filter(({ email }: Bag) => String(email).endsWith(`@${name}.example`))
      .map(({ id, email, state, additional_fields }: Bag) => ({
        id,
        waitlistId: "default",
        email,
        state,
        additionalFields: additional_fields,
      }));
  },
  life: {
    drifted: null, // An approval is for ever, and nobody can be pending again.
  },
};
