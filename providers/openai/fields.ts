import { z } from "zod";
import { asSet, email, line, lineOrNone, matching, scope, text, upTo, vendorId } from "../contract/fields.ts";
import { words } from "../contract/words.ts";

/** Every value that an OpenAI resource takes and a tenant's file can hold, checked in one place for both. */

export { certificate } from "../contract/certificate.ts";
export * from "../contract/fields.ts";

/** Of the organization itself: `org-…`. */
export const organizationId = matching(255, /^org-[A-Za-z0-9_-]+$/, "must be the id of an organization, org-…");

/** Of a project, a service account or a key. ASSUMED: no limit is documented. */
export const name = line(255);

/** Where a project's data is stored and processed. Source: OpenAI API reference, "Create project". */
export const residency = z.enum([
  ...words("GLOBAL US_STORAGE_PROCESSING EU_STORAGE_PROCESSING AE_STORAGE_PROCESSING JP_STORAGE_PROCESSING"),
  ...words("IN_STORAGE_PROCESSING AU_STORAGE_PROCESSING JP_STORAGE KR_STORAGE CA_STORAGE SG_STORAGE IN_STORAGE"),
  ...words("AU_STORAGE GB_STORAGE AE_STORAGE"),
]);

/** What a service account may do in its project. `none`, which a new account has, cannot be asked for. */
export const serviceAccountRole = z.enum(["member", "owner"]);
/** The basic role of a person in a project. */
export const projectUserRole = z.enum(["member", "owner"]);

/** As OpenAI's dashboard names it. ASSUMED: OpenAI publishes no list; every scope that was seen ends so. */
export const keyScope = scope.regex(/^([a-z0-9_]+\.)+(read|write|request)$/, "must be a scope, such as model.request");
/** What a key may do, e.g. `model.request`: the whole set. */
export const scopes = z
  .array(keyScope)
  .min(1, "must not be empty: OpenAI takes an empty list for every permission; leave it out if that is meant")
  .transform(asSet);

export const secondsPerDay = 24 * 60 * 60;
/** How long a key lives. Our limit: OpenAI documents none. */
export const keyDays = upTo(3650, "days");
export const keySeconds = upTo(3650 * secondsPerDay, "seconds");

/** As OpenAI lists it, e.g. `gpt-5`. */
export const modelId = text(255).regex(/^[^\s/]+$/, "must be the name of a model, such as gpt-5");
/** Names of models, e.g. `gpt-5`: the whole list. Empty with `allow_list`: none may be used. */
export const modelIds = z.array(modelId).transform(asSet);
/** Whether only the models of the list may be used (`allow_list`), or all but those (`deny_list`). */
export const modelMode = z.enum(["allow_list", "deny_list"]);

/** Whether the project may use this tool. Left out: as it is. */
export const hostedTool = z.boolean();

/** JSON has no negative zero: it would come back as another number. */
const asInJson = (given: number): number => given + 0;

/** The most that is let through in that time: a whole number. Left out: as it is. ASSUMED: 0 is allowed, and means none at all. */
export const rateLimit = z.int().min(0, "must be a whole number, 0 or more").transform(asInJson);

const retention = words(
  "zero_data_retention modified_abuse_monitoring enhanced_zero_data_retention enhanced_modified_abuse_monitoring",
);
/** What OpenAI keeps: nothing (`zero_data_retention`), nothing of what customers say (`modified_abuse_monitoring`), or either enhanced. */
export const organizationRetention = z.enum(retention);
/** What OpenAI keeps, as for the organization; or what that decides (`organization_default`), or `none` of these controls. */
export const projectRetention = z.enum(["organization_default", "none", ...retention]);

/** The tier of requests that name none, or `auto`. */
export const defaultTier = z.enum(["standard", "fast", "scale"]);
/** The tiers beside the standard one, as a whole; `all` has those in it that are still to come, `[]` is the standard one alone. */
export const enabledTiers = z.union([
  z.literal("all"),
  z.array(z.enum(["flex", "fast", "ultrafast"])).transform(asSet),
]);

/** The largest amount. Ours: OpenAI documents none. */
const MOST_USD = 1_000_000_000;
const usd = (least: number) => {
  const error = `must be ${least} to ${MOST_USD} US dollars`;
  const isWholeCents = (given: number) => Math.round(given * 100) / 100 === given;
  return z
    .number()
    .min(least, error)
    .max(MOST_USD, error)
    .refine(isWholeCents, "must be in whole cents, such as 19.99")
    .transform(asInJson);
};
/** US dollars a month, in whole cents, at least 0.01, e.g. `800` or `19.99`. OpenAI's API has it in cents. */
export const monthlyLimitUsd = usd(0.01);
/** US dollars a month, in whole cents, e.g. `600` or `19.99`. OpenAI's API has it in cents. */
export const monthlyAlertUsd = usd(0);
/** Who gets the mail: the whole list of addresses, at least one. */
export const alertRecipients = z.array(email).min(1, "must name at least one address").transform(asSet);
/** What the subject of the mail begins with, e.g. `[acme]`; null for nothing. */
export const subjectPrefix = lineOrNone(100);

/** A sentence beside a name; null for none. ASSUMED: no limit is documented. */
export const description = lineOrNone(1024);

// Keys outside OpenAI, and identities that are not its own

