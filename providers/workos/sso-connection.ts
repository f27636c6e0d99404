import type { ConnectionResponse } from "@workos-inc/node";
import { type Api, at, defineResource, fail, isOutcomeUnknown, local, secret, snakeCase, when, z } from "../kit.ts";
import { beforeCreation, conflictAt } from "./already-there.ts";
import { workos } from "./client.ts";
import * as fields from "./fields.ts";

/** WorkOS shows neither the external id nor how it is set up: what this run knows of the id is added. */
type ConnectionRow = Omit<ConnectionResponse, "connection_type"> & {
  connection_type: string;
  external_id?: string | null | undefined;
  certificateIds?: string[];
};

const SAML = ["metadataUrl", "idpEntityId", "idpSsoUrl", "certificates", "acsUrl", "spEntityId"] as const;
const OIDC = [
  ...(["discoveryEndpoint", "clientId", "clientSecret", "redirectUri", "usesPkce"] as const),
  ...(["tokenAuthentication", "idTokenAlgorithm", "fetchesUserInfo"] as const),
];

const isOidc = (type: string): boolean => /oidc$/i.test(type);

const inputs = z
  .strictObject({
    organizationId: fields.vendorId,
    /** The natural key in the organization: asked for a second one, WorkOS answers with the first. */
    externalId: fields.connectionExternalId,
    /** WorkOS calls it like the organization without it. */
    name: fields.name.optional(),
    /** E.g. `OktaSAML`. Omitted: `GenericSAML` or `GenericOIDC`, as WorkOS infers it. It stays what it was made as. */
    type: fields.connectionType.optional(),
    /** How profiles are read from what the identity provider says. What is left out stays as it is. */
    attributes: fields.standardAttributes.optional(),
    customAttributes: fields.customAttributes.optional(),

    /** SAML: where the identity provider describes itself. WorkOS then reads the rest from there, certificates included. */
    metadataUrl: fields.httpsUrl.nullish(),
    /** SAML by hand, without `metadataUrl`. */
    idpEntityId: fields.entityId.optional(),
    /** SAML by hand: where people are sent to sign in. */
    idpSsoUrl: fields.httpsUrl.optional(),
    /**
     * SAML by hand: what its creation needs, and nothing later. Whoever is to replace them declares each as a
     * `SamlIdpCertificate` as well.
     */
    certificates: local(z.array(fields.certificate).min(1).optional()),
    /** SAML: where answers are to be sent, if not to WorkOS's own address; null for that. */
    acsUrl: fields.httpsUrl.nullish(),
    /** SAML: what we are called, if not as WorkOS says; null for that. */
    spEntityId: fields.entityId.nullish(),

    /** OIDC: `https://…/.well-known/openid-configuration`. */
    discoveryEndpoint: fields.httpsUrl.optional(),
    clientId: fields.clientId.optional(),
    /** OIDC: not with `private_key_jwt`. WorkOS never shows it. */
    clientSecret: secret(z.string().min(1).optional()),
    /** OIDC: where people come back to, if not to WorkOS's own address; null for that. */
    redirectUri: fields.httpsUrl.nullish(),
    usesPkce: z.boolean().optional(),
    tokenAuthentication: fields.tokenAuthentication.optional(),
    idTokenAlgorithm: fields.idTokenAlgorithm.optional(),
    /** OIDC: whether the rest of the profile is asked for at the provider's userinfo endpoint. */
    fetchesUserInfo: z.boolean().optional(),
  })
  .superRefine((declared, context) => {
    const refuse = (field: keyof typeof declared, message: string) =>
      context.addIssue({ code: "custom", path: [field], message, input: declared });
    const said = (names: readonly (keyof typeof declared)[]) => names.filter((field) => declared[field] != null);
    const [saml] = said(SAML);
    const [oidc] = said(OIDC);
    if (saml && oidc) return refuse(oidc, `is for OIDC, and ${saml} for SAML: a connection is one of them`);
    // One that is imported is left as it is set up: nobody can see how.
    if (!saml && !oidc) return;
    if (declared.type && isOidc(declared.type) !== (oidc !== undefined))
      refuse("type", `${declared.type} is not set up by ${saml ?? oidc}`);
    if (oidc) {
      for (const field of ["discoveryEndpoint", "clientId"] as const)
        if (declared[field] === undefined) refuse(field, "is needed for OIDC");
      const byKey = declared.tokenAuthentication === "private_key_jwt";
      if (byKey === (declared.clientSecret !== undefined))
        refuse("clientSecret", byKey ? "is not used with private_key_jwt" : "is needed: WorkOS signs in with it");
      return;
    }
    const [byHand] = said(["idpEntityId", "idpSsoUrl", "certificates"]);
    if (declared.metadataUrl != null && byHand)
      refuse(byHand, "cannot stand beside metadataUrl, which says it as well");
    if (declared.metadataUrl == null)
      for (const field of ["idpSsoUrl", "certificates"] as const)
        if (declared[field] === undefined) refuse(field, "is needed, unless metadataUrl says it");
  });
