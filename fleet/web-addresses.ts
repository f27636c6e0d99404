import { z } from "zod";

/** Where WorkOS or a browser is sent: https, or http on this machine only, so that nothing secret travels in the clear. */
export const redirectAddress = z
  .string()
  .trim()
  .max(2048)
  .refine((text) => isAddress(text, { loopback: true }), {
    error: "must be an https:// address (http:// only on localhost), without user name or fragment",
  });

export const secureAddress = z
  .string()
  .trim()
  .max(2048)
  .refine((text) => isAddress(text, { loopback: false }), {
    error: "must be an https:// address, without user name or fragment",
  });

/** What a browser sends as `Origin`: scheme, host and port. */
export const webOrigin = z
  .string()
  .trim()
  .max(2048)
  .refine((text) => isAddress(text, { loopback: true }) && new URL(text).origin === text, {
    error: "must be an origin such as https://app.example or http://localhost:3000, without a path or a final slash",
  });

function isAddress(text: string, { loopback }: { loopback: boolean }): boolean {
  if (!URL.canParse(text) || /\s/.test(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== "" || password !== "" || hash !== "") return false;
  return protocol === "https:" || (loopback && protocol === "http:" && loopbackHosts.has(hostname));
}

const loopbackHosts: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
