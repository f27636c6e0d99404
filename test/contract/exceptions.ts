import { OPENAI_OPERATIONS } from "../../emulators/openai/specification.ts";

/**
 * An answer that the official description does not list, and why the emulator gives it all the same.
 * `test/emulators/exceptions.test.ts` provokes each one, so an exception that is no longer needed fails.
 */
export interface Exception {
  /** "POST /organizations"; "*" for answers given before the operation is considered. */
  readonly operation: string;
  readonly status: number;
  /** The code that the answer carries, null for none. */
  readonly code: string | null;
  /** For a status and code that other answers have as well. */
  readonly message?: string;
  readonly because: string;
}

const anywhere = (status: number, code: string | null, because: string): Exception => ({
  operation: "*",
  status,
  code,
  because,
});

const each = (
  operations: readonly string[],
  status: number,
  code: string | null,
  because: string,
): readonly Exception[] => operations.map((operation) => ({ operation, status, code, because }));

export const WORKOS_EXCEPTIONS: readonly Exception[] = [
  anywhere(400, "bad_request", "the body is not JSON"),
  anywhere(401, null, 'the key is missing or wrong; documented under "Errors", listed for few operations'),
  anywhere(413, null, "the body is too long"),
  anywhere(429, null, 'documented under "Rate limits", listed for few operations'),
  anywhere(501, "not_emulated", "the emulator does not serve the operation yet"),
  ...each(
    [
      "POST /organization_domains",
      "POST /organization_domains/{id}/verify",
      "DELETE /organizations/{id}",
      "DELETE /directories/{id}",
      "PUT /vault/v1/kv/{id}",
      "POST /user_management/invitations/{id}/revoke",
      "PUT /user_management/users/{id}",
      "GET /user_management/users/{userlandUserId}/auth_factors",
      "POST /user_management/users/{userlandUserId}/auth_factors",
      "POST /passwordless/sessions/{session_id}/send",
    ],
    404,
    null,
    "the id is unknown",
  ),
  ...each(
    [
      "GET /agents/blueprints",
      "GET /agents/instances",
      "GET /authorization/groups/{group_id}/role_assignments",
      "GET /authorization/organization_memberships/{organization_membership_id}/role_assignments",
      "GET /authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}/role_assignments",
      "GET /authorization/permissions",
      "GET /authorization/resources/{resource_id}/role_assignments",
      "GET /organizations/{organizationId}/api_keys",
      "GET /organizations/{organizationId}/feature-flags",
      "GET /organizations/{organizationId}/groups",
      "GET /organizations/{organizationId}/groups/{groupId}/organization-memberships",
      "GET /user_management/authkit_oauth_resources",
      "GET /user_management/cors_origins",
      "GET /user_management/organization_memberships/{omId}/groups",
      "GET /user_management/redirect_uris",
      "GET /user_management/users/{userId}/api_keys",
      "GET /user_management/users/{userId}/feature-flags",
      "GET /webhook_endpoints",
    ],
    422,
    null,
    "the paging parameters are wrong; other lists have this status in the description",
  ),
  ...each(["POST /organization_domains"], 422, null, "the domain is no domain name"),
  ...each(["POST /passwordless/sessions"], 422, null, "the body is wrong; the client's file lists no refusals"),
  ...each(["POST /organizations"], 400, null, "the idempotency key came with another body; reported by third parties"),
  ...each(
    ["POST /user_management/organization_memberships"],
    400,
    "organization_membership_already_exists",
    "the pair is active already; no code is listed, clients in the field expect this one",
  ),
];

/** The operations whose 400 OpenAI's description lists. */
const LISTED_400: ReadonlySet<string> = new Set([
  "POST /organization/projects/{project_id}",
  "DELETE /organization/projects/{project_id}/api_keys/{api_key_id}",
  "POST /organization/projects/{project_id}/rate_limits/{rate_limit_id}",
  "GET /organization/projects/{project_id}/service_accounts",
  "POST /organization/projects/{project_id}/service_accounts",
  "GET /organization/projects/{project_id}/users",
  "POST /organization/projects/{project_id}/users",
  "POST /organization/projects/{project_id}/users/{user_id}",
  "DELETE /organization/projects/{project_id}/users/{user_id}",
]);

