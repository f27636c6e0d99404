import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { certificate } from "../providers/workos/fields.ts";
import { unlessMissing } from "./words.ts";
import type { SourceFile } from "./yaml-file.ts";

/** `./acme-2026.pem`: a file in `tenants/`, beside the one that names it. Nothing else is read, wherever it may lie. */
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
