import type { Answer, Endpoint } from "../core/api.ts";
import type { OpenaiSwitches } from "./switches.ts";

/**
 * Members that the official description does not require, of each kind of object. A contract test compares this with the
 * description. Lists are not here: their ends have a switch of their own.
 */
export const OPTIONAL_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  "organization.admin_api_key": ["name", "last_used_at"],
  "organization.costs.result": ["amount", "line_item", "project_id", "api_key_id", "quantity", "quantity_unit"],
  "organization.invite": ["expires_at", "accepted_at"],
  "organization.project": ["name", "archived_at", "status", "external_key_id", "residency"],
  "organization.project.user": ["name", "email"],
  "organization.user": [
    "name",
    "email",
    "role",
    "is_default",
    "created",
    "user",
    "is_service_account",
    "is_scale_tier_authorized_purchaser",
    "is_scim_managed",
    "api_key_last_used_at",
    "technical_level",
    "developer_persona",
    "projects",
  ],
  "project.rate_limit": [
    "max_images_per_1_minute",
    "max_audio_megabytes_per_1_minute",
    "max_requests_per_1_day",
    "batch_1_day_max_input_tokens",
  ],
};

/** A member that is not in the description. Vendors add members with any release. */
const UNKNOWN_MEMBER = { x_emulator_extra: { since: "tomorrow" } };

/** The endpoint with its answers changed by the switches `missingOptional` and `extraFields`. */
export const shaped = (endpoint: Endpoint, switches: () => OpenaiSwitches): Endpoint => ({
  ...endpoint,
  handle: (call) => {
    const answer: Answer = endpoint.handle(call);
    const { missingOptional, extraFields } = switches();
    return missingOptional || extraFields
      ? { ...answer, body: reshape(answer.body, missingOptional, extraFields) }
      : answer;
  },
});

function reshape(value: unknown, missingOptional: boolean, extraFields: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => reshape(item, missingOptional, extraFields));
  if (typeof value !== "object" || value === null) return value;
  const { object } = value as { object?: unknown };
  const left = missingOptional && typeof object === "string" ? (OPTIONAL_MEMBERS[object] ?? []) : [];
  const members = Object.entries(value)
    .filter(([name]) => !left.includes(name))
    .map(([name, member]) => [name, reshape(member, missingOptional, extraFields)] as const);
  return { ...Object.fromEntries(members), ...(extraFields && object !== undefined ? UNKNOWN_MEMBER : {}) };
}
