import { basename } from "node:path";
import { auditedAs, auditedTwice } from "./audit.ts";
import { environmentRoleTypes } from "./catalogue/environment-roles.ts";
import { type CatalogueConfig, catalogueSections } from "./catalogue/index.ts";
import { type PermissionConfig, permissionFields, permissionsOf } from "./catalogue/permissions.ts";
import { type Certificates, certificatesIn } from "./certificate-files.ts";
import { check } from "./check.ts";
import { looksSecret } from "./credentials.ts";
import { type DeletionBudget, tooManyLeaving, withDefaults } from "./deletion-budget.ts";
import { fieldNames } from "./field-names.ts";
import { FleetError, inReadingOrder, type Problem } from "./fleet-error.ts";
import { mirroredIn } from "./mirror.ts";
import { objectFile, type SourceObject } from "./object-file.ts";
import { organizationNames } from "./openai-names.ts";
import { type Path, textsAt, valueAt, type Written } from "./paths.ts";
import { merge, type Plans, plansOf, presetsOf } from "./plans.ts";
import { type Policies, unfitExemptions } from "./policies.ts";
import { type FleetSources, readFolder } from "./read-folder.ts";
import type { Refresh } from "./refresh.ts";
import { requirementsOf } from "./requirements.ts";
import { unlistedRegion } from "./residency-by-region.ts";
import { repeated, sharedBetweenTenants } from "./rules/distinct.ts";
import { formerKeysOfOthers } from "./rules/former-keys.ts";
import { unknownPermissions } from "./rules/permissions.ts";
import { plansOutOfOrder, unknownPlan } from "./rules/plans.ts";
import { unfitRoles } from "./rules/roles.ts";
import { givenSecrets, strayReferences, unfitVariables, writtenSecrets } from "./rules/secrets.ts";
import { onlyOfOwner } from "./rules/shared-catalogue.ts";
import { allowedVariables, type Environment, type FleetInput, fleetFile, type TenantConfig } from "./schema.ts";
import { missingSecret, ownSecret, type SecretSource, secretSource } from "./secret-references.ts";
import type { AnyTenantSection, Body, DraftTenant, Known } from "./section.ts";
import { effectiveTenant, type TenantInput, tenantFile, tenantSections } from "./tenant/index.ts";
import { parseYaml, type SourceFile, type YamlFile } from "./yaml-file.ts";

export type LoadedFleet = {
  readonly environment: Environment;
  /** Where projects of this environment's region may be. Left out: anywhere. */
  readonly residencies?: readonly string[];
  /** Fields of tenants that stand in organizations' metadata as well. */
  readonly mirrored?: readonly string[];
  /** The catalogue's permissions, by slug. */
  readonly permissions: readonly PermissionConfig[];
  /** What all tenants share, as `fleet.yaml` has it. */
  readonly catalogue: CatalogueConfig;
  /** Whether this stack makes it so. Otherwise another one does, and this one refers to it. */
  readonly ownsCatalogue: boolean;
  /** What events are called that tell customers' audit logs of what was applied. Left out: there are none. */
  readonly auditedAs?: string;
  /** What one run may remove of tenants that stay; `undefined` for any number. */
  readonly deletionBudget: DeletionBudget | undefined;
  /** Which rules are asked, and how. */
  readonly policies: Policies | undefined;
  /** What a refresh looks at besides what files declare. */
  readonly refresh: Refresh;
  /** By key, each with its plan merged in. */
  readonly tenants: readonly TenantConfig[];
  /** Secrets that the files refer to, each with the problem that there is if it can't be had, or is one of our own. */
  readonly secrets: readonly { readonly source: SecretSource; readonly missing: Problem; readonly own: Problem }[];
  /** Worth a look, but no reason to stop. */
  readonly warnings: readonly Problem[];
  /** Those that tenants' files name, as PEM. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Those that `fleet.yaml` names. */
  readonly fleetCertificates: ReadonlyMap<string, string>;
  /** The day in UTC that dates were measured against, as `2026-11-22`. */
  readonly today: string;
};

/**
 * Reads `fleet.yaml`, `tenants/*.yaml` and the certificates beside them. Synchronous, so that a component can call it while it is
 * constructed. Sends no request and reads nothing else, so secrets are not looked up.
 *
 * @param directory The fleet's folder. Messages show it as given; of an absolute one only the last part.
 * @param today The day, in UTC, that rotations by date are measured against. @default the day it is
 * @throws FleetError with every problem of every file.
 */
export function loadFleet(directory: string, today: string = dayInUtc()): LoadedFleet {
  return fleetFrom({ directory }, today);
}

/** Where a fleet is written down. */
export type FleetSource = {
  /** The folder with `fleet.yaml`, `tenants/` and certificates beside them. Without it nothing is read. */
  readonly directory?: string;
  /** In place of `fleet.yaml`, which is not read then. */
  readonly fleet?: FleetInput;
  /** Beside the files in `tenants/`, which need not be there then. */
  readonly tenants?: readonly TenantInput[];
};

