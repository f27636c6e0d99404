import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { mapOf } from "../../core/map-of.ts";
import { invalidParameters, notFound, refusal, valid } from "../errors.ts";
import { email } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { Waitlist, WaitlistEntry } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";
import { inviteToEnvironment } from "./invitations.ts";

/** Stands in paths for the environment's own waitlist, which is made with its first entry. */
const DEFAULT = "default";
const MAX_FIELDS = 50;
const MAX_FIELD_NAME_LENGTH = 40;
const MAX_FIELD_LENGTH = 600;

const normalized = (address: string) => address.trim().toLowerCase();

const createSchema = z.object({
  email: z.string().transform(normalized).pipe(email),
  additional_fields: mapOf(z.string().max(MAX_FIELD_LENGTH, `must be at most ${MAX_FIELD_LENGTH} characters`))
    .refine((fields) => Object.keys(fields).length <= MAX_FIELDS, `has more than ${MAX_FIELDS} entries`)
    .refine(
      (fields) => Object.keys(fields).every((name) => name.length <= MAX_FIELD_NAME_LENGTH),
      `has a name of more than ${MAX_FIELD_NAME_LENGTH} characters`,
    )
    .optional(),
  /** Nothing is mailed here. */
  send_confirmation_email: z.boolean().optional(),
});
const filterSchema = z.object({ state: z.enum(["pending", "approved", "denied"]).optional() });

export function waitlistEndpoints(store: WorkosStore): Endpoint[] {
  const { waitlists, waitlistEntries } = store;
  const ofWaitlist = "/user_management/waitlists/{id}";
  const ofEntry = "/user_management/waitlist_entries/{id}";
  const ownWaitlist = (): Waitlist | undefined => [...waitlists.all][0];
  const existingWaitlist = (call: Call): Waitlist => {
    const id = param(call, "id");
    const waitlist = id === DEFAULT ? ownWaitlist() : waitlists.get(id);
    if (!waitlist) throw notFound("Waitlist", id);
    return waitlist;
  };
  const existingEntry = (call: Call): WaitlistEntry => {
    const entry = waitlistEntries.get(param(call, "id"));
    if (!entry) throw notFound("Waitlist entry", param(call, "id"));
    return entry;
  };

  return [
    // Never paged.
    get("/user_management/waitlists", () => {
      const data = [...waitlists.all].map(renderWaitlist);
      return { status: 200, body: { object: "list", data, list_metadata: { before: null, after: null } } };
    }),

    get(ofWaitlist, (call) => ({ status: 200, body: renderWaitlist(existingWaitlist(call)) })),

    get(`${ofWaitlist}/entries`, (call) => {
      const within = waitlistEntries.group("waitlist_id", existingWaitlist(call).id);
      const { state } = valid(filterSchema, { state: text(call.query, "state") }, invalidParameters);
      const address = text(call.query, "email");
      const where = (entry: WaitlistEntry) =>
        (state === undefined || entry.state === state) &&
        (address === undefined || entry.email === normalized(address));
      const wording = invalidParameters;
      return { status: 200, body: list(waitlistEntries, within, call.query, render, { where, wording }) };
    }),

    // ASSUMED: an address that is on the list is answered as such even if it has become a user's by now.
    post(`${ofWaitlist}/entries`, (call) => {
      if (param(call, "id") !== DEFAULT) existingWaitlist(call);
      const body = valid(createSchema, call.body, invalidParameters);
      const held = waitlistEntries.find("email", body.email);
      if (held) return { status: 201, body: render(held) };
      if (store.users.find("email", body.email))
        throw refusal(422, "user_already_exists", "A user with this email already exists.");
      const times = { created_at: iso(call.now), updated_at: iso(call.now) };
      const waitlist = ownWaitlist() ?? waitlists.insert({ id: store.id("waitlist", call.now), ...times });
      const entry = waitlistEntries.insert({
        id: store.id("waitlist_entry", call.now),
        waitlist_id: waitlist.id,
        email: body.email,
        state: "pending",
        approved_at: null,
        additional_fields: body.additional_fields ?? null,
        ...times,
      });
      emit(store, "created", entry, call);
      return { status: 201, body: render(entry) };
    }),

    // A denial can be taken back this way; an approval stays even if the address cannot be invited.
    post(`${ofEntry}/approve`, (call) => {
      const entry = existingEntry(call);
      if (entry.state === "approved") throw invalidState("The entry was approved already.");
      const approved_at = iso(call.now);
      const approved = waitlistEntries.replace({ ...entry, state: "approved", approved_at, updated_at: approved_at });
      emit(store, "approved", approved, call);
      inviteToEnvironment(store, approved.email, call);
      return { status: 200, body: render(approved) };
    }),

    post(`${ofEntry}/deny`, (call) => {
      const entry = existingEntry(call);
      if (entry.state !== "pending") throw invalidState("The entry is not pending.");
      const denied = waitlistEntries.replace({ ...entry, state: "denied", updated_at: iso(call.now) });
      emit(store, "denied", denied, call);
      return { status: 200, body: render(denied) };
    }),

    // The invitation of an approved entry stays, and no event tells of the deletion.
    del(ofEntry, (call) => {
      waitlistEntries.delete(existingEntry(call).id);
      return { status: 204 };
    }),
  ];
}

const invalidState = (message: string) => refusal(422, "invalid_state", message);

const renderWaitlist = (waitlist: Waitlist) => ({ object: "waitlist", ...waitlist });

const render = (entry: WaitlistEntry) => ({ object: "waitlist_entry", ...entry });

/** Events have their own word for an entry. */
function emit(store: WorkosStore, what: string, entry: WaitlistEntry, { actor, now }: Call): void {
  store.emit(`waitlist_user.${what}`, { ...entry, object: "waitlist_user" }, { cause: actor, now });
}
