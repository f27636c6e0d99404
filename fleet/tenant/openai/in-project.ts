import { idOf } from "../../declaration.ts";
import { nameOf } from "../../resource-names.ts";

/** Of what is in the project and goes with it when that is archived. */
export const inProject = (tenant: string) => {
  const project = nameOf(tenant, "openai:Project");
  return { refs: { projectId: idOf(project) }, deletedWith: project };
};
