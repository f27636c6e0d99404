import { createHash, X509Certificate } from "node:crypto";

/** Of an identity provider, which signs with it until November 2046. */
export const PEM = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUeoMaMrTA9CysMTcO6Me6jXuahoQwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQaWRwLmFjbWUuZXhhbXBsZTAeFw0yNjExMjgyMzU4MzlaFw00
NjExMjMyMzU4MzlaMBsxGTAXBgNVBAMMEGlkcC5hY21lLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATNDKAHNmLwlzYzAPXK3xFldxtQBlmv7RsV+q8H
JuDQOKbxVyyS23WuS8ppDExJkUfrSUZikDauyqVT5nUwn/nFo1MwUTAdBgNVHQ4E
FgQUInYiCm5khXqGSNjLu8ttK3AkTmswHwYDVR0jBBgwFoAUInYiCm5khXqGSNjL
u8ttK3AkTmswDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA2jzz
eHO3SgycckUmgCEr1PFz8Kl9BYaB6Bjy3I7xt5sCIG4ygfFrEj+hiY9vylER//9n
AeFu1qn7U+HinvqEemrX
-----END CERTIFICATE-----
`;

/** What it signs with next. */
export const PEM_OF_SUCCESSOR = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUVPnrL1/qXdoeyuYE7prVtnJD+MkwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQaWRwLmFjbWUuZXhhbXBsZTAeFw0yNjExMjgyMzU4MzlaFw00
NjExMjMyMzU4MzlaMBsxGTAXBgNVBAMMEGlkcC5hY21lLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASgODnVmobDk7Y9bkqA02iGxTRVdf7H0mUxoqSf
nYYbrBBpEYwKAfEmeDDVZGFpWaYKZzGPH1z6A5QbV6wyi/SWo1MwUTAdBgNVHQ4E
FgQUOpvT9q+wW6H/Q1A0zcNbVUR19KAwHwYDVR0jBBgwFoAUOpvT9q+wW6H/Q1A0
zcNbVUR19KAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA3HiW
BcfyGlIjbB72lEveRgcDCM5KfpRsHJTew1k+L0gCIDEts3G0N+wcZlHT1XiAPrki
eKmqXzTIUMOvDj1vG458
-----END CERTIFICATE-----
`;

/** One of its own for each name: like the first, with another subject, so that nothing is wrong with its signature but who made it. */
export function certificateFor(name: string, ends = 2046): string {
  const der = Buffer.from(PEM.replace(/-----[A-Z ]+-----/g, ""), "base64");
  const subject = createHash("sha256").update(name).digest("hex").slice(0, ISSUER.length);
  der.write(subject, der.indexOf(ISSUER, der.indexOf(ISSUER) + 1), "latin1");
  der.write(String(ends).slice(2), der.indexOf("461123235839Z"), "latin1");
  return new X509Certificate(der).toString();
}

/** Who issued it, which stands before its subject. */
const ISSUER = "idp.acme.example";
