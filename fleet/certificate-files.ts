import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { certificate } from "../providers/workos/fields.ts";
import type { Problem } from "./fleet-error.ts";
import type { Path } from "./paths.ts";
import { daysBetween } from "./rotation.ts";
import { unlessMissing } from "./words.ts";
import type { SourceFile, YamlFile } from "./yaml-file.ts";

/** `./acme-2026.pem`: a file beside the one that names it. Nothing else is read, wherever it may lie. */
const why = "must name a file beside this one, such as ./acme-2026.pem";
export const certificateFile = z
  .string({ error: unlessMissing(why) })
  .regex(/^\.\/[A-Za-z0-9][A-Za-z0-9._-]*\.pem$/, { error: why });

/** A certificate as it is sent, and its last day in UTC as `2027-03-01`. */
export type CertificateRead = { readonly pem: string; readonly lastDay: string };

/** By what files call them: each certificate, or what is wrong with it. */
export type Certificates = ReadonlyMap<string, CertificateRead | { readonly problem: string }>;

export const certificatesIn = (files: readonly SourceFile[]): Certificates =>
  new Map(files.map((file) => [`./${file.path.slice(file.path.lastIndexOf("/") + 1)}`, read(file.text)]));

function read(text: string): CertificateRead | { readonly problem: string } {
  const checked = certificate.safeParse(text);
  if (!checked.success) return { problem: checked.error.issues.map(({ message }) => message).join("; ") };
  const lastDay = new Date(new X509Certificate(checked.data).validTo).toISOString().slice(0, 10);
  return { pem: checked.data, lastDay };
}

/** Certificates that a file names, each at its place; what cannot be one is left to the schema. */
type Named = readonly { readonly path: Path; readonly text: string }[];

/** What is wrong with them. @param useless what one that has ended means, e.g. `nobody signs in by it` */
export function unfitCertificates(
  file: YamlFile,
  named: Named,
  certificates: Certificates,
  { today, useless }: { readonly today: string; readonly useless: string },
): Problem[] {
  const names = named.filter(({ text }) => certificateFile.safeParse(text).success);
  return names.flatMap(({ path, text }, index) => {
    if (names.findIndex((one) => one.text === text) < index) return [file.problem(path, `names ${text} again`)];
    const read = certificates.get(text);
    if (read === undefined) return [file.problem(path, `there is no ${text} beside this file`)];
    if ("problem" in read) return [file.problem(path, `${text} ${read.problem}`)];
    if (read.lastDay < today) return [file.problem(path, `${text} ended on ${read.lastDay}: ${useless}`)];
    return [];
  });
}

const WARNING_DAYS = 30;

/** Those that end soon. @param advice what to do about it */
export const endingCertificates = (
  file: YamlFile,
  named: Named,
  certificates: Certificates,
  { today, advice }: { readonly today: string; readonly advice: string },
): Problem[] =>
  named.flatMap(({ path, text }) => {
    const read = certificates.get(text);
    if (read === undefined || "problem" in read) return [];
    const days = daysBetween(today, read.lastDay);
    if (days > WARNING_DAYS) return [];
    return [file.problem(path, `${text} ends in ${days} days, on ${read.lastDay}: ${advice}`)];
  });
