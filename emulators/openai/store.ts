import type { Actor, Answer } from "../core/api.ts";
import { Collection } from "../core/collection.ts";
import { randomText } from "../core/ids.ts";
import type { Switches } from "../core/switches.ts";
import type { ApiKey } from "./routes/api-keys.ts";
import type { AuditDetail, AuditLogRecord } from "./routes/audit-logs.ts";
import type { Project } from "./routes/projects.ts";
import type { ServiceAccount } from "./routes/service-accounts.ts";
import type { OpenaiSwitches } from "./switches.ts";

/** Reported by users, documented nowhere. */
const AUDIT_RETENTION_SECONDS = 30 * 24 * 60 * 60;

/** The owner of the organization, whose admin key the emulator accepts. */
const OWNER = { id: "user-emulatorOwner000000000", email: "owner@ourcompany.example" };
const ADMIN_KEY_ID = "key_emulatorAdmin0000000";

/** One OpenAI organization. */
export class OpenaiStore {
  readonly projects = new Collection<Project>();
  readonly serviceAccounts = new Collection<ServiceAccount, never, "project_id">({
    groups: { project_id: ({ project_id }) => project_id },
  });
  readonly apiKeys = new Collection<ApiKey, never, "project_id" | "service_account_id">({
    groups: { project_id: ({ project_id }) => project_id, service_account_id: (key) => key.service_account_id },
  });
  readonly auditLogs = new Collection<AuditLogRecord>();
  readonly switches: Switches<OpenaiSwitches>;
  #defaultProjectId = "";
  readonly #people = new Map<string, string>();

  constructor(switches: Switches<OpenaiSwitches>, now: Date) {
    this.switches = switches;
    this.reset(now);
  }

  /** The project that everything outside of projects is filed under. No field of the API says which one it is. */
  get defaultProjectId(): string {
    return this.#defaultProjectId;
  }

  reset(now: Date): void {
    for (const collection of [this.projects, this.serviceAccounts, this.apiKeys, this.auditLogs]) collection.clear();
    this.#people.clear();
    const project = { name: "Default project", external_key_id: null, archived_at: null, created_at: seconds(now) };
    this.#defaultProjectId = this.projects.insert({ id: this.id("proj_"), ...project }).id;
  }

  /** `prefix` includes its separator, which is not the same for all kinds. */
  id(prefix: string): string {
    return prefix + randomText(24);
  }

  /** 200, or what the switch makes of it. */
  created(body: unknown): Answer {
    return { status: this.switches.values.created201 ? 201 : 200, body };
  }

  /**
   * Writes an audit log. Detail sits under a property named like the type. What is done with an admin key is filed under
   * the default project. Source: OpenAI API reference, "Audit logs".
   */
  audit(type: string, detail: AuditDetail, by: Actor, now: Date, projectId?: string): void {
    if (!this.switches.values.auditLogging) return;
    this.#forgetOldLogs(now);
    const filedUnder = this.projects.get(
      by.kind === "person" && projectId !== undefined ? projectId : this.#defaultProjectId,
    );
    this.auditLogs.insert({
      id: this.id("audit_log-"),
      type,
      effective_at: seconds(now),
      project: { id: filedUnder?.id ?? "", name: filedUnder?.name ?? "" },
      actor: this.#actor(by),
      detail,
    });
  }

  dump(): object {
    return {
      projects: [...this.projects.all],
      service_accounts: [...this.serviceAccounts.all],
      api_keys: [...this.apiKeys.all],
      audit_logs: [...this.auditLogs.all],
    };
  }

  #actor(by: Actor): AuditLogRecord["actor"] {
    if (by.kind === "key") return { type: "api_key", api_key: { id: ADMIN_KEY_ID, type: "user", user: OWNER } };
    const id = this.#people.get(by.email) ?? this.id("user-");
    this.#people.set(by.email, id);
    return { type: "session", session: { user: { id, email: by.email }, ip_address: "192.0.2.1" } };
  }

  #forgetOldLogs(now: Date): void {
    const forgotten = [];
    for (const log of this.auditLogs.all) {
      if (log.effective_at >= seconds(now) - AUDIT_RETENTION_SECONDS) break;
      forgotten.push(log.id);
    }
    for (const id of forgotten) this.auditLogs.delete(id);
  }
}

/** OpenAI writes times as seconds since 1970. */
export const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000);
