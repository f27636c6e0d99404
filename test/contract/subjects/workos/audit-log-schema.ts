import { isDeepStrictEqual } from "node:util";
import { type Subject, somebody } from "../subject.ts";

interface Version {
  targets: object[];
  actor?: { metadata: object };
  metadata?: object;
}

const role = { type: "object", properties: { role: { type: "string" } } };

export const auditLogSchema: Subject = {
  token: "workos:AuditLogSchema",
  stays: "untouched",
  home: async () => ({}),
  declared: (_home, name) => ({
    action: `${name}.viewed`,
    targets: [{ type: "file" }, { type: "user", metadata: role }],
    actorMetadata: role,
    metadata: { type: "object", properties: { trace: { type: "string" } } },
  }),
  changed: (_home, name) => ({
    action: `${name}.viewed`,
    targets: [{ type: "folder" }],
    actorMetadata: { type: "object", properties: {} },
    metadata: null,
  }),
  // A version that says the same as the one before counts as one too many.
  async held({ workos }, _home, name) {
    const action = `${name}.viewed`;
    const { status, body } = await workos
      .as(somebody)
      .request("GET", `/audit_logs/actions/${action}/schemas?limit=100&order=desc`);
    if (status === 404) return [];
    const versions = body.data.map(({ targets, actor, metadata }: Version) => ({
      id: action,
      action,
      targets,
      actorMetadata: actor?.metadata ?? null,
      metadata: metadata ?? null,
    }));
    return versions.filter((each: object, at: number) => at === 0 || isDeepStrictEqual(each, versions[at - 1]));
  },
};
