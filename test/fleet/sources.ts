import {
  type Declaration,
  declareFleet,
  type FleetSources,
  type FolderSources,
  isFleetError,
  type LoadedFleet,
  type TenantDeclarations,
} from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";

/** The smallest fleet file that says everything tenants may refer to. */
export const fleetYaml = `\
schemaVersion: 1
environment: { name: production, mode: test, region: eu }
defaultPlan: starter
plans:
  starter: {}
  enterprise: { extends: starter, require: { mfa: REQUIRED } }
resourceTypes: [{ code: pipelines, actions: [read, run] }]
`;

/** The same that lets files refer to these variables. */
export const allowing = (...variables: string[]): string =>
  `${fleetYaml}secrets: { environment: [${variables.join(", ")}] }\n`;

/** A valid tenant file; `more` is appended. */
export const tenantYaml = (tenant: string, more = ""): string =>
  `schemaVersion: 1\ntenant: ${tenant}\nname: ${tenant} Ltd\nowner: ops@ours.example\n${more}`;

/** A folder in memory: the fleet file, and tenant files by name. */
export const folder = (tenants: Record<string, string>, fleet: string = fleetYaml): FolderSources => ({
  fleet: { path: "fleet/fleet.yaml", text: fleet },
  tenants: Object.entries(tenants).map(([name, text]) => ({ path: `fleet/tenants/${name}.yaml`, text })),
});

/** Of an error's message: a line of a file, or the marks below one. */
const EXCERPT = /^ {2} *\d* \| /;

/** The lines of an error's message that name a place and what is wrong there. */
export const problemLines = (message: string): string[] =>
  message
    .split("\n")
    .slice(0, -1)
    .filter((line) => !EXCERPT.test(line));

/** The lines that say what is wrong with a folder, without the count. */
export function problemsOf(load: FleetSources | (() => LoadedFleet)): string[] {
  try {
    if (typeof load === "function") load();
    else composeFleet(load);
  } catch (error) {
    if (isFleetError(error)) return problemLines(error.message);
    throw error;
  }
  return [];
}

/** What is wrong with one tenant file, without its path: `line:column: message`. */
export const tenantProblems = (text: string, fleet: string = fleetYaml): string[] =>
  problemsOf(folder({ acme: text }, fleet)).map((line) => line.replace("fleet/tenants/acme.yaml:", ""));

/** What is wrong with one fleet file that has no tenants. */
export const fleetProblems = (text: string): string[] =>
  problemsOf(folder({}, text)).map((line) => line.replace("fleet/fleet.yaml:", ""));

/** The day on which the fleets of the tests are read. */
export const today = "2026-11-22";

/** What a tenant's file becomes; `more` is appended to the smallest one. */
export function declared(more: string, fleet: string = fleetYaml): TenantDeclarations {
  const [tenant] = declareFleet(composeFleet(folder({ acme: tenantYaml("acme", more) }, fleet), [], today)).tenants;
  if (!tenant) throw new Error("no tenant");
  return tenant;
}

/** Its resources besides the organization, which every tenant has. */
export const resources = (more: string, fleet: string = fleetYaml): readonly Declaration[] =>
  declared(more, fleet).resources.filter(({ type }) => type !== "workos:Organization");

/** What `more` in a fleet file becomes, without the permissions of the smallest one. */
export const catalogueOf = (more: string): readonly Declaration[] =>
  declareFleet(composeFleet(folder({}, fleetYaml + more), [], today)).catalogue.resources.filter(
    ({ resourceName }) => !resourceName.startsWith("catalogue/workos-permission/pipelines:"),
  );

/** What is wrong with `more` in a tenant's file, without its places. */
export const complaints = (more: string, fleet: string = fleetYaml): string[] =>
  tenantProblems(tenantYaml("acme", more), fleet).map((line) => line.replace(/^\d+:\d+: /, ""));
