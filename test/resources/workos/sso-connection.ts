import type { ActingClient } from "../../../emulators/index.ts";
import { PEM, PEM_OF_SUCCESSOR } from "../../harness/certificates.ts";
import type { Bag, Description, Stage } from "../description.ts";
import { organization } from "../homes.ts";

const POST = "POST /connections";
const PATCH = "PATCH /connections/{id}";
const SAML = ["metadataUrl", "idpEntityId", "idpSsoUrl", "certificates", "acsUrl", "spEntityId"];
const OIDC = [
  ...["discoveryEndpoint", "clientId", "clientSecret", "redirectUri", "usesPkce"],
  ...["tokenAuthentication", "idTokenAlgorithm", "fetchesUserInfo"],
];

/** Beside it stands one of the Admin Portal with nearly its external id. */
async function home(act: ActingClient, name: string): Promise<Bag> {
  const { organizationId } = await organization(act, name);
  await act.post("/_emulator/custom_attributes", { name: "cost_centre" });
  await act.post("/connections", {
    organization_id: organizationId,
    external_id: `${name}-eu`,
    saml_options: { idp_sso_url: "https://idp.acme.example/eu", idp_signing_certs: [PEM_OF_SUCCESSOR] },
  });
  return { organizationId };
}

/** Nobody is shown how a connection is set up, so the emulator is asked for what it holds. */
async function held(act: ActingClient, { organizationId }: Bag) {
  const connections = await act.get("/_emulator/dump/connections");
  const own = connections.filter((row: Bag) => row.organization_id === organizationId);
  return own.map(({ configuration, ...row }: Bag & { configuration: Configuration }) => {
    const { attribute_maps, saml_options: saml, oidc_options: oidc } = configuration;
    const { idp_id, first_name, last_name, ...others } = attribute_maps.standard_attributes;
    return {
      id: row.id,
      organizationId,
      externalId: row.external_id,
      name: row.name,
      type: row.connection_type,
      attributes: { ...others, ...(idp_id && { idpId: idp_id }), ...(last_name && { lastName: last_name }) },
      customAttributes: attribute_maps.custom_attributes,
      ...(saml && {
        idpEntityId: saml.idp_entity_id,
        idpSsoUrl: saml.idp_sso_url,
        acsUrl: saml.acs_url ?? null,
        spEntityId: saml.sp_entity_id ?? null,
      }),
      ...(oidc && {
        discoveryEndpoint: oidc.discovery_endpoint,
        clientId: oidc.client_id,
        clientSecret: oidc.client_secret,
        redirectUri: oidc.redirect_uri ?? null,
        usesPkce: oidc.pkce,
        tokenAuthentication: oidc.token_authentication_method,
        idTokenAlgorithm: oidc.id_token_signature_algorithm,
        fetchesUserInfo: oidc.fetch_user_info,
      }),
    };
  });
}

interface Configuration {
  attribute_maps: { standard_attributes: Record<string, string>; custom_attributes: Bag };
  saml_options?: Bag;
  oidc_options?: Bag;
}

/** Only the name of what is set up is shown. */
const drifted: Partial<Stage> = {
  title: "renamed by somebody, and named again",
  meanwhile: ({ act, id }) => act.patch(`/connections/${id}`, { name: "Mine" }),
};
const adopted: Partial<Stage> = {
  title: "missing from state, answered instead of a second one, and set up anew",
  writes: { [POST]: 1, [PATCH]: 1 },
};
const removed = "DELETE /connections/{id}";

export const byHand: Description = {
  dated: true,
  at: PATCH,
  writes: { create: { [POST]: 1 }, remove: { [removed]: 1 } },
  answeredByCreation: true,
  home,
  held,
  declared: (place, name) => ({
    ...place,
    externalId: name,
    name: "Acme",
    type: "OktaSAML",
    attributes: { idpId: "sub", email: "mail" },
    customAttributes: { cost_centre: "kst" },
    idpEntityId: "urn:acme",
    idpSsoUrl: "https://idp.acme.example/sso",
    certificates: [PEM],
    acsUrl: "https://auth.example/acs",
    spEntityId: "urn:us",
  }),
  changed: (place, name) => ({
    ...place,
    externalId: `${name}-2`,
    name: "Acme Inc",
    type: "OktaSAML",
    attributes: { idpId: "uid", email: "address" },
    customAttributes: { cost_centre: "unit" },
    idpEntityId: "urn:acme:2",
    idpSsoUrl: "https://idp.acme.example/sso2",
    certificates: [PEM],
    acsUrl: null,
    spEntityId: null,
  }),
  elsewhere: Object.fromEntries(["metadataUrl", ...OIDC].map((field) => [field, "its last stage, and `oidc` below"])),
  life: { drifted, adopted },
  stages: [
    {
      title: "by metadata from now on, which bring their own certificate",
      inputs: (place, name) => ({ ...place, externalId: name, metadataUrl: "https://idp.acme.example/metadata" }),
      does: ["update"],
      writes: { [PATCH]: 1 },
      shows: { metadataUrl: undefined, idpSsoUrl: "https://idp.acme.example/sso" },
    },
    {
      title: "by hand again",
      inputs: (place, name) => ({
        ...place,
        externalId: name,
        idpEntityId: "urn:acme:3",
        idpSsoUrl: "https://idp.acme.example/sso3",
        certificates: [PEM],
      }),
      does: ["update"],
      writes: { [PATCH]: 1 },
      shows: { certificates: undefined },
    },
  ],
};

export const oidc: Description = {
  dated: true,
  situation: "oidc",
  at: PATCH,
  writes: { create: { [POST]: 1 }, remove: { [removed]: 1 } },
  answeredByCreation: true,
  home,
  held,
  declared: (place, name) => ({
    ...place,
    externalId: name,
    name: "Acme",
    type: "OktaOIDC",
    attributes: { lastName: "family_name" },
    customAttributes: {},
    discoveryEndpoint: "https://idp.acme.example/.well-known/openid-configuration",
    clientId: "one",
    clientSecret: "cAnArY-1111",
    redirectUri: "https://auth.example/callback",
    usesPkce: true,
    tokenAuthentication: "client_secret_basic",
    idTokenAlgorithm: "RS256",
    fetchesUserInfo: false,
  }),
  changed: (place, name) => ({
    ...place,
    externalId: `${name}-2`,
    name: "Acme Inc",
    type: "OktaOIDC",
    attributes: { lastName: "surname" },
    customAttributes: { cost_centre: "unit" },
    discoveryEndpoint: "https://id.acme.example/.well-known/openid-configuration",
    clientId: "two",
    clientSecret: "cAnArY-2222",
    redirectUri: null,
    usesPkce: false,
    tokenAuthentication: "client_secret_post",
    idTokenAlgorithm: "ES256",
    fetchesUserInfo: true,
  }),
  elsewhere: Object.fromEntries(SAML.map((field) => [field, "`byHand` above"])),
  life: { drifted, adopted },
};
