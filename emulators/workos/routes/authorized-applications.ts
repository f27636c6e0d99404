import { z } from "zod";
import { del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { list } from "../paging.ts";
import type { AuthorizedApplication, ConnectApplication } from "../records.ts";
import type { WorkosStore } from "../store.ts";
import { findApplication, renderApplication } from "./connect-applications.ts";

const grantSchema = z.object({ application_id: z.string(), granted_scopes: z.array(z.string()).default([]) });

export function authorizedApplicationEndpoints(store: WorkosStore): Endpoint[] {
  const { authorizedApplications: grants } = store;
  const ofUser = "/user_management/users/{user_id}/authorized_applications";
  const render = (grant: AuthorizedApplication) => renderGrant(grant, held(store, grant));
  return [
    get(ofUser, (call) => {
      const user = existingUser(store, param(call, "user_id"));
      return { status: 200, body: list(grants, grants.group("user_id", user.id), call.query, render) };
    }),

    del(`${ofUser}/{application_id}`, (call) => {
      const user = existingUser(store, param(call, "user_id"));
      const application = findApplication(store, param(call, "application_id"));
      const grant = [...grants.group("user_id", user.id)].find((one) => one.application_id === application?.id);
      if (!grant) throw notFound("Authorized application", param(call, "application_id"));
      grants.delete(grant.id);
      return { status: 204 };
    }),

    // ASSUMED: those of the organization's own applications.
    get("/organizations/{organization_id}/authorized_applications", (call) => {
      const organization = existingOrganization(store, param(call, "organization_id"));
      const where = (grant: AuthorizedApplication) => held(store, grant).organization_id === organization.id;
      const renderWithUser = (grant: AuthorizedApplication) => ({ ...render(grant), user_id: grant.user_id });
      return { status: 200, body: list(grants, grants.all, call.query, renderWithUser, { where }) };
    }),
  ];
}

/** What a person does in a browser. */
export function authorizedApplicationControl(store: WorkosStore): Endpoint[] {
  return [
    post("/users/{id}/authorized_applications", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { application_id, granted_scopes } = valid(grantSchema, call.body);
      const application = findApplication(store, application_id);
      if (!application) throw notFound("Application", application_id);
      const earlier = [...store.authorizedApplications.group("user_id", user.id)].find(
        (one) => one.application_id === application.id,
      );
      const grant = earlier
        ? store.authorizedApplications.replace({ ...earlier, granted_scopes })
        : store.authorizedApplications.insert({
            id: store.id("authorized_connect_app", call.now),
            user_id: user.id,
            application_id: application.id,
            granted_scopes,
          });
      return { status: 201, body: renderGrant(grant, application) };
    }),
  ];
}

/** The application of a consent. It exists, because consents are deleted with their application. */
function held(store: WorkosStore, { application_id }: AuthorizedApplication): ConnectApplication {
  const application = findApplication(store, application_id);
  if (!application) throw new Error(`${application_id} is granted something and does not exist`);
  return application;
}

const renderGrant = ({ id, granted_scopes }: AuthorizedApplication, application: ConnectApplication) => ({
  object: "authorized_connect_application",
  id,
  granted_scopes,
  application: renderApplication(application),
});
