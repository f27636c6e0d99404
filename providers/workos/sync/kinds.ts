import { z } from "../../kit.ts";
import { asSet } from "../fields.ts";

/*
 * What rows a sync has, by the list of its outputs that they are in. Each kind says which events are about it, where and which one, and
 * what a row takes of a payload or of a listing: nothing that is not named here gets into state.
 */

/** The scope that is no organization. */
export const ENVIRONMENT = "environment";

/** What a payload, or a row of a listing, says. A field that it does not say is left out. */
export interface Seen {
  /** Its slug where it has one, else its id. */
  readonly key: string;
  readonly updatedAt?: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Kind {
  /** The list of the outputs that its rows are in. */
  readonly list: string;
  readonly changes: readonly string[];
  readonly removals: readonly string[];
  /** Whose it is, of the payload: the id of an organization, or the environment's; `undefined` where that is not said. */
  place(data: unknown): string | undefined;
  /** Whether there are such objects without an organization: what does not say whose it is, is nobody's. */
  readonly mayBeNobodys?: true;
  /** @throws z.ZodError for what does not say which one it is */
  key(data: unknown): string;
  /** @throws z.ZodError for what cannot be read */
  seen(data: unknown, event?: { readonly type: string; readonly at: string }): Seen;
  /** Whether another one can come to the same key once it was deleted. Ids are never given again. */
  readonly revives: boolean;
  /** What two of them that are there at once cannot have in common: the newer one then stands for it. */
  readonly only?: string;
  /** Whether something about it changes without an event: then it is listed again from time to time. */
  readonly isSilent?: true;
  /** Whether a listing shows it: of one that is never listed, nothing is concluded. @default always */
  isListed?(fields: Seen["fields"]): boolean;
}

const time = z.iso.datetime({ offset: true });
const id = z.string().min(1);
const text = z.string().nullish();
const slugs = z.array(z.string()).nullish();

/** A kind of which payloads and listings have the same form. */
function kind<Payload extends z.ZodObject>({
  payload,
  fields,
  ...rest
}: Omit<Kind, "key" | "seen" | "place"> & {
  readonly payload: Payload;
  place?(data: Bag): unknown;
  /** Where it stands in the payloads that have it nested. */
  readonly nested?: string;
  /** The field that is the key. */
  readonly key: "id" | "slug";
  fields(
    data: z.output<Payload>,
    event: { readonly type: string; readonly at: string } | undefined,
    whole: unknown,
  ): Seen["fields"];
}): Kind {
  const { key: named, nested, place = ({ organization_id }: Bag) => organization_id, ...described } = rest;
  const keyed = z.object({ [named]: id });
  const unwrapped = (data: unknown): unknown =>
    nested === undefined ? data : ((data as Bag | null)?.[nested] ?? data);
  const key = (data: unknown): string => keyed.parse(unwrapped(data))[named] as string;
  return {
    ...described,
    place: (data) => {
      const said = place((unwrapped(data) ?? {}) as Bag);
      return typeof said === "string" && said !== "" ? said : undefined;
    },
    key,
    seen(data, event) {
      const read = payload.parse(unwrapped(data));
      const { updated_at } = z.object({ updated_at: time.nullish() }).parse(unwrapped(data));
      const said = Object.entries(fields(read, event, data)).filter(([, value]) => value !== undefined);
      return { key: key(data), updatedAt: updated_at ?? undefined, fields: Object.fromEntries(said) };
    },
  };
}

type Bag = Record<string, unknown>;

const bySlug = ({ slug }: { slug: string }): string => slug;
const inEnvironment = (): string => ENVIRONMENT;
const orNull = <Value>(value: Value | null | undefined): Value | null => value ?? null;

const organization = {
  changes: ["organization.created", "organization.updated"],
  removals: ["organization.deleted"],
  payload: z.object({ id, name: z.string().optional(), external_id: text }),
  key: "id",
  fields: ({
    id,
    name,
    external_id,
  }: {
    id: string;
    name?: string | undefined;
    external_id?: string | null | undefined;
  }) => ({
    id,
    name,
    externalId: orNull(external_id),
  }),
  revives: false,
} as const;

const organizations = kind({ ...organization, list: "organizations", place: inEnvironment });

const itself = kind({ ...organization, list: "organization", place: ({ id }: Bag) => id });

const domains = kind({
  list: "domains",
  changes: [
    "organization_domain.created",
    "organization_domain.updated",
    "organization_domain.verified",
    "organization_domain.verification_failed",
  ],
  removals: ["organization_domain.deleted"],
  nested: "organization_domain", // Of a verification that failed.
  payload: z.object({ id, domain: z.string().toLowerCase(), state: text, verification_strategy: text }),
  key: "id",
  fields: ({ id, domain, state, verification_strategy }) => ({
    id,
    domain,
    state: orNull(state),
    verificationStrategy: orNull(verification_strategy),
  }),
  revives: false,
});

const role = {
  list: "roles",
  payload: z.object({
    slug: id,
    name: z.string().optional(),
    description: text,
    permissions: slugs,
    resource_type_slug: text,
  }),
  key: "slug",
  fields: (data: { slug: string; name?: string | undefined } & Bag) => ({
    slug: data.slug,
    name: data.name,
    // Events of the environment's roles say neither.
    description: data.name === undefined ? undefined : data.description || null,
    permissions: data.permissions ? asSet(data.permissions as string[]) : undefined,
    resourceTypeSlug: data.resource_type_slug ?? undefined,
  }),
  revives: true,
} as const;

const environmentRoles = kind({
  ...role,
  changes: ["role.created", "role.updated"],
  removals: ["role.deleted"],
  place: inEnvironment,
});

const organizationRoles = kind({
  ...role,
  changes: ["organization_role.created", "organization_role.updated"],
  removals: ["organization_role.deleted"],
});

const permissions = kind({
  list: "permissions",
  changes: ["permission.created", "permission.updated"],
  removals: ["permission.deleted"],
  place: inEnvironment,
  payload: z.object({ slug: id, name: z.string().optional(), description: text, system: z.boolean().optional() }),
  key: "slug",
  fields: ({ slug, name, description, system }) => ({
    slug,
    name,
    description: name === undefined ? undefined : description || null,
    system,
  }),
  revives: true,
});

const slugged = z.object({ slug: id });

const members = kind({
  list: "members",
  changes: ["organization_membership.created", "organization_membership.updated"],
  removals: ["organization_membership.deleted"],
  payload: z.object({
    id,
    user_id: text,
    status: z.string(),
    roles: z.array(slugged).nullish(),
    role: slugged.nullish(),
    directory_managed: z.boolean().nullish(),
    user: z.object({ email: z.string().toLowerCase() }).nullish(),
  }),
  key: "id",
  fields: ({ id, user_id, status, roles, role, directory_managed, user }) => ({
    id,
    userId: orNull(user_id),
    email: user?.email,
    status,
    // WorkOS has both `role`, the first, and `roles`; what has neither says nothing of them.
    roles: roles || role ? asSet([...(roles ?? []), ...(role ? [role] : [])].map(bySlug)) : undefined,
    directoryManaged: directory_managed ?? undefined,
  }),
  revives: true,
  only: "userId",
});

const invitations = kind({
  list: "invitations",
  changes: ["invitation.created", "invitation.accepted", "invitation.resent"],
  removals: ["invitation.revoked"],
  // One to the environment alone is into no organization.
  mayBeNobodys: true,
  payload: z.object({ id, email: z.string().toLowerCase(), state: z.string(), expires_at: text, accepted_at: text }),
  key: "id",
  fields: ({ id, email, state, expires_at, accepted_at }) => ({
    id,
    email,
    state,
    expiresAt: orNull(expires_at),
    acceptedAt: orNull(accepted_at),
  }),
  revives: false,
});

const owner = z.object({ type: z.string(), id, organization_id: text });

const apiKeys = kind({
  list: "apiKeys",
  changes: ["api_key.created", "api_key.updated"],
  removals: ["api_key.revoked"],
  place: (data) => {
    const { type, id, organization_id } = (data.owner ?? {}) as Bag;
    return type === "user" ? organization_id : id;
  },
  payload: z.object({
    id,
    owner,
    name: z.string().optional(),
    permissions: slugs,
    created_at: text,
    expires_at: text,
    last_used_at: text,
  }),
  key: "id",
  fields: ({ id, owner, name, permissions, created_at, expires_at, last_used_at }, event) => ({
    id,
    name,
    owner: owner.type === "user" ? "user" : "organization",
    userId: owner.type === "user" ? owner.id : null,
    permissions: permissions ? asSet(permissions) : undefined,
    createdAt: created_at ?? undefined,
    expiresAt: orNull(expires_at),
    // Of an event it is as of then, which may be long before the latest listing.
    lastUsedAt: event ? undefined : orNull(last_used_at),
  }),
  revives: false,
  isSilent: true,
  // The listing has the organization's own; those of its members are with each member.
  isListed: ({ owner }) => owner === "organization",
});

const certificate = z.object({ certificate: z.object({ expiry_date: text }).nullish() });

const connections = kind({
  list: "connections",
  changes: [
    "connection.activated",
    "connection.deactivated",
    "connection.saml_certificate_renewal_required",
    "connection.saml_certificate_renewed",
  ],
  removals: ["connection.deleted"],
  nested: "connection", // Of what is about its certificates.
  mayBeNobodys: true,
  payload: z.object({ id, name: text, connection_type: text, state: text }),
  key: "id",
  fields({ id, name, connection_type, state }, event, whole) {
    const ends = event?.type === "connection.saml_certificate_renewal_required";
    const isRenewed = event?.type === "connection.saml_certificate_renewed";
    return {
      id,
      name: name ?? undefined,
      type: connection_type ?? undefined,
      state: state ?? STATES[event?.type ?? ""],
      certificateEndsAt: ends
        ? orNull(certificate.parse(whole).certificate?.expiry_date)
        : isRenewed
          ? null
          : undefined,
      lastEvent: event && { type: event.type, at: event.at },
    };
  },
  revives: false,
  isSilent: true,
});

/** What an event means where its payload does not say it. */
const STATES: Readonly<Record<string, string>> = {
  "connection.activated": "active",
  "connection.deactivated": "inactive",
  "dsync.activated": "linked",
};

/** Events have other words for two states of a directory than answers have. */
const DIRECTORY_STATES: Readonly<Record<string, string>> = { active: "linked", inactive: "unlinked" };

const directories = kind({
  list: "directories",
  changes: ["dsync.activated"],
  removals: ["dsync.deleted"],
  mayBeNobodys: true,
  payload: z.object({ id, name: text, type: text, state: text }),
  key: "id",
  fields: ({ id, name, type, state }, event) => ({
    id,
    name: name ?? undefined,
    type: type ?? undefined,
    state: state ? (DIRECTORY_STATES[state] ?? state) : STATES[event?.type ?? ""],
    lastEvent: event && { type: event.type, at: event.at },
  }),
  revives: false,
  isSilent: true,
});

const ofEnvironment: readonly Kind[] = [environmentRoles, permissions, organizations];
const ofOrganization: readonly Kind[] = [
  itself,
  domains,
  organizationRoles,
  members,
  invitations,
  apiKeys,
  connections,
  directories,
];

/** The kinds of rows that the scope has: an organization by its id, or the environment. */
export const kindsOf = (scope: string): readonly Kind[] => (scope === ENVIRONMENT ? ofEnvironment : ofOrganization);

/** By event, what it is about in an organization. */
const eventsOfOrganization = new Map(
  ofOrganization.flatMap((kind) => [...kind.changes, ...kind.removals].map((event) => [event, kind] as const)),
);

/** Whether the event is about something that lives in an organization, and does not say in which. */
export function isUnplaced(type: string, data: unknown): boolean {
  const kind = eventsOfOrganization.get(type);
  return kind !== undefined && !kind.mayBeNobodys && kind.place(data) === undefined;
}

/** Every event that any sync reads, sorted: what is not named is not asked for. */
export const EVENTS: readonly string[] = asSet(
  [...ofEnvironment, ...ofOrganization].flatMap(({ changes, removals }) => [...changes, ...removals]),
);
