import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const LIST = "/connect/applications";

export const connectApplication: Description = {
  dated: true,
  at: `PUT ${LIST}/{id}`,
  // A colleague's program of the same name, which signs nobody in.
  async home(act, name) {
    const home = await organization(act, name);
    await act.post(LIST, { name, application_type: "m2m", organization_id: home.organizationId, scopes: ["read"] });
    return home;
  },
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
    scopes: [],
    redirectUris: [],
  }),
  async held(act, { organizationId }) {
    const { data } = await act.get(`${LIST}?limit=100&organization_id=${organizationId}`);
    return data.map((row: Bag & { scopes: string[]; redirect_uris?: { uri: string }[] }) => ({
      id: row.id,
      organizationId,
      name: row.name,
      description: row.description,
      type: row.application_type,
      isFirstParty: row.is_first_party,
      usesPkce: row.uses_pkce,
      scopes: row.scopes.toSorted(),
      redirectUris: row.redirect_uris?.toSorted((a, b) => a.uri.localeCompare(b.uri)),
    }));
  },
  stages: [
    {
      title: "scopes and addresses in another order are the same",
      inputs: (home, name) => ({
        ...connectApplication.declared(home, name),
        scopes: ["openid", "email"],
        redirectUris: [
          { uri: "https://portal.example/callback", default: true },
          { uri: "http://localhost:3000/callback" },
        ],
      }),
      does: ["same"],
      writes: {},
      shows: {
        scopes: ["email", "openid"],
        redirectUris: [
          { uri: "http://localhost:3000/callback", default: false },
          { uri: "https://portal.example/callback", default: true },
        ],
      },
    },
    {
      title: "one address is the default one, said or not",
      inputs: (home, name) => ({
        ...connectApplication.declared(home, name),
        redirectUris: [{ uri: "https://b.example" }],
      }),
      does: ["update"],
      writes: { [`PUT ${LIST}/{id}`]: 1 },
      shows: { redirectUris: [{ uri: "https://b.example", default: true }] },
    },
    {
      title: "replaced by one for machines",
      inputs: (home) => ({ ...home, name: "Robot", type: "m2m", scopes: ["read"] }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [`POST ${LIST}`]: 1, [`DELETE ${LIST}/{id}`]: 1 },
    },
    {
      title: "missing from state and adopted on request, with what differs changed",
      forgotten: true,
      inputs: (home) => ({ ...home, name: "Robot", type: "m2m", scopes: ["read", "write"] }),
      does: ["create"],
      writes: { [`PUT ${LIST}/{id}`]: 1 },
    },
  ],
};
