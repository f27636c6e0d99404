import { ADMIN_KEY_ID, type OpenaiStore, OWNER, seconds } from "./store.ts";

const DAY = 24 * 60 * 60;
/** How many days of spending and usage there are. */
const DAYS = 35;

const MEMBERS = [
  { id: "user-emulatorDana0000000000", email: "dana@ourcompany.example", name: "Dana Developer", role: "reader" },
  { id: "user-emulatorSam00000000000", email: "sam@ourcompany.example", name: "Sam Support", role: "reader" },
] as const;

/** Removes everything and makes a new organization. `blank`: only with what every organization has. */
export function newOrganization(
  store: OpenaiStore,
  now: Date,
  { adminApiKey, blank }: { readonly adminApiKey: string; readonly blank: boolean },
): void {
  store.clear();
  establish(store, adminApiKey, now);
  if (!blank) furnish(store, now);
}

/** The default project, and the admin key and its owner, without which nobody could call the API. */
function establish(store: OpenaiStore, adminApiKey: string, now: Date): void {
  const project = { name: "Default project", external_key_id: null, archived_at: null, created_at: seconds(now) };
  store.defaultProjectId = store.projects.insert({ id: store.id("proj_"), ...project }).id;
  const created_at = foundedAt(now);
  insertPerson(store, { ...OWNER, name: "Olive Owner", role: "owner" }, created_at);
  store.adminApiKeys.insert({
    id: ADMIN_KEY_ID,
    name: "Emulator",
    value: adminApiKey,
    owner_id: OWNER.id,
    created_at,
    expires_at: null,
    last_used_at: null,
  });
}

/** What else an organization has before any program touches it: people, their keys, and what those cost. */
function furnish(store: OpenaiStore, now: Date): void {
  const created_at = foundedAt(now);
  const project_id = store.defaultProjectId;
  for (const person of MEMBERS) insertPerson(store, person, created_at);
  const key = { project_id, scopes: [], expires_at: null, created_at };
  const used = store.apiKeys.insert({
    ...key,
    id: "key_emulatorUsed00000000",
    owner: { type: "user", id: OWNER.id },
    name: "Prototype",
    value: "sk-proj-emulatorUsedKey00000000000000000000000000000000",
    last_used_at: Math.max(0, seconds(now) - DAY),
  });
  store.apiKeys.insert({
    ...key,
    id: "key_emulatorUnused000000",
    owner: { type: "user", id: MEMBERS[0].id },
    name: "Never used",
    value: "sk-proj-emulatorUnusedKey000000000000000000000000000000",
    last_used_at: null,
  });

  const today = Math.floor(seconds(now) / DAY);
  for (let day = Math.max(0, today - DAYS); day < today; day++) {
    const thousands = 40 + ((day * 7) % 23);
    const at = day * DAY;
    const source = { project_id, api_key_id: used.id, user_id: OWNER.id };
    store.costs.insert({
      id: store.id("cost_"),
      at,
      ...source,
      line_item: "gpt-5, input",
      // Dollars. Real bills have fractions of a cent too.
      value: (thousands * 125) / 100_000,
      quantity: thousands * 1000,
      quantity_unit: "tokens",
    });
    store.usage.insert({
      id: store.id("usage_"),
      kind: "completions",
      at: at + 9 * 60 * 60,
      dimensions: { ...source, model: "gpt-5", batch: false, service_tier: "default" },
      amounts: { input_tokens: thousands * 1000, output_tokens: thousands * 100, num_model_requests: thousands },
    });
  }
}

const foundedAt = (now: Date): number => Math.max(0, seconds(now) - 90 * DAY);

/** A person of the organization and of its default project. */
function insertPerson(
  store: OpenaiStore,
  person: { readonly id: string; readonly email: string; readonly name: string; readonly role: "owner" | "reader" },
  added_at: number,
): void {
  const project_id = store.defaultProjectId;
  store.users.insert({ ...person, added_at, is_scim_managed: false, technical_level: null, developer_persona: null });
  store.projectUsers.insert({
    id: `${project_id}/${person.id}`,
    project_id,
    user_id: person.id,
    role: person.role === "owner" ? "owner" : "member",
    added_at,
  });
}
