import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";

/**
 * A key and an X.509 certificate that it signed for itself, as PEM. Node reads certificates and cannot make them, so the few
 * parts that one must have are put together here. The same arguments give the same pair.
 */
export function selfSigned(of: { commonName: string; seed: string; notBefore: Date; notAfter: Date }): {
  certificate: string;
  privateKey: string;
} {
  const digest = createHash("sha256").update(of.seed).digest();
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE_KEY_PREFIX, digest]),
    format: "der",
    type: "pkcs8",
  });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(of.commonName)))));
  const toBeSigned = sequence(
    // The serial number: positive, so that it needs no further byte.
    der(0x02, Buffer.from([1 + ((digest[0] ?? 0) % 0x7f), ...digest.subarray(1, 16)])),
    ED25519,
    name,
    sequence(time(of.notBefore), time(of.notAfter)),
    name,
    createPublicKey(key).export({ format: "der", type: "spki" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign(null, toBeSigned, key));
  const text = sequence(toBeSigned, ED25519, signature).toString("base64").replaceAll(/.{64}/g, "$&\n").trimEnd();
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
    privateKey: key.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** A value with its tag and its length, as the Distinguished Encoding Rules want it. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);

/** GeneralizedTime, in whole seconds. */
const time = (moment: Date): Buffer =>
  der(0x18, Buffer.from(`${moment.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`));

/** The algorithm 1.3.101.112, whose signatures are the same every time. */
const ED25519 = sequence(Buffer.from("06032b6570", "hex"));
/** What precedes the 32 bytes of such a key in PKCS #8. */
const PRIVATE_KEY_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
/** The attribute type 2.5.4.3. */
const COMMON_NAME = Buffer.from("0603550403", "hex");
