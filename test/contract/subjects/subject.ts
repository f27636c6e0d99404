import type { Emulators } from "../../../emulators/index.ts";
import { providerSource } from "../../../providers/host/resource.ts";
import type { Bag } from "../provider-process.ts";

/** Objects at a vendor in the words of our inputs, with their ids. */
type Held = { id: string } & Bag;

/** One resource type under test: what it lives in, how it is declared, and what the vendor then holds. */
export interface Subject {
  readonly token: string;
  /** Makes what it lives in, as somebody else. `name` belongs to this case alone. */
  readonly home: (emulators: Emulators, name: string) => Promise<Bag>;
  readonly declared: (home: Bag, name: string) => Bag;
  /** Other values for everything that can be changed in place. Absent where nothing can. */
  readonly changed?: (home: Bag, name: string) => Bag;
  /** Every object of the type in its home, those that count as gone left out. */
  readonly held: (emulators: Emulators, home: Bag, name: string) => Promise<Held[]>;
}

/** The constant input that says where the provider's code is. */
export const providerLine = (token: string): { __provider: string } => ({ __provider: providerSource(token) });

export const somebody = "dana@ourcompany.example";

export const organization = async ({ workos }: Emulators, name: string): Promise<Bag> => {
  const { id } = await workos.as(somebody).post("/organizations", { name, external_id: name });
  return { organizationId: id };
};

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
