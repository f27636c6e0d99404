import { at, defineResource, z } from "../kit.ts";
import { activationFeed, activeAt, toggle } from "./certificate-activation.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";

/**
 * That clients of one project may be asked for a certificate of the organization. One that is active there already is
 * taken over with a warning. Source: OpenAI API reference, "Project certificates".
 * @removal deactivates; whoever signs in by it alone is locked out, so activate its successor first
 */
export class ProjectCertificateActivation extends defineResource(openai, "ProjectCertificateActivation", {
  inputs: z.strictObject({ projectId: vendorId, certificateId: vendorId }),
  parent: { projectId: "openai:Project" },
  key: ["certificateId"],
  importId: "key",
  feed: activationFeed,
  list: (api, { projectId }) => activeAt(api, at`/organization/projects/${projectId}`),
  id: ({ id }, { projectId }) => `${projectId}/${id}`,
  show: ({ id }) => ({ certificateId: id }),
  ensure: (api, { projectId, certificateId }) =>
    toggle(api, at`/organization/projects/${projectId}/certificates/activate`, certificateId),
  remove: (api, { projectId, certificateId }) =>
    toggle(api, at`/organization/projects/${projectId}/certificates/deactivate`, certificateId),
}) {}
