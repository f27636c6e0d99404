import { z } from "zod";
import { name } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { certificateFile, endingCertificates, unfitCertificates } from "../../certificate-files.ts";
import { declaration, idOf } from "../../declaration.ts";
import type { Problem } from "../../fleet-error.ts";
import { each, textsAt } from "../../paths.ts";
import { catalogue, nameOf } from "../../resource-names.ts";
import { type Body, catalogueSection, type Known } from "../../section.ts";

/** Source: OpenAI API reference, "Upload certificate". */
const mostCertificates = 50;

const certificate = z.strictObject({
  /** Shown to people, and what tenants' files call it. */
  name,
  /** Beside `fleet.yaml`: one X.509 certificate as PEM. */
  file: certificateFile,
  /** Whether clients of the whole organization may be asked for it. Left out: as it is there. */
  active: z.boolean().exactOptional(),
});
type Organization = { readonly openai?: { readonly certificates?: readonly z.output<typeof certificate>[] } };

/** Certificates by which clients of OpenAI's API prove who they are, in all projects or in those that name them. */
export const organizationCertificates = catalogueSection({
  at: ["openai"],
  fields: {
    certificates: z
      .array(certificate)
      .max(mostCertificates, { error: `has more than ${mostCertificates}: that is all that OpenAI takes` })
      .exactOptional(),
  },
  sharedBy: ["certificate"],
  ofOwner: [["openai", "certificates", each, "active"]],
  distinct: [{ items: ["openai", "certificates", each], by: ["name"] }],
  bodyRules: [filesFit, certificatesDiffer],
  warnings: [certificatesLast],
  declare: ({ certificates }, { certificates: pems }) =>
    inOrder(certificates, ({ name }) => name).flatMap(({ name, file, active }) => [
      // Its file is there: checked by a rule.
      declaration("openai:Certificate", [catalogue, name], { certificate: pems.get(file) ?? "", name }),
      ...(active
        ? [
            declaration(
              "openai:CertificateActivation",
              [catalogue, name],
              {},
              { refs: { certificateId: idOf(nameOf(catalogue, "openai:Certificate", name)) } },
            ),
          ]
        : []),
    ]),
});

const filesIn = (fleet: Body<Organization>["value"]) => textsAt(fleet, ["openai", "certificates", each, "file"]);

function filesFit({ file, value }: Body<Organization>, { fleetCertificates, today }: Known): Problem[] {
  return unfitCertificates(file, filesIn(value), fleetCertificates, { today, useless: "no client gets in by it" });
}

/** OpenAI has each certificate once, so of two names for one the second could not be made. */
function certificatesDiffer({ file, value }: Body<Organization>, { fleetCertificates }: Known): Problem[] {
  const firsts = new Map<string, string>();
  return filesIn(value).flatMap(({ path, text }) => {
    const read = fleetCertificates.get(text);
    if (read === undefined || "problem" in read) return [];
    const first = firsts.get(read.pem) ?? text;
    firsts.set(read.pem, first);
    return first === text ? [] : [file.problem(path, `${text} is the same certificate as ${first}`)];
  });
}

function certificatesLast({ file, value }: Body<Organization>, { fleetCertificates, today }: Known): Problem[] {
  const advice = "list its successor as well, under another name, and activate that wherever this one is";
  return endingCertificates(file, filesIn(value), fleetCertificates, { today, advice });
}
