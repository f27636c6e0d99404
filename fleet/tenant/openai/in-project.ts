import { idOf, type Reference } from "../../declaration.ts";
import { nameOf } from "../../resource-names.ts";

/** What is in a project goes with it when that is archived. */
export const inProject = (
  tenant: string,
): { readonly refs: { readonly projectId: Reference }; readonly deletedWith: string } => {
  const project = nameOf(tenant, "openai:Project");
  return { refs: { projectId: idOf(project) }, deletedWith: project };
};
