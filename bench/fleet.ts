export interface FleetVariant {
  readonly status?: "active" | "offboarding";
  /** Whether the first tenant has another name. */
  readonly changed?: boolean;
}

/** Files of a fleet with so many tenants. Each is one organization with one role without permissions. */
export function fleetOf(
  tenants: number,
  { status = "active", changed = false }: FleetVariant = {},
): Record<string, string> {
  const files: Record<string, string> = {
    "fleet.yaml": `schemaVersion: 1
environment: { name: bench, mode: test, region: eu }
plans: { basic: {} }
defaultPlan: basic
`,
    "tenants/.keep": "",
  };
  for (let number = 1; number <= tenants; number++) {
    const tenant = `customer-${String(number).padStart(4, "0")}`;
    files[`tenants/${tenant}.yaml`] = `schemaVersion: 1
tenant: ${tenant}
name: ${changed && number === 1 ? "Renamed" : `Customer ${number}`}
status: ${status}
owner: success@ourcompany.example
roles:
  - { slug: org-engineer, name: Engineer }
`;
  }
  return files;
}
