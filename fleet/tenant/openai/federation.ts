import { z } from "zod";
import { line } from "../../../providers/contract/fields.ts";
import { attributeMatchers, description, name } from "../../../providers/openai/fields.ts";
import { inOrder, only } from "../../canonical.ts";
import { declaration, idOf, outputOf } from "../../declaration.ts";
import type { Problem } from "../../fleet-error.ts";
import { nameIsMissing, namesIn } from "../../openai-names.ts";
import { each, itemsAt, textsAt, valueAt } from "../../paths.ts";
import { catalogue, nameOf } from "../../resource-names.ts";
import { type DraftTenant, type FileOf, type Known, tenantSection } from "../../section.ts";
import { scopesOrAll } from "./scopes.ts";
import type { serviceAccounts } from "./service-accounts.ts";

const trust = z.strictObject({
  /** At OpenAI the tenant's key stands before it, since a provider has the rules of all tenants. */
  name: line(200),
  /** One of `openai.identityProviders` of fleet.yaml. */
  provider: name,
  /** One of the project's `serviceAccounts`. */
  serviceAccount: name,
  /** What a token must have, by attribute: all of it. */
  rule: attributeMatchers,
  /** What such a token may do, e.g. `model.request`: the whole set, or the word `all`. */
  scopes: scopesOrAll("every such token"),
  description: description.exactOptional(),
  /** Whether such tokens are accepted. Left out: as it is there. */
  enabled: z.boolean().exactOptional(),
});
type Federation = {
  readonly openai?: { readonly project?: { readonly federation?: readonly z.output<typeof trust>[] } };
};

/** Which tokens of others speak for a service account: no key to keep, to rotate or to leak. */
export const federation = tenantSection({
  at: ["openai", "project"],
  shared: { federation: z.array(trust).exactOptional() },
  distinct: [{ items: ["openai", "project", "federation", each], by: ["name"] }],
  tenantRules: [providersExist, accountsExist, accountsStay],
  declare: ({ federation }, { tenant, firstKey }) =>
    inOrder(federation, ({ name }) => name).map(({ name, provider, serviceAccount, rule, scopes, ...more }) => {
      const account = nameOf(tenant, "openai:ServiceAccount", serviceAccount);
      return declaration(
        "openai:FederationRule",
        [tenant, name],
        {
          name: `${firstKey}/${name}`,
          attributeMatchers: rule,
          scopes: scopes === "all" ? null : scopes,
          ...only(more, "description", "enabled"),
        },
        // Removed one by one even when the tenant leaves: OpenAI deletes no provider that has rules.
        {
          refs: {
            workloadIdentityProviderId: idOf(nameOf(catalogue, "openai:WorkloadIdentityProvider", provider)),
            projectId: outputOf(account, "projectId"),
            serviceAccountId: idOf(account),
          },
        },
      );
    }),
});

function providersExist({ file, effective }: DraftTenant<Federation>, { openai }: Known): Problem[] {
  const otherwise = "declare it under openai.identityProviders of fleet.yaml";
  return textsAt(effective, ["openai", "project", "federation", each, "provider"]).flatMap(({ path, text }) => {
    const missing = nameIsMissing("identity provider", text, openai.identityProviders, otherwise);
    return missing ? [file.problem(path, missing)] : [];
  });
}

function accountsExist({ file, effective }: DraftTenant<Federation & FileOf<typeof serviceAccounts>>): Problem[] {
  const own = namesIn(valueAt(effective, ["openai", "project", "serviceAccounts"]));
  return textsAt(effective, ["openai", "project", "federation", each, "serviceAccount"]).flatMap(({ path, text }) => {
    const missing = nameIsMissing("service account", text, own, "declare it under serviceAccounts of the project");
    return missing ? [file.problem(path, missing)] : [];
  });
}

/** A rule cannot move to another account, and tokens that it lets in would be refused until it is made anew. */
function accountsStay({ file, effective }: DraftTenant<Federation & FileOf<typeof serviceAccounts>>): Problem[] {
  const accounts = itemsAt(effective, ["openai", "project", "serviceAccounts", each]);
  const rotating = accounts
    .filter(({ value }) => valueAt(value, ["rotation"]) !== undefined)
    .map(({ value }) => valueAt(value, ["name"]));
  return textsAt(effective, ["openai", "project", "federation", each, "serviceAccount"])
    .filter(({ text }) => rotating.includes(text))
    .map(({ path }) => {
      const what = "is a service account that rotates, which a rule cannot follow";
      return file.problem(
        path,
        `${what}: name one without rotation. With tokens instead of keys there is nothing to rotate`,
      );
    });
}