const hasId = (operation: string) => operation.includes("{");
const isList = (operation: string) =>
  operation.startsWith("GET") &&
  !/\}$|data_retention$|_permissions$|service_tier_settings$|spend_limit$/.test(operation);
const takesBody = (operation: string) => operation.startsWith("POST") && !/\/(archive|validate)$/.test(operation);
const changesProject = (operation: string) => operation.includes("/{project_id}") && !operation.startsWith("GET");

export const OPENAI_EXCEPTIONS: readonly Exception[] = [
  {
    ...anywhere(400, null, "the body is not JSON"),
    message: "We could not parse the JSON body of your request.",
  },
  anywhere(401, null, "the key is missing; listed for no operation"),
  anywhere(401, "invalid_api_key", "the key is wrong; listed for no operation"),
  anywhere(401, "mismatched_organization", "the header names another organization; listed for no operation"),
  anywhere(403, "insufficient_permissions", "the key is no admin key; listed for no operation"),
  anywhere(413, null, "the body is too long"),
  anywhere(429, "rate_limit_exceeded", "listed for some operations, seen on others"),
  ...each(["POST /organization/projects"], 201, null, "creations before late 2025, behind a switch"),
  ...each(OPENAI_OPERATIONS.filter(hasId), 404, "not_found", "an id in the path is unknown; no 404 is listed anywhere"),
  ...each(
    ["GET /organization/spend_limit", "DELETE /organization/spend_limit"],
    404,
    "not_found",
    "there is no limit; no 404 is listed anywhere",
  ),
  ...each(
    ["POST /organization/certificates/activate", "POST /organization/certificates/deactivate"],
    404,
    "not_found",
    "an id in the body is unknown; no 404 is listed anywhere",
  ),
  ...each(
    [
      ...OPENAI_OPERATIONS.filter((operation) => takesBody(operation) || isList(operation)).filter(
        (operation) => !LISTED_400.has(operation),
      ),
      // Takes `include`.
      "GET /organization/certificates/{certificate_id}",
    ],
    400,
    "invalid_value",
    "a parameter or a member of the body is wrong",
  ),
  ...each(
    OPENAI_OPERATIONS.filter(changesProject).filter(
      // Accounts are deleted with the project, so the answer is 404.
      (operation) => !LISTED_400.has(operation) && !/^DELETE .*\/service_accounts\/\{\w+\}$/.test(operation),
    ),
    400,
    "project_archived",
    "the project is archived",
  ),
  ...each(
    [
      "DELETE /organization/admin_api_keys/{key_id}",
      "DELETE /organization/certificates/{certificate_id}",
      "DELETE /organization/groups/{group_id}",
      "DELETE /organization/groups/{group_id}/users/{user_id}",
      "DELETE /organization/invites/{invite_id}",
      "DELETE /organization/roles/{role_id}",
      "DELETE /organization/users/{user_id}",
      "DELETE /organization/users/{user_id}/roles/{role_id}",
      "DELETE /organization/workload_identity_providers/{workload_identity_provider_id}",
      "DELETE /projects/{project_id}/roles/{role_id}",
      "DELETE /projects/{project_id}/users/{user_id}/roles/{role_id}",
      "GET /organization/audit_logs",
      "GET /organization/costs",
      "POST /organization/certificates",
      "POST /organization/groups/{group_id}",
      "POST /organization/groups/{group_id}/users",
      "POST /organization/invites",
      "POST /organization/projects/{project_id}/api_keys/{api_key_id}",
      "POST /organization/projects/{project_id}/archive",
      "POST /organization/projects/{project_id}/groups",
      "POST /organization/roles/{role_id}",
      "POST /organization/users/{user_id}",
      "POST /projects/{project_id}/roles/{role_id}",
    ],
    400,
    null,
    "what is there does not allow it, such as a member who is added again",
  ),
];
