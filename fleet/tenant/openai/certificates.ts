import { z } from "zod";
import { asSet, name } from "../../../providers/openai/fields.ts";
import { declaration, idOf } from "../../declaration.ts";
import type { Problem } from "../../fleet-error.ts";
import { nameIsMissing } from "../../openai-names.ts";
import { each, textsAt } from "../../paths.ts";
import { catalogue, nameOf } from "../../resource-names.ts";
import { type DraftTenant, type Known, tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";

/** Certificates of `openai.certificates` in fleet.yaml that clients of the project may be asked for. */
export const projectCertificates = tenantSection({
  at: ["openai", "project"],
  shared: { certificates: z.array(name).transform(asSet).exactOptional() },
  tenantRules: [certificatesExist],
  declare: ({ certificates = [] }, { tenant }) =>
    certificates.map((certificate) =>
      declaration(
        "openai:ProjectCertificateActivation",
        [tenant, certificate],
        {},
        // Taken back one by one even when the tenant leaves: OpenAI deletes no certificate that is active in any project.
        {
          refs: {
            ...inProject(tenant).refs,
            certificateId: idOf(nameOf(catalogue, "openai:Certificate", certificate)),
          },
        },
      ),
    ),
});

type Certificates = { readonly openai?: { readonly project?: { readonly certificates?: readonly string[] } } };

function certificatesExist({ file, effective }: DraftTenant<Certificates>, { openai }: Known): Problem[] {
  const otherwise = "declare it under openai.certificates of fleet.yaml";
  return textsAt(effective, ["openai", "project", "certificates", each]).flatMap(({ path, text }) => {
    const missing = nameIsMissing("certificate", text, openai.certificates, otherwise);
    return missing ? [file.problem(path, missing)] : [];
  });
}
