/** A fleet as it is, and what a pull request makes of it. */

const fleet = ({ lifetimeMinutes, days }: { lifetimeMinutes: number; days: number }) => `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
plans:
  starter: {}
  business:
    defaults:
      session: { lifetimeMinutes: ${lifetimeMinutes} }
      auditLogRetentionDays: ${days}
defaultPlan: business
defaults: { owner: ingrid.dahl@loomline.example, mfa: { policy: ENCOURAGED } }
permissions:
  - { slug: "pipelines:read", name: Read pipelines }
  - { slug: "pipelines:run", name: Run pipelines }
  - { slug: "billing:manage", name: Manage billing, privileged: true }
`;

const tenant = (key: string, more = "") => `schemaVersion: 1
tenant: ${key}
name: ${key} Ltd
${more}`;

const plain = ["globex", "hooli", "umbrella"];
const plainFiles = Object.fromEntries(plain.map((key) => [`tenants/${key}.yaml`, tenant(key)]));

export const before: Readonly<Record<string, string>> = {
  "fleet.yaml": fleet({ lifetimeMinutes: 1440, days: 365 }),
  ...plainFiles,
  "tenants/acme.yaml": tenant(
    "acme",
    `roles:
  - { slug: org-engineer, name: Engineer, permissions: ["pipelines:read"] }
  - { slug: org-admin, name: Admin, permissions: ["pipelines:read", "billing:manage"] }
  - { slug: org-temp, name: Temp, permissions: ["pipelines:read"] }
members:
  - { email: ana@acme.example, roles: [org-engineer] }
  - { email: bob@acme.example, roles: [org-engineer] }
openai:
  project:
    spendLimit: { monthlyUsd: 500 }
    serviceAccounts:
      - { name: reader }
      - { name: runner, keys: [{ name: main, scopes: [model.request] }] }
`,
  ),
  "tenants/initech.yaml": tenant(
    "initech",
    "status: offboarding\nopenai: { project: { serviceAccounts: [{ name: runner }] } }\n",
  ),
};

/** Null for a file that goes. */
export const afterwards: Readonly<Record<string, string | null>> = {
  "fleet.yaml": fleet({ lifetimeMinutes: 480, days: 30 }),
  "tenants/initech.yaml": null,
  "tenants/umbrella.yaml": tenant("umbrella", "status: offboarding\n"),
  "tenants/stark.yaml": tenant(
    "stark",
    "members: [{ email: tony@stark.example, roles: [member] }, { email: pepper@stark.example, roles: [member] }]\n",
  ),
  "tenants/acme.yaml": tenant(
    "acme",
    `domains:
  - { domain: acme-labs.example }
roles:
  - { slug: org-engineer, name: Engineer, permissions: ["pipelines:read", "pipelines:run"] }
  - { slug: org-admin, name: Admin, permissions: ["pipelines:read", "billing:manage"] }
members:
  - { email: ana@acme.example, roles: [org-admin] }
openai:
  project:
    spendLimit: { monthlyUsd: 800 }
    serviceAccounts:
      - { name: reader }
      - { name: runner, role: owner, keys: [{ name: main, scopes: [model.request], rotation: { epoch: "2026-12" } }] }
`,
  ),
};
