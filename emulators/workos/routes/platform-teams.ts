import { z } from "zod";
import { type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, plainRefusal, valid } from "../errors.ts";
import { email } from "../fields.ts";
import type { Team } from "../records.ts";
import { iso, teamKey, type WorkosStore } from "../store.ts";

const schema = z.object({ admin_email: email, name: z.string().regex(/\S/, "must not be empty") });

/** Accounts at WorkOS that a platform makes for others. What is in them is not emulated. They send no events. */
export function platformTeamEndpoints(store: WorkosStore): Endpoint[] {
  const { teams } = store;
  return [
    // ASSUMED: the same name for the same person is a conflict; 409 is listed without a reason.
    post("/platform/teams", (call) => {
      const { admin_email, name } = valid(schema, call.body);
      if (teams.find("admin_and_name", teamKey(admin_email, name)))
        throw plainRefusal(409, `A team '${name}' of '${admin_email}' already exists.`);
      const times = { created_at: iso(call.now), updated_at: iso(call.now) };
      const team = teams.insert({ id: store.id("team", call.now), admin_email, name, ...times });
      return { status: 201, body: render(team) };
    }),

    get("/platform/teams/{team_id}", (call) => {
      const team = teams.get(param(call, "team_id"));
      if (!team) throw notFound("Team", param(call, "team_id"));
      return { status: 200, body: render(team) };
    }),
  ];
}

/** Nobody pays here, so no team can have a production environment. */
const render = ({ admin_email, ...team }: Team) => ({
  object: "team",
  ...team,
  production_state: "Inactive",
  production_enabled_at: null,
});
