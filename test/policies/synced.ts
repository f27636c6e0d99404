/** What `workos.OrganizationSync` shows of acme's organization, made by a program. */
export const synced = (lists: object, feed: object = {}) => ({
  "sync-of-acme": [
    "workos:OrganizationSync",
    {
      organizationId: "org_acme",
      ...{ roles: [], members: [], apiKeys: [], connections: [], directories: [] },
      ...lists,
      feed: { checkedAt: "2026-11-22T00:00:00Z", blocked: null, hasMore: false, ...feed },
    },
  ] as const,
});

export const unsynced = "there is no OrganizationSync of its organization";

const listed = { listedAt: Date.parse("2026-11-22T00:00:00Z") / 1000 };

/** Unix seconds. */
export const seconds = (moment: string): number => Date.parse(moment) / 1000;

/** What `openai.ProjectSync` shows of acme's project, made by a program. */
export const projectSynced = (seen: object, feed: object = {}) => ({
  "sync-of-project": [
    "openai:ProjectSync",
    {
      projectId: "proj_acme",
      project: { id: "proj_acme", name: "Acme", status: "active", createdAt: 1, archivedAt: null },
      ...{ users: [], serviceAccounts: [], apiKeys: [], spendLimit: null },
      ...seen,
      feed: { ...listed, ...feed },
    },
  ] as const,
});

/** What `openai.OrganizationSync` shows. */
export const openaiSynced = (seen: object, feed: object = {}) => ({
  "sync-of-openai": [
    "openai:OrganizationSync",
    {
      ...{ projects: [], users: [], adminKeys: [], spendLimit: null, month: "2026-11", usd: 0 },
      ...seen,
      feed: { ...listed, ...feed },
    },
  ] as const,
});

/** A key at OpenAI of this year, and what is different about it. */
export const openaiKey = (more: object = {}) => ({
  ...{ id: "key_1", name: "main", createdAt: seconds("2026-11-01T00:00:00Z"), expiresAt: null },
  ...{
    lastUsedAt: seconds("2026-11-20T00:00:00Z"),
    ownerType: "service_account",
    ownerId: "sa_1",
    ownerHasAccess: true,
  },
  ...more,
});

/** What every rule on a project's sync says without one that it can judge. */
export const withoutProjectSync = {
  notApplicable: { "a project that is not synced": { why: "there is no ProjectSync of its project" } },
  unknown: {
    "one that was not listed": {
      others: projectSynced({}, { listedAt: undefined }),
      why: "its project was not listed",
    },
    "one that was listed long ago": {
      others: projectSynced({}, { listedAt: seconds("2026-11-13T00:00:00Z") }),
      why: "its project was last listed 9 days ago: run `pulumi refresh`",
    },
  },
};

/** The same, and that one that is archived has nothing to judge. */
export const withoutActiveProject = {
  ...withoutProjectSync,
  notApplicable: {
    ...withoutProjectSync.notApplicable,
    "one that is archived": {
      others: projectSynced({ project: { id: "proj_acme", status: "archived" } }),
      why: "its project is not active: openai-project-archived says more",
    },
  },
};

/** Of rules on the organization's sync. */
export const unlistedOrganization = {
  "an organization that was not listed": {
    others: openaiSynced({}, { listedAt: undefined }),
    why: "the OpenAI organization was not listed",
  },
};
