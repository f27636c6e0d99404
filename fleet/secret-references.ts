import { z } from "zod";
import { unlessMissing } from "./words.ts";

/** Where a secret comes from when a program runs: a variable of its environment, or the stack's configuration. */
export type SecretSource = { readonly from: "environment" | "configuration"; readonly name: string };

const pattern = /^\$\{(env|secret):([A-Za-z0-9_.-]+)\}$/;

// The value never appears in a message: whoever wrote a secret itself here must not find it in a log as well.
// biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the reference is written
const why = "must refer to a secret as ${env:NAME} or ${secret:config-key}: files hold no secrets";

/** `${env:NAME}` or `${secret:config-key}`, the only ways in which a file may speak of a secret. */
export const secretReference = z.string({ error: unlessMissing(why) }).regex(pattern, { error: why });

/** @param reference text that fits `secretReference` */
export function secretSource(reference: string): SecretSource {
  const [, kind, name] = pattern.exec(reference) ?? [];
  if (name === undefined) throw new TypeError("not a reference to a secret");
  return { from: kind === "env" ? "environment" : "configuration", name };
}

/** What to do about a source that has nothing. */
export const missingSecret = ({ from, name }: SecretSource): string =>
  from === "environment"
    ? `the environment variable ${name} is not set`
    : `the stack's configuration has no ${name}: run \`pulumi config set --secret ${name}\``;
