import { z } from "zod";
import type { ActingClient } from "../core/acting-client.ts";
import { madeUpCustomers } from "../core/made-up-customers.ts";

/** Bodies as the API takes them; what the estate adds to them is named. */
const serviceAccount = z.looseObject({
  /** Given after creation, where it differs from what creation gives. */
  role: z.enum(["member", "owner"]).optional(),
  /** Further keys, besides the one that creation makes. */
  api_keys: z.array(z.looseObject({})).optional(),
});
const project = z.looseObject({
  service_accounts: z.array(serviceAccount).optional(),
  archived: z.boolean().optional(),
});
const estateSchema = z.strictObject({ projects: z.array(project).default([]) });

/** What an organization can be seeded with: request bodies of the API, with children inside their project. */
export type OpenaiEstate = z.input<typeof estateSchema>;

/** @throws z.ZodError before anything is made, or an error that names the request which the API refused. */
export async function openaiSeed(estate: unknown, act: ActingClient): Promise<void> {
  for (const { service_accounts = [], archived, ...fields } of estateSchema.parse(estate).projects) {
    const { id } = await act.post("/organization/projects", fields);
    const accounts = `/organization/projects/${id}/service_accounts`;
    for (const { role, api_keys = [], ...fields } of service_accounts) {
      const account = await act.post(accounts, fields);
      if (role !== undefined && role !== account.role) await act.post(`${accounts}/${account.id}`, { role });
      for (const key of api_keys) await act.post(`${accounts}/${account.id}/api_keys`, key);
    }
    if (archived) await act.post(`/organization/projects/${id}/archive`);
  }
}

/**
 * A made-up organization. Untidy as real ones are: some projects are archived, or are there twice under one name; some
 * accounts own their project, have no role, or have more keys than anybody uses.
 */
export function madeOpenaiEstate(size: number): OpenaiEstate {
  return {
    projects: madeUpCustomers(size).flatMap(({ key, index }) => {
      const project = {
        name: key,
        service_accounts: [
          {
            name: "backend",
            ...(index % 6 === 5 ? { create_service_account_only: true } : {}),
            ...(index % 9 === 8 ? { role: "owner" as const } : {}),
            api_keys: index % 4 === 3 ? [{ name: "old" }, { name: "new" }] : [],
          },
        ],
        archived: index % 15 === 14,
      };
      return index % 21 === 20 ? [{ name: key, archived: true }, project] : [project];
    }),
  };
}
