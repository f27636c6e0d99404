import { ABSENT, at, defineResource } from "../kit.ts";
import { workos } from "./client.ts";
import {
  createIntegration,
  integrationAt,
  integrationInputs,
  integrationOutputs,
  integrationsOf,
  showIntegration,
  updateIntegration,
} from "./data-integration.ts";

/**
 * A third party at which organizations connect accounts that their people share (WorkOS Pipes); a provider has one of
 * these and one `DataIntegration`. A provider of your own is defined once for both: declare `customProvider` in one of
 * them, and make the other one after it (`dependsOn`). One that this stack did not make is refused, since taking it over
 * would overwrite a secret that nobody can read. Accounts are no part of it: those by API key are each a `ConnectedAccount`.
 * Source: WorkOS's Python client 10.8.0, `Pipes`.
 * @removal deletes, with the accounts that are connected through it; so a change of what it replaces is refused at
 *   preview under the same slug
 */
export class OrganizationDataIntegration extends defineResource(workos, "OrganizationDataIntegration", {
  inputs: integrationInputs,
  outputs: integrationOutputs,
  key: ["slug"],
  immutable: ["slug", "authMethods", "config"],
  importId: "key",
  removal: { irreplaceable: "removing it disconnects every account that is connected through it" },
  list: (api) => integrationsOf(api, "organization"),
  show: showIntegration,
  born: (row) => new Date(row.created_at),
  observe: (api, { slug, id }) => integrationAt(api, at`/data-integrations/${slug}/organization`, id),
  lookUp: (api, { slug }) => api.find(at`/data-integrations/${slug}/organization`),
  ensure: (api, declared) => createIntegration(api, "organization", declared),
  sync: (api, changes, known) =>
    updateIntegration(api, at`/data-integrations/${known.slug}/organization`, changes, known),
  remove: async (api, { slug, id }) => {
    const path = at`/data-integrations/${slug}/organization`;
    return (await integrationAt(api, path, id)) ? api.delete(path) : ABSENT;
  },
}) {}
