/** An answer that the official description does not list, and why the emulator gives it all the same. */
export interface Exception {
  /** "POST /organizations", "GET *" for every reading operation, or "*" for all. */
  readonly operation: string;
  readonly status: number;
  /** The code that the answer carries, null for none; for errors whose status is listed with other codes only. */
  readonly code?: string | null;
  readonly because: string;
}

const anywhere = (status: number, because: string): Exception => ({ operation: "*", status, because });

export const WORKOS_EXCEPTIONS: readonly Exception[] = [
  { operation: "*", status: 400, code: "bad_request", because: "a body that is not JSON" },
  {
    operation: "POST /organizations",
    status: 400,
    code: null,
    because: "an idempotency key with another body; reported by third parties",
  },
  anywhere(401, 'a key that is missing or wrong; documented under "Errors", listed for no operation'),
  anywhere(413, "a body without measure"),
  anywhere(429, 'documented under "Rate limits", listed for few operations'),
  anywhere(501, "an operation that the emulator does not serve yet"),
  { operation: "POST /organization_domains", status: 404, because: "the organization does not exist" },
  { operation: "POST /organization_domains", status: 422, because: "the domain is no domain name" },
  { operation: "POST /organization_domains/{id}/verify", status: 404, because: "the domain does not exist" },
  { operation: "DELETE /organizations/{id}", status: 404, because: "the organization does not exist" },
  { operation: "DELETE /directories/{id}", status: 404, because: "the directory does not exist" },
  { operation: "PUT /vault/v1/kv/{id}", status: 404, because: "the object does not exist" },
  { operation: "POST /user_management/invitations/{id}/revoke", status: 404, because: "the invitation does not exist" },
  { operation: "PUT /user_management/users/{id}", status: 404, because: "the user does not exist" },
  {
    operation: "GET /user_management/users/{userlandUserId}/auth_factors",
    status: 404,
    because: "the user does not exist",
  },
  {
    operation: "POST /user_management/users/{userlandUserId}/auth_factors",
    status: 404,
    because: "the user does not exist",
  },
  { operation: "GET *", status: 422, because: "the paging parameters are wrong; listed for some lists only" },
  {
    operation: "POST /user_management/organization_memberships",
    status: 400,
    code: "organization_membership_already_exists",
    because: "the pair is active already; no code is listed, clients in the field expect this one",
  },
];

export const OPENAI_EXCEPTIONS: readonly Exception[] = [
  anywhere(201, "creations before late 2025, behind a switch"),
  anywhere(400, "listed for few operations, needed by all that check what they are sent"),
  anywhere(401, "a key that is missing or wrong; listed for no operation"),
  anywhere(403, "a key that is no admin key; listed for no operation"),
  anywhere(404, "an id that is unknown; listed for no operation"),
  anywhere(413, "a body without measure"),
  anywhere(429, "listed for some operations, seen on others"),
  anywhere(501, "an operation that the emulator does not serve yet"),
];
