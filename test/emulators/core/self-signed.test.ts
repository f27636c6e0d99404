import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { selfSigned } from "../../../emulators/core/self-signed.ts";

const of = {
  commonName: "acme.example",
  seed: "a",
  notBefore: new Date("2026-01-01Z"),
  notAfter: new Date("2051-12-31T23:59:59Z"),
};

test("the certificate is valid for its time, and signed with the key that comes with it", () => {
  const { certificate, privateKey } = selfSigned(of);
  const read = new X509Certificate(certificate);
  expect([read.subject, read.issuer]).toEqual(["CN=acme.example", "CN=acme.example"]);
  expect([read.validFromDate, read.validToDate]).toEqual([of.notBefore, of.notAfter]);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
});

test("the same is made of the same, and another key of another seed", () => {
  expect(selfSigned(of)).toEqual(selfSigned(of));
  const other = selfSigned({ ...of, seed: "b" });
  expect(new X509Certificate(other.certificate).checkPrivateKey(createPrivateKey(selfSigned(of).privateKey))).toBe(
    false,
  );
});
