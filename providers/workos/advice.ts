/**
 * What to do about a refusal, by WorkOS's error code, where its own message does not say. Source: the error codes of each
 * operation in the API reference.
 */
export const ADVICE: Readonly<Record<string, string>> = {
  email_domain_not_deliverable: "no mail reaches that domain: correct the address",
  group_membership_limit_exceeded: "the group is full at WorkOS: split it, or ask WorkOS for a higher limit",
  invalid_metadata: "metadata takes up to 50 pairs of ASCII text, keys up to 40 and values up to 600 characters",
  invalid_role: "no such role in this organization or its environment: declare it, or correct its slug",
  invalid_url: "WorkOS wants a public https address",
  lock_timeout: "another change to the same objects was under way: run again",
  multiple_roles_not_enabled:
    "several roles for one member have to be switched on in the WorkOS dashboard first; until then declare one",
  organization_blocked_from_sending_invites: "WorkOS has blocked this organization's invitations: ask its support",
  resource_has_dependents: "something still lives in it or holds a role on it: remove that first",
  resource_type_update_in_progress: "its resource type is being changed in the dashboard: run again later",
  role_has_assignments: "members still hold the role: give them another one first",
  role_has_group_role_mappings: "groups still hand out the role: take it from them first",
  sub_resource_scoped_role_not_allowed:
    "a membership takes only roles of the resource type organization: grant this one on a resource",
  user_deletion_not_allowed: "WorkOS does not let this user be deleted; is the account managed by a directory?",
};