/** As `loadFleet`, of what a program gives as well. @throws FleetError with every problem of every file and object */
export function fleetFrom({ directory, fleet, tenants }: FleetSource, today: string = dayInUtc()): LoadedFleet {
  const { sources, problems } =
    directory === undefined
      ? { sources: { tenants: [] } satisfies FleetSources, problems: [] }
      : readFolder(directory, { fleet: fleet === undefined, tenants: tenants === undefined });
  if (directory === undefined && fleet === undefined)
    problems.push({ file: "fleet", line: 0, column: 0, message: "give a directory, or a fleet as an object" });
  const given = (tenants ?? []).map((fields, index) => objectOf(titleOf(index, fields), fields));
  const all: FleetSources = {
    ...sources,
    ...(fleet && { fleet: objectOf("fleet", fleet) }),
    tenants: [...sources.tenants, ...given],
  };
  return composeFleet(all, problems, today);
}

const titleOf = (index: number, { tenant }: TenantInput): string =>
  `tenants[${index}]${looksSecret(`${tenant}`) ? "" : ` (${tenant})`}`;

/** A program is of the version that it is written for. */
const objectOf = (title: string, fields: object): SourceObject => ({ title, fields: { schemaVersion: 1, ...fields } });

/**
 * The same from texts that were read already. The order of `sources.tenants` doesn't matter.
 *
 * @throws FleetError with every problem, `earlier` ones included.
 */
export function composeFleet(
  sources: FleetSources,
  earlier: readonly Problem[] = [],
  today: string = dayInUtc(),
): LoadedFleet {
  const problems = [...earlier];
  const report = (found: readonly Problem[]) => void problems.push(...found);

  const parsed = sources.fleet && fileOf(sources.fleet, [...catalogueSections, ...tenantSections]);
  report(parsed?.problems ?? []);
  const fleet = parsed?.file;
  const plans = plansOf(fleet?.value);
  const certificates = certificatesIn(sources.certificates ?? []);
  const fleetCertificates = certificatesIn(sources.fleetCertificates ?? []);
  const known = knownIn(fleet?.value, { certificates, fleetCertificates, today });

  if (fleet) {
    report(misfits(fleet, fleetFile));
    report(plansOutOfOrder(fleet, plans));
    report(unlistedRegion(fleet));
    report(auditedTwice(fleet));
    report(onlyOfOwner(fleet, catalogueSections));
    report(
      judged(
        fleet,
        [{ sections: catalogueSections, at: [] }, ...defaultsIn(plans).map((at) => ({ sections: tenantSections, at }))],
        known,
      ),
    );
  }

  const drafts: DraftTenant<unknown>[] = [];
  for (const source of sources.tenants.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))) {
    const { file, problems: unreadable } = fileOf(source, tenantSections);
    report(unreadable);
    if (file) drafts.push({ file, effective: effectiveValue(fleet?.value, plans, file.value) });
  }
  for (const tenant of drafts) {
    report(misfits(tenant.file, tenantFile));
    report(fileNameDiffers(tenant));
    report(judged(tenant.file, [{ sections: tenantSections, at: [] }], known));
    if (fleet) {
      report(unknownPlan(tenant.file, ["plan"], plans));
      for (const { roles, tenantRules } of tenantSections)
        report([...unfitRoles(tenant, roles, known), ...tenantRules.flatMap((rule) => rule(tenant, known))]);
    }
  }
  report(sharedBetweenTenants(drafts, tenantSections));
  report(formerKeysOfOthers(drafts));
  if (fleet) {
    report(tooManyLeaving(fleet, drafts));
    report(unfitExemptions(fleet, keysOf(drafts), today));
  }

  if (problems.length > 0 || fleet === undefined) throw new FleetError(problems);
  const config = fleetFile.parse(fleet.value);
  const action = auditedAs(config.audit);
  const residencies = config.residencyByRegion?.[config.environment.region];
  return {
    environment: config.environment,
    ...(config.mirrorToMetadata && { mirrored: config.mirrorToMetadata }),
    ...(residencies && { residencies }),
    permissions: permissionsOf(config),
    catalogue: config,
    ownsCatalogue: config.catalogue !== "shared",
    ...(action !== undefined && { auditedAs: action }),
    deletionBudget: config.deletionBudget && withDefaults(config.deletionBudget),
    policies: config.policies,
    refresh: config.refresh ?? {},
    tenants: drafts
      .map(({ effective }) => {
        const tenant = effectiveTenant.parse(effective);
        return { ...tenant, require: requirementsOf(plans, tenant.plan) };
      })
      .sort((a, b) => (a.tenant < b.tenant ? -1 : 1)),
    secrets: [
      ...secretsOf(catalogueSections, fleet, fleet.value),
      ...drafts.flatMap(({ file, effective }) => secretsOf(tenantSections, file, effective)),
    ],
    warnings: inReadingOrder([
      ...catalogueSections.flatMap(({ warnings }) =>
        warnings.flatMap((rule) => rule({ file: fleet, at: [], value: fleet.value as Written }, known)),
      ),
      ...drafts.flatMap((tenant) =>
        tenantSections.flatMap(({ warnings }) => warnings.flatMap((rule) => rule(tenant, known))),
      ),
    ]),
    certificates: pems(certificates),
    fleetCertificates: pems(fleetCertificates),
    today,
  };
}

