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

/** What somebody took for a reference, wherever it stands in a text. */
export const likeReference = /\$\{\s*(?:env|secret)\b/i;

/**
 * Variables by which a run has its own credentials. A tenant's file is the customer's business, and who may edit it must
 * not be able to have one of these copied to where the customer reads it. Windows does not tell variables apart by case.
 */
const ownVariable = /^(?:WORKOS|OPENAI|PULUMI|TENANTRY)_/i;

/** Why no file may refer to the variable, whatever `fleet.yaml` allows; `undefined` where it may. */
export function whyOwn(variable: string): string | undefined {
  const [prefix] = ownVariable.exec(variable) ?? [];
  return prefix === undefined
    ? undefined
    : `variables that begin with ${prefix} are your own credentials and settings, which no file hands on: ` +
        "put the secret into a variable of another name";
}

/** Those of them whose values no file may hand on under another name either. */
export const ownCredentials = [
  "WORKOS_API_KEY",
  "OPENAI_ADMIN_KEY",
  "OPENAI_API_KEY",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
] as const;

/** The name of a variable that files may refer to. */
export const secretVariable = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+$/, { error: "must be the name of an environment variable, such as ACME_DB_PASSWORD" })
  .superRefine((name, context) => {
    const message = whyOwn(name);
    if (message !== undefined) context.addIssue({ code: "custom", message, input: name });
  });

/** What to do about a source that has nothing. */
export const missingSecret = ({ from, name }: SecretSource): string =>
  from === "environment"
    ? `the environment variable ${name} is not set`
    : `the stack's configuration has no ${name}: run \`pulumi config set --secret ${name}\``;

/** What to do about a source that has one of our own credentials. */
export const ownSecret = ({ from, name }: SecretSource): string =>
  `${from === "environment" ? "the environment variable" : "the stack's configuration value"} ${name} holds one of your ` +
  "own credentials, which no file hands on: give it the customer's secret";
