import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

export const connectApplication: Subject = {
  token: "workos:ConnectApplication",
  home: organization,
  declared: (home, name) => ({
    ...home,
    name,
    description: "Where customers look",
    type: "oauth",
    isFirstParty: false,
    usesPkce: true,
    scopes: ["email", "openid"],
    redirectUris: [
      { uri: "http://localhost:3000/callback", default: false },
      { uri: "https://portal.example/callback", default: true },
    ],
  }),
  changed: (home, name) => ({
    ...home,
    name: `The ${name}`,
    description: null,
    type: "oauth",
    isFirstParty: false,
    usesPkce: true,
    scopes: ["profile"],
    redirectUris: [],
  }),
  async held({ workos }, { organizationId }) {
    const { data } = await workos.as(somebody).get(`/connect/applications?limit=100&organization_id=${organizationId}`);
    return data.map((row: Bag) => ({
      id: row.id,
      organizationId,
      name: row.name,
      description: row.description,
      type: row.application_type,
      isFirstParty: row.is_first_party,
      usesPkce: row.uses_pkce,
      scopes: (row.scopes as string[]).toSorted(),
      redirectUris: (row.redirect_uris as { uri: string }[]).toSorted((a, b) => a.uri.localeCompare(b.uri)),
    }));
  },
};