const nameOf = (source: SourceFile | SourceObject): string => ("text" in source ? source.path : source.title);

/** @param sections the fields that may be in it */
function fileOf(
  source: SourceFile | SourceObject,
  sections: Parameters<typeof writtenSecrets>[2],
): ReturnType<typeof parseYaml> {
  const isText = "text" in source;
  const parsed = isText ? parseYaml(source, fieldNames) : objectFile(source);
  const secrets = isText
    ? writtenSecrets(source, parsed.file, sections)
    : parsed.file
      ? givenSecrets(parsed.file, sections)
      : [];
  return secrets.length > 0 ? { problems: secrets } : parsed;
}

const misfits = (file: YamlFile, schema: Parameters<typeof check>[0]): Problem[] =>
  check(schema, file.value, file.sourceOf).map(({ path, message, blames }) => file.problem(path, message, blames));

/** By the rules of each section that need nothing but this one file, all that stands in it, and the catalogue. */
function judged(
  file: YamlFile,
  parts: readonly {
    readonly sections: readonly Pick<AnyTenantSection, "distinct" | "permissions" | "secrets" | "bodyRules">[];
    readonly at: Path;
  }[],
  known: Known,
): Problem[] {
  const bodies = parts.flatMap(({ sections, at }) => {
    const body: Body<unknown> = { file, at, value: valueAt(file.value, at) };
    return sections.map((section) => ({ ...section, body }));
  });
  return [
    ...bodies.flatMap(({ body, distinct, permissions, secrets, bodyRules }) => [
      ...repeated(body, distinct),
      ...unknownPermissions(body, permissions, known),
      ...unfitVariables(body, secrets, known),
      ...bodyRules.flatMap((rule) => rule(body, known)),
    ]),
    ...strayReferences(file, bodies),
  ];
}

/** What tenants may refer to, as far as `fleet.yaml` can be read. */
function knownIn(fleet: Written, known: Pick<Known, "certificates" | "fleetCertificates" | "today">): Known {
  const read = permissionFields.safeParse(fleet);
  return {
    permissions: read.success ? new Set(permissionsOf(read.data).map(({ slug }) => slug)) : undefined,
    environmentRoles: environmentRoleTypes(fleet as Written<CatalogueConfig>),
    variables: allowedVariables(fleet),
    openai: organizationNames(fleet),
    mirrored: mirroredIn(fleet),
    hasDeletionBudget: valueAt(fleet, ["deletionBudget"]) !== undefined,
    ...known,
  };
}

const keysOf = (drafts: readonly DraftTenant<unknown>[]): ReadonlySet<string> =>
  new Set(drafts.flatMap(({ file }) => textsAt(file.value, ["tenant"]).map(({ text }) => text)));

const pems = (certificates: Certificates): ReadonlyMap<string, string> =>
  new Map([...certificates].flatMap(([name, read]) => ("pem" in read ? [[name, read.pem]] : [])));

function fileNameDiffers({ file }: DraftTenant<unknown>): Problem[] {
  const tenant = valueAt(file.value, ["tenant"]);
  const name = basename(file.path, ".yaml");
  if (typeof tenant !== "string" || tenant === name || !file.path.endsWith(".yaml")) return [];
  return [
    file.problem(["tenant"], `"${tenant}" must be called like its file, ${basename(file.path)}: rename one of them`),
  ];
}

const secretsOf = (
  sections: readonly Pick<AnyTenantSection, "secrets">[],
  file: YamlFile,
  value: Written,
): LoadedFleet["secrets"] =>
  sections
    .flatMap(({ secrets }) => secrets.flatMap((pattern) => textsAt(value, pattern)))
    .map(({ path, text }) => {
      const source = secretSource(text);
      return {
        source,
        missing: file.problem(path, missingSecret(source)),
        own: file.problem(path, ownSecret(source)),
      };
    });

/** As `2026-11-22`. */
const dayInUtc = (): string => new Date().toISOString().slice(0, 10);

/** Where tenant fields stand in `fleet.yaml`. */
const defaultsIn = (plans: Plans): Path[] => [["defaults"], ...plans.names.map((name) => ["plans", name, "defaults"])];

function effectiveValue(fleet: Written, plans: Plans, tenant: Written): Written {
  const plan = valueAt(tenant, ["plan"]) ?? valueAt(fleet, ["defaultPlan"]);
  return merge({ plan }, ...presetsOf(plans, plan).map((at) => valueAt(fleet, at)), tenant);
}