type Declared = z.output<typeof inputs>;

/**
 * How the people of one organization sign in: SAML or OIDC, set up without the Admin Portal. The first one of an
 * organization switches its other methods off. One with the same external id is taken over with a warning, and set up as
 * declared. WorkOS never shows how a connection is set up, so a refresh sees its state and its name only.
 * Source: WorkOS's Python client 10.8.0, `SSO`.
 * @removal deletes, and nobody signs in by it any more; so a change of `type` is refused under the same external id
 */
export class SsoConnection extends defineResource(workos, "SsoConnection", {
  inputs,
  outputs: z.object({
    /** `active` lets people in; also `requires_type`, `draft`, `validating`, `inactive`, `deleting`. */
    state: z.string(),
    /** Domains that lead to it, if WorkOS names any. */
    domains: z.array(z.string()),
    /** Of the certificates that its creation brought along, for `cameWith` of a `SamlIdpCertificate`. */
    certificateIds: local(z.array(z.string()).optional()),
    createdAt: fields.timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["externalId"],
  immutable: ["type"],
  importId: ["organizationId", "externalId", "id"],
  removal: { irreplaceable: "the identity provider and everybody who signs in through it know this one" },
  foretells: () =>
    "if it is the organization's first one, WorkOS switches the organization's other ways to sign in off",
  feed: { changes: [], removals: ["connection.deleted"] }, // That one is activated says nothing of how it is set up.
  list: async (api, { organizationId }): Promise<ConnectionRow[]> =>
    (await api.list<ConnectionRow>(at`/connections`, { organization_id: organizationId })).map(known(api)),
  everywhere: {
    list: async (api) => (await api.list<ConnectionRow>(at`/connections`)).map(known(api)),
    within: (row) => row.organization_id ?? "",
  },
  lookAgain: (api, { id }) => observe(api, id),
  // Found by its external id only where WorkOS has just answered with it: nothing else does.
  async lookUp(api, { organizationId, externalId }) {
    const id = told(api).ids.get(`${organizationId}/${externalId}`);
    return id === undefined ? undefined : observe(api, id);
  },
  matches: (row, { externalId }) => row.external_id === externalId,
  show: (row, declared) => ({
    organizationId: row.organization_id ?? undefined,
    // An import, which knows no more than what it is called, is told it back; of every other another one has to be sent.
    externalId: row.external_id ?? (isImport(declared) ? declared.externalId : undefined),
    name: row.name,
    type: row.connection_type as Declared["type"],
    state: row.state,
    domains: (row.domains ?? []).map(({ domain }) => domain.toLowerCase()),
    ...(row.certificateIds && { certificateIds: row.certificateIds }),
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  async ensure(api, { organizationId, externalId, ...declared }) {
    const { saml_options, ...body } = bodyOf(creatable(declared));
    if (!saml_options && !body.oidc_options)
      throw fail(
        `a connection with the external id ${externalId} cannot be made: nothing says how it is set up`,
        "Give it metadataUrl, or idpSsoUrl and certificates (SAML), or discoveryEndpoint and clientId (OIDC).",
      );
    const path = at`/connections`;
    const before = await beforeCreation(api, `connection ${externalId} of ${organizationId}`, () =>
      api.list<ConnectionRow>(path, { organization_id: organizationId }),
    );
    const connection = {
      organization_id: organizationId,
      external_id: externalId,
      connection_type: declared.type,
      ...body,
      saml_options: saml_options && { ...saml_options, idp_signing_certs: declared.certificates },
    };
    const lost = when(isOutcomeUnknown, (error): never => {
      before.wasLost = true;
      throw error;
    });
    const row = await api.post<ConnectionRow>(path, connection).catch(lost);
    remember(api, organizationId, externalId, row);
    if (before.had(row)) {
      const what = `${row.id} has the external id ${externalId} already`;
      // Taken for the one of a lost answer, it would be removed with it one day.
      if (before.wasLost) throw fail(`an answer was lost, and ${what}`, "Nothing was changed: run again.");
      throw conflictAt(path, what);
    }
    const certificateIds = declared.certificates ? await certificatesOf(api, row.id) : [];
    return { ...known(api)(row), certificateIds };
  },
  async sync(api, changes, { id, row, ...declared }) {
    const others = isOidc(row.connection_type) ? SAML : OIDC;
    if (others.some((field) => declared[field] != null)) {
      const what = `${id} is a connection of the type ${row.connection_type}, and WorkOS changes no type`;
      throw fail(what, "Nothing was changed. Give the new one another externalId: it is made before this one goes.");
    }
    // Set up by hand it follows no metadata any more, and a way of signing in comes with what it signs in with.
    const byHand = changes.idpSsoUrl !== undefined || changes.idpEntityId !== undefined;
    const sent = {
      ...(byHand && { metadataUrl: null }),
      ...(changes.tokenAuthentication && { clientSecret: declared.clientSecret }),
      ...changes,
    };
    const patched = await api.patch<ConnectionRow>(at`/connections/${id}`, {
      ...bodyOf(sent),
      external_id: changes.externalId,
    });
    remember(api, declared.organizationId, declared.externalId, patched);
    return known(api)(patched);
  },
  remove: (api, { id }) => api.delete(at`/connections/${id}`),
}) {}

const isImport = (declared: Partial<Declared>): boolean => Object.keys(declared).length <= 2;

/** What WorkOS has told this run of external ids, which its answers lack. */
const told = (api: Api) =>
  api.run.memory("external ids of connections", () => ({
    ids: new Map<string, string>(),
    externalIds: new Map<string, string>(),
  }));

function remember(api: Api, organizationId: string, externalId: string, { id }: ConnectionRow): void {
  told(api).ids.set(`${organizationId}/${externalId}`, id);
  told(api).externalIds.set(id, externalId);
}

const known =
  (api: Api) =>
  (row: ConnectionRow): ConnectionRow => ({ external_id: told(api).externalIds.get(row.id), ...row });

async function observe(api: Api, id: string): Promise<ConnectionRow | undefined> {
  const row = await api.find<ConnectionRow>(at`/connections/${id}`);
  return row && known(api)(row);
}

/** Those that came with its creation. Without them each is taken over by its own declaration, and never removed. */
async function certificatesOf(api: Api, id: string): Promise<string[]> {
  const rows = await api.unpaged<{ id: string }>(at`/connections/${id}/saml_idp_signing_certs`).catch(() => []);
  return rows.map((row) => row.id);
}

/** What is to be sent of the changes, in WorkOS's words. */
function bodyOf({ attributes, customAttributes, name, ...changes }: Partial<Declared>) {
  const maps = { standard_attributes: attributes && snakeCase(attributes), custom_attributes: customAttributes };
  const saml = {
    idp_metadata_url: changes.metadataUrl,
    idp_entity_id: changes.idpEntityId,
    idp_sso_url: changes.idpSsoUrl,
    acs_url: changes.acsUrl,
    sp_entity_id: changes.spEntityId,
  };
  const oidc = {
    discovery_endpoint: changes.discoveryEndpoint,
    client_id: changes.clientId,
    client_secret: changes.clientSecret,
    redirect_uri: changes.redirectUri,
    pkce: changes.usesPkce,
    token_authentication_method: changes.tokenAuthentication,
    id_token_signature_algorithm: changes.idTokenAlgorithm,
    fetch_user_info: changes.fetchesUserInfo,
  };
  return { name, attribute_maps: unlessEmpty(maps), saml_options: unlessEmpty(saml), oidc_options: unlessEmpty(oidc) };
}

/** A creation takes no nulls: what they stand for is what there is without them. */
const creatable = ({ customAttributes, ...declared }: Partial<Declared>): Partial<Declared> =>
  withoutNulls({ ...declared, customAttributes: customAttributes && withoutNulls(customAttributes) });

const withoutNulls = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Fields;

const unlessEmpty = (options: object): object | undefined =>
  Object.values(options).some((value) => value !== undefined) ? options : undefined;
