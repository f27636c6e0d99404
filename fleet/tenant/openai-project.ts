import { z } from "zod";
import { asSet, inOrder, only } from "../canonical.ts";
import { type Declaration, declaration, idOf } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { tenantSection } from "../section.ts";
import { line, notYet, oneOf, refused, unlessMissing } from "../words.ts";

const serviceAccountKey = z.strictObject({
  name: line(255),
  scopes: z.union(
    [
      z.literal("all"),
      z.array(z.string().regex(/^\S+$/, { error: "must be a scope such as model.request" })).min(1, {
        error: "[] would give the key every permission: list its scopes, or write all if that is meant",
      }),
    ],
    { error: unlessMissing("expected a list of scopes, or the word all") },
  ),
  /** Counted from creation and never sent again. */
  expiresInDays: z.int().min(1).max(3650).exactOptional(),
  ...notYet("rotation"),
});

const serviceAccount = z.strictObject({
  name: line(255),
  role: oneOf(["member", "owner"], ["none"]).exactOptional(),
  keys: z.array(serviceAccountKey).exactOptional(),
});

const residency = z.enum([
  "GLOBAL",
  "US_STORAGE_PROCESSING",
  "EU_STORAGE_PROCESSING",
  "AE_STORAGE_PROCESSING",
  "JP_STORAGE_PROCESSING",
  "IN_STORAGE_PROCESSING",
  "AU_STORAGE_PROCESSING",
  "JP_STORAGE",
  "KR_STORAGE",
  "CA_STORAGE",
  "SG_STORAGE",
  "IN_STORAGE",
  "AU_STORAGE",
  "GB_STORAGE",
  "AE_STORAGE",
]);

const projectDefaults = z.strictObject({
  ...refused(["name"], "belongs in the tenant file: every project has its own"),
  residency: residency.exactOptional(),
  serviceAccounts: z.array(serviceAccount).exactOptional(),
  ...notYet(
    "certificates",
    "dataRetention",
    "externalKeyId",
    "federation",
    "groups",
    "hostedTools",
    "modelPermissions",
    "rateLimits",
    "roles",
    "serviceTier",
    "spendAlerts",
    "spendLimit",
  ),
});
const project = projectDefaults.extend({ name: line(255).exactOptional() });

type Project = z.output<typeof project>;

const openai = <Project extends z.ZodType>(project: Project) => ({
  openai: z
    .strictObject({ project: project.exactOptional() } as { project: z.ZodExactOptional<Project> })
    .exactOptional(),
});

/** What the customer has at OpenAI: one project, with service accounts and their keys. */
export const openaiProject = tenantSection({
  own: openai(project),
  presets: openai(projectDefaults),
  distinct: [
    { items: ["openai", "project", "serviceAccounts", each], by: ["name"] },
    { items: ["openai", "project", "serviceAccounts", each, "keys", each], by: ["name"] },
  ],
  unshared: [
    {
      what: "OpenAI project name",
      items: ["openai", "project", "name"],
      standIn: { field: "tenant", within: ["openai", "project"] },
    },
  ],
  declare: ({ openai }, { tenant, leaving }) =>
    openai?.project ? declareProject(tenant, openai.project, leaving ? {} : { protect: true }) : [],
});

const declareProject = (tenant: string, config: Project, protection: { protect?: true }): Declaration[] => [
  declaration(
    "openai:Project",
    resourceNames.project(tenant),
    { name: config.name ?? tenant, ...only(config, "residency") },
    protection,
  ),
  ...inOrder(config.serviceAccounts, ({ name }) => name).flatMap((account) => declareAccount(tenant, account)),
];

function declareAccount(tenant: string, { name: account, role, keys }: z.output<typeof serviceAccount>): Declaration[] {
  const project = resourceNames.project(tenant);
  const owner = resourceNames.serviceAccount(tenant, account);
  const within = { deletedWith: project };
  return [
    // The role is always stated: an account that is only created has none, and its keys can do nothing.
    declaration(
      "openai:ServiceAccount",
      owner,
      { name: account, role: role ?? "member" },
      { refs: { projectId: idOf(project) }, ...within },
    ),
    ...inOrder(keys, ({ name }) => name).map(({ name, scopes, expiresInDays }) =>
      declaration(
        "openai:ServiceAccountKey",
        resourceNames.key(tenant, account, name),
        {
          name,
          ...(scopes !== "all" && { scopes: asSet(scopes) }),
          ...(expiresInDays !== undefined && { expiresInSeconds: expiresInDays * secondsPerDay }),
        },
        {
          refs: { projectId: { output: "projectId", of: owner }, serviceAccountId: idOf(owner) },
          ...within,
          shows: [{ as: "keys", name: `${account}/${name}`, property: "value" }],
        },
      ),
    ),
  ];
}

const secondsPerDay = 24 * 60 * 60;
