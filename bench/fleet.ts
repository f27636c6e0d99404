export interface FleetVariant {
  readonly status?: "active" | "offboarding";
  /** Whether the first tenant has another name. */
  readonly changed?: boolean;
  /** Whether each tenant has a project with a service account and its key, too. */
  readonly projects?: boolean;
  /** Service accounts without a key in each tenant's project. @default 0 */
  readonly accounts?: number;
  /** The number of the first tenant. @default 1 */
  readonly from?: number;
}

/** Files of a fleet with so many tenants. Each is one organization with one role without permissions. */
export function fleetOf(tenants: number, variant: FleetVariant = {}): Record<string, string> {
  const { status = "active", changed = false, projects = false, accounts = 0, from = 1 } = variant;
  const files: Record<string, string> = {
    "fleet.yaml": `schemaVersion: 1
environment: { name: bench, mode: test, region: eu }
${from === 1 ? "" : "catalogue: shared\n"}plans: { basic: {} }
defaultPlan: basic
`,
    "tenants/.keep": "",
  };
  for (let number = from; number < from + tenants; number++) {
    const tenant = `customer-${String(number).padStart(5, "0")}`;
    files[`tenants/${tenant}.yaml`] = `schemaVersion: 1
tenant: ${tenant}
name: ${changed && number === from ? "Renamed" : `Customer ${number}`}
status: ${status}
owner: success@ourcompany.example
roles:
  - { slug: org-engineer, name: Engineer }
${projects ? PROJECT : ""}${accounts > 0 ? projectWith(accounts) : ""}`;
  }
  return files;
}

const PROJECT = `openai:
  project:
    serviceAccounts:
      - { name: worker, role: member, keys: [{ name: main, scopes: [model.request] }] }
`;

const projectWith = (accounts: number): string => `openai:
  project:
    serviceAccounts:
${Array.from({ length: accounts }, (_, index) => `      - { name: worker-${index + 1}, role: member }\n`).join("")}`;
