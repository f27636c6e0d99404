export interface FleetVariant {
  readonly status?: "active" | "offboarding";
  /** Whether the first tenant has another name. */
  readonly changed?: boolean;
  /** The service accounts in each tenant's project, as its file says them. @default no project */
  readonly accounts?: readonly string[];
  /** The number of the first tenant. @default 1 */
  readonly from?: number;
}

/** Files of a fleet with so many tenants. Each is one organization with one role without permissions. */
export function fleetOf(tenants: number, variant: FleetVariant = {}): Record<string, string> {
  const { status = "active", changed = false, accounts = [], from = 1 } = variant;
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
${accounts.length > 0 ? `${PROJECT}${accounts.map((account) => `      - ${account}\n`).join("")}` : ""}`;
  }
  return files;
}

const PROJECT = `openai:
  project:
    serviceAccounts:
`;

export const WITH_A_KEY = "{ name: worker, role: member, keys: [{ name: main, scopes: [model.request] }] }";

export const withoutKeys = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `{ name: worker-${index + 1}, role: member }`);
