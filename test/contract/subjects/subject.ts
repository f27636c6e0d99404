import type { Emulators } from "../../../emulators/index.ts";
import type { Definition } from "../../../providers/host/definition.ts";
import { marked } from "../../../providers/host/marks.ts";
import { providerSource } from "../../../providers/host/resource.ts";
import * as openai from "../../../providers/openai/index.ts";
import * as workos from "../../../providers/workos/index.ts";
import { asStored, type Bag, type ProviderProcess } from "../provider-process.ts";

/** Objects at a vendor in the words of our inputs, with their ids. */
type Held = { id: string } & Bag;

/** One resource type under test: what it lives in, how it is declared, and what the vendor then holds. */
export interface Subject {
  readonly token: string;
  /** Tells several subjects of one token apart: what the object has been through, in one word. */
  readonly situation?: string;
  /** Subjects that send the same writes are of one group: faults find their request by its route, so these take turns. */
  readonly group?: string;
  /** Makes what it lives in, as somebody else. `name` belongs to this case alone. */
  readonly home: (emulators: Emulators, name: string) => Promise<Bag>;
  /** It is in its home already: imported, then made what is declared, in place of a creation. */
  readonly imported?: true;
  readonly declared: (home: Bag, name: string) => Bag;
  /** Other values for everything that can be changed in place. Absent where nothing can. */
  readonly changed?: (home: Bag, name: string) => Bag;
  /** Every object of the type in its home, those that count as gone left out. */
  readonly held: (emulators: Emulators, home: Bag, name: string) => Promise<Held[]>;
  /** Its removal looks at a listing, which a run makes once: whoever removes several, each in a case of its own, is several runs. */
  readonly removalLooks?: true;
  /** The vendor cannot delete it: after its removal the next run still finds it. `untouched`: just as it was. */
  readonly stays?: true | "untouched";
}

/** A subject in a test's title. */
export const titleOf = ({ token, situation }: Subject): string => (situation ? `${token}, ${situation}` : token);

/** A subject in the names of what it makes: lower-case letters, and `-`. */
export const wordOf = ({ token, situation }: Subject): string =>
  [token.split(":")[1]?.toLowerCase(), situation].filter(Boolean).join("-");

/** The outputs that must be stored encrypted, and that only creation shows. */
export const secretsOf = ({ token }: Subject): string[] => [...marked(definitionOf(token).computed, "secret")];

export function definitionOf(token: string): Definition<unknown> {
  const [vendor, name = ""] = token.split(":");
  const resources = vendor === "workos" ? workos : openai;
  return (resources as unknown as Record<string, { definition: Definition<unknown> }>)[name]
    ?.definition as Definition<unknown>;
}

/** What `pulumi import` is told to find it by. */
export const importIdOf = ({ token }: Subject, inputs: Bag, id = ""): string =>
  (definitionOf(token).importId ?? ["id"]).map((field) => (field === "id" ? id : inputs[field])).join("/");

/** Brings the object under management as the engine does: creates it, or imports it and changes what differs. */
export async function obtain(
  provider: ProviderProcess,
  subject: Subject,
  inputs: Bag,
): Promise<{ id: string; properties: Bag }> {
  if (!subject.imported) return provider.create(inputs);
  const { id, properties } = await provider.read(importIdOf(subject, inputs), providerLine(subject.token));
  return { id, properties: await provider.update(id, asStored(properties), inputs) };
}

/** The constant input that says where the provider's code is. */
export const providerLine = (token: string): { __provider: string } => ({ __provider: providerSource(token) });

export const somebody = "dana@ourcompany.example";

export const organization = async ({ workos }: Emulators, name: string): Promise<Bag> => {
  const { id } = await workos.as(somebody).post("/organizations", { name, external_id: name });
  return { organizationId: id };
};

/** Two permissions for its roles and keys, `<name>:read` and `<name>:write`. */
export async function permissions({ workos }: Emulators, name: string): Promise<void> {
  for (const slug of [`${name}:read`, `${name}:write`])
    await workos.as(somebody).post("/authorization/permissions", { slug, name: slug });
}

/** An organization with one member. */
export async function member(emulators: Emulators, name: string): Promise<Bag> {
  const home = await organization(emulators, name);
  const act = emulators.workos.as(somebody);
  const user = await act.post("/user_management/users", { email: `ana@${name}.example` });
  const body = { user_id: user.id, organization_id: home.organizationId };
  const { id } = await act.post("/user_management/organization_memberships", body);
  return { ...home, organizationMembershipId: id };
}

/** A workspace in the organization, and a role for such. */
export async function workspace({ workos }: Emulators, { organizationId }: Bag, name: string): Promise<Bag> {
  const fields = { name, resource_type_slug: "workspace" };
  const role = await workos.as(somebody).post("/authorization/roles", { ...fields, slug: name });
  const body = { ...fields, organization_id: organizationId, external_id: name };
  const { id } = await workos.as(somebody).post("/authorization/resources", body);
  return { roleSlug: role.slug, resourceId: id };
}

export const project = async ({ openai }: Emulators, name: string): Promise<Bag> => {
  const { id } = await openai.as(somebody).post("/organization/projects", { name });
  return { projectId: id };
};

/** Every page of a list at OpenAI. */
export async function everyPage({ openai }: Emulators, path: string): Promise<Bag[]> {
  const rows: Bag[] = [];
  for (let after = ""; ; ) {
    const query = `${path.includes("?") ? "&" : "?"}limit=100${after === "" ? "" : `&after=${after}`}`;
    const page = await openai.as(somebody).get(path + query);
    rows.push(...page.data);
    if (!page.has_more) return rows;
    after = page.data.at(-1).id;
  }
}
