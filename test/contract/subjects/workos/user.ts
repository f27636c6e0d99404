import type { Bag } from "../../provider-process.ts";
import { type Subject, somebody } from "../subject.ts";

export const user: Subject = {
  token: "workos:User",
  home: async () => ({}),
  declared: (_home, name) => ({
    email: `ana@${name}.example`,
    firstName: "Ana",
    lastName: "Lopez",
    emailVerified: false,
    externalId: name,
    metadata: { team: "core", desk: "4" },
    locale: "de",
  }),
  changed: (_home, name) => ({
    email: `ana.lopez@${name}.example`,
    firstName: "Ana Maria",
    lastName: "Lopez Diaz",
    emailVerified: true,
    externalId: null,
    metadata: { team: "sales", floor: "2" },
    locale: null,
  }),
  async held({ workos }, _home, name) {
    const found = await Promise.all(
      ["ana", "ana.lopez"].map((person) =>
        workos.as(somebody).get(`/user_management/users?email=${person}@${name}.example`),
      ),
    );
    return found
      .flatMap(({ data }) => data)
      .map((row: Bag & { id: string }) => ({
        id: row.id,
        email: row.email,
        firstName: row.first_name,
        lastName: row.last_name,
        emailVerified: row.email_verified,
        externalId: row.external_id,
        metadata: row.metadata,
        locale: row.locale,
      }));
  },
};
