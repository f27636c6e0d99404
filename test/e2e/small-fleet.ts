/** One tenant with one of everything, and two permissions for its role. */
export const smallFleet: Readonly<Record<string, string>> = {
  "fleet.yaml": `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
plans:
  starter: {}
defaultPlan: starter
permissions:
  - { slug: "pipelines:read", name: Read pipelines }
  - { slug: "pipelines:run", name: Run pipelines }
`,
  "tenants/halden-bank.yaml": `schemaVersion: 1
tenant: halden-bank
name: Halden Bank ASA
owner: ingrid.dahl@loomline.example
stripeCustomerId: cus_QnHb7Lk2VxP3aE
domains:
  - { domain: haldenbank.example }
roles:
  - { slug: org-engineer, name: Engineer, permissions: ["pipelines:read", "pipelines:run"] }
members:
  - { email: astrid.berg@haldenbank.example, roles: [org-engineer] }
openai:
  project:
    serviceAccounts:
      - { name: pipeline-runner, keys: [{ name: main, scopes: [model.request] }] }
`,
};
