// Written by `npm run generate` from the docstrings of the resources: not to be edited.

/** What removing it does, by the token of the resource; of what is not here it simply deletes. */
export const removals: Readonly<Record<string, string>> = {
  "openai:Certificate": "deletes; OpenAI refuses it as long as it is active anywhere",
  "openai:CertificateActivation":
    "deactivates; whoever signs in by it alone is locked out, so activate its successor first",
  "openai:ExternalKey": "deletes; refused while a project is encrypted with it",
  "openai:Group":
    "deletes, with its places in projects and its roles; refused for one that an identity provider manages",
  "openai:GroupMember": "takes the person out of the group; refused for one that an identity provider manages",
  "openai:GroupRole": "takes the role from the group",
  "openai:GroupUser": "takes the person out of the group; refused for one that an identity provider manages",
  "openai:Invite": "takes it back; an accepted one stays",
  "openai:OrganizationDataRetention": "puts back what it was before, unless somebody changed it meanwhile",
  "openai:OrganizationRole": "deletes, and so takes it from everybody who has it",
  "openai:OrganizationSpendLimit":
    "deletes, and nothing limits what the organization spends; puts back the one that was there before",
  "openai:OrganizationSync": "nothing at OpenAI: what is known is forgotten",
  "openai:OrganizationUser": "nothing: the person stays in the organization, as they are",
  "openai:Project": "archives, which OpenAI cannot undo. Protected until its tenant is offboarding",
  "openai:ProjectCertificateActivation":
    "deactivates; whoever signs in by it alone is locked out, so activate its successor first",
  "openai:ProjectDataRetention":
    "sets `organization_default`, unless somebody changed it meanwhile; says what it was before, where that was another",
  "openai:ProjectGroup": "takes the group out of the project, with all its roles there",
  "openai:ProjectGroupRole": "takes the role from the group, unless it is let in with that one now",
  "openai:ProjectHostedTools":
    "puts back what the declared tools were before, unless somebody changed one of them meanwhile",
  "openai:ProjectMember": "takes the invitation back, or the person out of the project; they stay in the organization",
  "openai:ProjectModelPermissions":
    "deletes, and the project may use every model; puts back the list that was there before",
  "openai:ProjectRateLimit":
    "puts back what the declared limits were before, unless somebody changed one of them meanwhile",
  "openai:ProjectRole": "deletes, and so takes it from everybody who has it",
  "openai:ProjectServiceTier": "puts back what it was before, unless somebody changed it meanwhile",
  "openai:ProjectSpendLimit":
    "deletes, and nothing limits what the project spends; puts back the one that was there before",
  "openai:ProjectSync": "nothing at OpenAI: what is known is forgotten",
  "openai:ProjectUser": "takes the person out of the project; they stay in the organization",
  "openai:ProjectUserRole": "takes the role; what comes through a group is never touched",
  "openai:ServiceAccount": "deletes, with its keys",
  "openai:ServiceAccountKey":
    "revokes; where OpenAI refuses that, it is left to its account if that goes as well, and stays with an error if not",
  "openai:UserRole": "takes the role; what comes through a group is never touched",
  "openai:WorkloadIdentityProvider": "deletes; OpenAI refuses it as long as there are rules",
  "workos:AgentBlueprint": "deletes, with its instances and their sessions: its agents can do nothing any more",
  "workos:AuditLogRetention": "puts back what it was before; what was not set before stays as it is, with a warning",
  "workos:AuditLogSchema": "stays at WorkOS, with a warning",
  "workos:AuthkitOauthResource":
    "deletes, with every consent that people gave for it; so a change of `default` is refused under the same address",
  "workos:AuthorizationResource":
    "deletes; refused while something lives in it or holds a role on it, with what that is",
  "workos:ConnectApplication": "deletes, with its secrets",
  "workos:ConnectedAccount": "disconnects; the key stays valid at the third party",
  "workos:CorsOrigin": "WorkOS has no way to delete one. Protected unless `onDelete: abandon`, which leaves it there",
  "workos:DataIntegration":
    "deletes, with the accounts that are connected through it; so a change of what it replaces is refused at preview under the same slug",
  "workos:DataIntegrationConfiguration":
    "disables it for the organization if `enabled` is declared true; everything else stays as it is, with a warning",
  "workos:EnvironmentRole":
    "WorkOS has no way to delete one. Protected unless `onDelete` says `abandon` (stays as it is) or `strip` (stays without permissions)",
  "workos:EnvironmentSync": "nothing at WorkOS: what is known is forgotten",
  "workos:FeatureFlagTarget": "no longer targets it",
  "workos:GroupMembership": "takes the member out of the group",
  "workos:GroupRoleAssignment": "takes the role from the group",
  "workos:Invitation": "revokes; an accepted one stays, and so does one that a `Member` took over",
  "workos:ItContact": "deletes, and the links that the contact was sent end",
  "workos:JwtTemplate":
    "puts back the one that was there before; where there was none it stays at WorkOS, with a warning",
  "workos:Member": "revokes the invitation, or deletes the membership; refused for people whom a directory manages",
  "workos:Organization": "deletes; waits where WorkOS deletes later. Protected until its tenant is offboarding",
  "workos:OrganizationApiKey":
    "ends the key, then deletes it; with `overlapHours` it ends that much later and WorkOS lists it as expired for good",
  "workos:OrganizationDataIntegration":
    "deletes, with the accounts that are connected through it; so a change of what it replaces is refused at preview under the same slug",
  "workos:OrganizationMembership": "deletes; refused for people whom a directory manages",
  "workos:OrganizationRole": "deletes; refused while members or groups hold it, with who they are",
  "workos:OrganizationSync": "nothing at WorkOS: what is known is forgotten",
  "workos:Permission": "deletes; WorkOS's own ones are refused at preview",
  "workos:RedirectUri": "deletes; WorkOS refuses it for the default one",
  "workos:RoleAssignment": "takes the role; what comes through a group is never touched",
  "workos:SamlSpEncryptionCertificate": "deletes, and what is encrypted with it cannot be read any more",
  "workos:SamlSpSigningCertificate": "deletes, and requests are sent unsigned; one that came with its connection stays",
  "workos:SsoConnection":
    "deletes, and nobody signs in by it any more; so a change of `type` is refused under the same external id",
  "workos:User": "deletes the account, in every organization",
  "workos:WaitlistEntry":
    "takes the address off the list; the invitation of an approved one stays, and so does its user",
};
