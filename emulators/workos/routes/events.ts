import { z } from "zod";
import { type Endpoint, get } from "../../core/api.ts";
import { invalidFields, plainRefusal, valid } from "../errors.ts";
import { moment } from "../fields.ts";
import { list, text, texts } from "../paging.ts";
import type { EventRecord } from "../records.ts";
import { oldestEventAt, type WorkosStore } from "../store.ts";

/** Source: the vendor's Python client 10.8, which says that an offset is refused, `+00:00` included. */
const utcMoment = moment.refine((text) => /z$/i.test(text), "must be in UTC and end in Z");
const rangeSchema = z.object({ range_start: utcMoment.optional(), range_end: utcMoment.optional() });

export function eventEndpoints(store: WorkosStore): Endpoint[] {
  return [
    get("/events", ({ query, now }) => {
      const range = valid(
        rangeSchema,
        { range_start: text(query, "range_start", invalidFields), range_end: text(query, "range_end", invalidFields) },
        invalidFields,
      );
      // Source: WorkOS API reference, "List events".
      if (range.range_start !== undefined && text(query, "after") !== undefined)
        throw plainRefusal(400, "range_start and after cannot be combined.");
      const startMs = range.range_start === undefined ? undefined : Date.parse(range.range_start);
      const endMs = range.range_end === undefined ? undefined : Date.parse(range.range_end);
      const types = texts(query, "events");
      const wanted = types && new Set(types);
      const organizationId = text(query, "organization_id", invalidFields);
      const within =
        organizationId === undefined ? store.events.all : store.events.group("organization_id", organizationId);
      // Events that are too old may still be stored: they are dropped when the next one is recorded.
      const oldest = oldestEventAt(now);
      const where = (event: EventRecord) => {
        if (event.created_at < oldest) return false;
        const atMs = Date.parse(event.created_at);
        return (
          (wanted === undefined || wanted.has(event.type)) &&
          (startMs === undefined || atMs > startMs) &&
          (endMs === undefined || atMs < endMs)
        );
      };
      const page = list(store.events, within, query, renderEvent, { where, wording: invalidFields });
      // This list alone has one cursor only.
      return { status: 200, body: { ...page, list_metadata: { after: page.list_metadata.after } } };
    }),
  ];
}

const renderEvent = ({ id, type, data, created_at, context }: EventRecord) => ({
  object: "event",
  id,
  event: type,
  data,
  created_at,
  context,
});
