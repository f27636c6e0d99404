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