/** What a customer-managed key is for: to store with (`ekm`), or for OpenAI to decrypt what comes in (`psp_decryption`). */
export const keyPurpose = z.enum(["ekm", "psp_decryption"]);
/** One name of something in another cloud, as that cloud writes it. ASSUMED: no limit is documented. */
export const cloudName = line(2048);
/** Where a customer-managed key is, by cloud. */
export const keyClouds = {
  /** AWS KMS. */
  aws: z.strictObject({
    /** What OpenAI says when it assumes the role: the id of the organization or of one of its projects. */
    externalId: vendorId,
    /** ARN of the key. */
    kmsArn: cloudName,
    /** The role that OpenAI assumes. */
    roleArn: cloudName,
  }),
  /** Google Cloud KMS. */
  gcp: z.strictObject({
    /** Of the tokens that OpenAI shows: the id of the organization or of one of its projects. */
    audience: vendorId,
    /** The project that the key is in. */
    kmsProjectId: cloudName,
    /** Where its key ring is. */
    kmsKeyLocation: cloudName,
    /** The key ring that the key is in. */
    kmsKeyRingName: cloudName,
    /** What the key is called there. */
    kmsKeyName: cloudName,
    /** For `psp_decryption`, and only there. */
    kmsKeyVersion: cloudName.optional(),
    /** Number of the project that has the workload identity pool. */
    workloadIdentityProjectNumber: cloudName,
    /** The pool whose provider trusts OpenAI's tokens. */
    workloadIdentityPoolId: cloudName,
    /** That provider. */
    workloadIdentityProviderId: cloudName,
  }),
  /** Azure Key Vault. */
  azure: z.strictObject({
    /** The directory (Microsoft Entra tenant) of the vault. */
    tenantId: cloudName,
    /** Address of the vault. */
    vaultUri: cloudName,
    /** What the key is called there. */
    keyName: cloudName,
    /** For `psp_decryption`, and only there. */
    keyVersion: cloudName.optional(),
  }),
  /** Oracle Cloud Vault. */
  oci: z.strictObject({
    /** The region of the vault. */
    region: cloudName,
    /** OCID of the vault. */
    vaultOcid: cloudName,
    /** OCID of the key in it. */
    keyOcid: cloudName,
    /** For `psp_decryption`, and only there. */
    keyVersionOcid: cloudName.optional(),
  }),
};

type Clouds = { readonly [Cloud in keyof typeof keyClouds]?: z.output<(typeof keyClouds)[Cloud]> | undefined };

/** For an object schema: a key is in exactly one of them, with a version where its purpose asks for one, and only there. */
export function isInOneCloud(
  declared: Clouds & { readonly purpose?: z.output<typeof keyPurpose> | undefined },
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string) =>
    context.addIssue({ code: "custom", path, message, input: declared });
  const clouds = Object.keys(keyClouds) as (keyof typeof keyClouds)[];
  const said = clouds.filter((cloud) => declared[cloud] !== undefined);
  if (said.length !== 1) {
    refuse([said[1] ?? "name"], `a key is in one of ${clouds.join(", ")}`);
    return;
  }
  const needsVersion = declared.purpose === "psp_decryption";
  const versions = [
    [declared.gcp, "gcp", "kmsKeyVersion"],
    [declared.azure, "azure", "keyVersion"],
    [declared.oci, "oci", "keyVersionOcid"],
  ] as const;
  for (const [key, cloud, version] of versions)
    if (key && version in key !== needsVersion)
      refuse([cloud, version], needsVersion ? "is needed for psp_decryption" : "is for psp_decryption only");
}

/** Of an attribute that a token has, or is given by a transformation. */
export const attribute = line(255);
/** What a token must have in an attribute. */
const attributeValue = z.union([cloudName, z.number().transform(asInJson), z.boolean()], {
  error: "must be one line of text, a number, true or false",
});
/** What a token must have, by attribute, e.g. `{ repository: "acme/app" }`: all of it. The whole map, and not an empty one. */
export const attributeMatchers = z
  .record(attribute, attributeValue)
  .refine((map) => Object.keys(map).length > 0, "must name an attribute: without one every token of the provider fits");
/** What a JSON Web Key has that nobody else may know: RFC 7518, sections 6.2.2, 6.3.2 and 6.4. */
const secretParts = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const isPublic = (key: unknown): boolean =>
  typeof key !== "object" || key === null || !secretParts.some((part) => Object.hasOwn(key, part));

/** Public keys, as the JSON Web Key Set that they are published as. */
export const jwks = z
  .record(z.string(), z.json())
  .refine(
    ({ keys }) => !Array.isArray(keys) || keys.every(isPublic),
    "holds a private key, or one that is shared: only public ones belong here",
  )
  .transform((set) => JSON.parse(JSON.stringify(set)) as Readonly<Record<string, z.core.util.JSONType>>);
/** What the role is called; up to 255 characters. ASSUMED: no limit is documented. */
export const roleName = line(255);
/** Up to 500 characters; null for none. ASSUMED: no limit is documented. */
export const roleDescription = lineOrNone(500);
const permission = z.string().trim().regex(/^\S+$/, "must be a permission, such as api.model.read");
/** What a role allows, e.g. `api.model.read`; the whole set, in any order. `[]` for nothing. */
export const permissions = z.array(permission).transform(asSet);
/** Id of a custom role (`role_…`), or the name of one that OpenAI predefines, e.g. `viewer`: its id need not be known. */
export const roleGiven = line(255);
/** What of it is an id. */
export const isRoleId = (role: string): boolean => /^role[-_]/.test(role);
/** Names of the roles that OpenAI predefines. ASSUMED: it publishes no list; others can be named by their ids. */
export const predefinedRoles = {
  organization: ["owner", "reader"],
  project: ["owner", "member", "viewer"],
} as const;

/** The basic role of a person in the organization. */
export const userRole = z.enum(["reader", "owner"]);
/** Projects that a person is in once they accept; the whole set, in any order. */
export const invitedProjects = z
  .array(z.strictObject({ id: vendorId, role: projectUserRole }))
  .transform((projects) => projects.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
