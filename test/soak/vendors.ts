import type { Emulators } from "../../emulators/index.ts";

/** Something that exists at a vendor. */
export interface Living {
  /** What it is and whose, in words that the declared fleet uses too. */
  readonly thing: string;
  readonly id: string;
  /** As the vendor holds it, without the times that move by themselves. */
  readonly row: string;
  /** Its value, of what is shown once. */
  readonly secret?: string;
}

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Dump = Readonly<Record<string, readonly Row[]>>;

/** What exists now, asked of the vendors themselves. */
export async function living({ workos, openai }: Emulators): Promise<Living[]> {
  const dump = async (origin: string): Promise<Dump> =>
    (await (await fetch(`${origin}/_emulator/dump`)).json()) as Dump;
  const [w, o] = [await dump(workos.origin), await dump(openai.origin)];
  const names = (rows: readonly Row[] = [], member: string) =>
    new Map(rows.map((row) => [row.id, String(row[member])]));
  const tenants = names(w.organizations, "external_id");
  const applications = new Map(
    (w.applications ?? []).map(({ id, name, organization_id }) => [
      id,
      `${tenants.get(String(organization_id))}/${name}`,
    ]),
  );
  const projects = names(o.projects, "name");
  const accounts = names(o.service_accounts, "name");
  const people = names(w.users, "email");
  const inTenant = ({ organization_id }: Row): string => tenants.get(String(organization_id)) ?? "nobody";
  const inProject = ({ project_id }: Row): string => projects.get(String(project_id)) ?? "nobody";
  const isOpen = ({ accepted_at, revoked_at, expires_at }: Row): boolean =>
    !accepted_at && !revoked_at && new Date(String(expires_at)) > workos.clock.now();

  const all = (rows: readonly Row[] = [], thing: (row: Row) => string, secret?: "value" | "secret"): Living[] =>
    rows.map((row) => ({
      thing: thing(row),
      id: row.id,
      row: JSON.stringify({ ...row, updated_at: 0, last_used_at: 0 }),
      ...(secret && { secret: String(row[secret]) }),
    }));
  return [
    all(w.organizations, ({ external_id }) => `organization ${external_id}`),
    all(w.domains, (row) => `domain ${inTenant(row)}/${row.domain}`),
    all(w.permissions, ({ slug }) => `permission ${slug}`),
    all(
      w.roles?.filter(({ organization_id }) => organization_id),
      (row) => `role ${inTenant(row)}/${row.slug}`,
    ),
    all(w.invitations?.filter(isOpen), (row) => `person ${inTenant(row)}/${row.email}`),
    // A pending membership is the other side of an open invitation.
    all(
      w.memberships?.filter(({ status }) => status !== "pending"),
      (row) => `person ${inTenant(row)}/${people.get(String(row.user_id))}`,
    ),
    all(w.apiKeys, (row) => `organization key ${inTenant(row)}/${row.name}`, "value"),
    all(w.applications, ({ id }) => `application ${applications.get(id)}`),
    all(w.clientSecrets, (row) => `client secret ${applications.get(String(row.application_id))}`, "secret"),
    all(
      o.projects?.filter(({ archived_at }) => !archived_at),
      ({ name }) => `project ${name}`,
    ),
    all(o.service_accounts, (row) => `service account ${inProject(row)}/${row.name}`),
    all(
      o.api_keys,
      (row) => `project key ${inProject(row)}/${accounts.get((row.owner as Row).id) ?? "a person"}/${row.name}`,
      "value",
    ),
  ].flat();
}

/** Whether it is a secret of which a vendor may hold several under one name. */
export const isKey = ({ thing }: Pick<Living, "thing">): boolean =>
  /^(organization key|client secret|project key) /.test(thing);
export const isPerson = ({ thing }: Pick<Living, "thing">): boolean => thing.startsWith("person ");
