import { X509Certificate } from "node:crypto";
import { z } from "zod";

/** RSA keys that are shorter can be broken, or soon will (NIST SP 800-131A). */
const LEAST_RSA_BITS = 2048;

/** One X.509 certificate as PEM; blanks and line ends do not count. */
export const certificate = z.string().transform((given, context) => {
  const refuse = (message: string) => {
    context.addIssue({ code: "custom", message, input: given });
    return z.NEVER;
  };
  const blocks = given.match(/-----BEGIN [A-Z ]+-----/g) ?? [];
  if (blocks.some((block) => block.includes("PRIVATE KEY")))
    return refuse("holds a private key: only the certificate belongs here");
  if (blocks.length !== 1) return refuse(`must be one certificate in PEM form, and has ${blocks.length} blocks of it`);
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(given);
  } catch {
    return refuse(
      "is no X.509 certificate in PEM form: -----BEGIN CERTIFICATE-----, its base64, -----END CERTIFICATE-----",
    );
  }
  if (parsed.checkIssued(parsed) && !parsed.verify(parsed.publicKey))
    return refuse("is damaged: it does not fit its own signature");
  const { asymmetricKeyType, asymmetricKeyDetails } = parsed.publicKey;
  const bits = asymmetricKeyType === "rsa" ? (asymmetricKeyDetails?.modulusLength ?? 0) : LEAST_RSA_BITS;
  if (bits < LEAST_RSA_BITS) return refuse(`has an RSA key of ${bits} bits: at least ${LEAST_RSA_BITS} are needed`);
  return parsed.toString();
});
