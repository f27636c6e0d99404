import { z } from "zod";
import { Switches } from "../core/switches.ts";

const schema = z.strictObject({
  /** Deleting a service account's key: the SDK (7.57) says it is allowed, the specification that it is refused with 400. */
  serviceAccountKeyDelete: z.enum(["allowed", "refused"]),
  /**
   * What a listing of keys without `owner_project_access` shows. "Visibility rules may exclude some enabled keys" (SDK):
   * here, keys whose owner has no access to the project.
   */
  unfilteredKeyList: z.enum(["active", "any"]),
  /** Archiving works and answers 400 `project_archived` all the same, as was reported in November 2025. */
  archiveMisreport: z.boolean(),
  /** Listing admin keys shows the keys of projects too, as if they were admin keys, as was reported in March 2026. */
  adminKeysBug: z.boolean(),
  /** The answer to asking for, changing or removing a user who is not in the project. */
  notAMemberStatus: z.union([z.literal(400), z.literal(404)]),
  /** Ids of a project's predefined roles end with `__api-project__` and the project's, as some clients build them. */
  boundRoleIds: z.boolean(),
  /** Off until an owner of the organization turns it on; there is no API for that. */
  auditLogging: z.boolean(),
  /** Seconds until an audit log appears in the list. */
  auditDelaySeconds: z.int().min(0),
  /** Pages without `last_id`, which the specification allows, and where the SDK's own paging stops. */
  omitLastId: z.boolean(),
  /** 201 for what is created, as it was before late 2025. */
  created201: z.boolean(),
  /** Answers without any member that the specification does not require. */
  missingOptional: z.boolean(),
  /** How many certificates the organization can have. */
  mostCertificates: z.int().min(1),
  /** Answers whose objects have a member that the specification does not know. */
  extraFields: z.boolean(),
});

export type OpenaiSwitches = z.infer<typeof schema>;

export const openaiSwitches = (initial: Partial<OpenaiSwitches> = {}) =>
  new Switches<OpenaiSwitches>(schema, {
    serviceAccountKeyDelete: "allowed",
    unfilteredKeyList: "active",
    archiveMisreport: false,
    adminKeysBug: false,
    notAMemberStatus: 404,
    boundRoleIds: false,
    auditLogging: true,
    auditDelaySeconds: 0,
    omitLastId: false,
    created201: false,
    missingOptional: false,
    mostCertificates: 50,
    extraFields: false,
    ...initial,
  });
