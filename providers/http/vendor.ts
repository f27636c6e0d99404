import type { z } from "zod";
import { userCacheDir } from "../../engine/user-cache.ts";
import { ConfigurationError } from "../contract/errors.ts";
import type { Connection, ConnectionSurroundings, Vendor } from "../contract/vendor.ts";
import type { Api } from "./api.ts";
import { accountName, type ConnectionOptions, openConnection } from "./connection.ts";
import { baseUrl, isLoopback } from "./endpoint.ts";
import { learnedLimits } from "./learned-limits.ts";
import { Pacer, type RateLimit } from "./pacing.ts";

/** Where a vendor is, and as whom it is asked. */
export interface Configuration {
  readonly url: URL;
  readonly key: string;
  /** Sent with every request besides. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the environment has to say about a vendor. */
export interface EnvironmentRules {
  readonly key: {
    /** E.g. `WORKOS_API_KEY`. */
    readonly variable: string;
    readonly prefix: string;
    /** What to do where it is not set. */
    readonly howToGet: string;
    /** What a key without the prefix is, e.g. `is not an admin key`. */
    readonly otherwise: string;
    /** A key that must not be sent to an emulator, e.g. `a live key`. */
    readonly real: { readonly name: string; is(key: string): boolean };
  };
  readonly url: { readonly variable: string; readonly default: string; problem?(url: URL): string | undefined };
  /** The id of the account that the key is of, which nobody has to say. */
  readonly account: {
    /** As the vendor's own clients read it, e.g. `OPENAI_ORG_ID`. */
    readonly variable: string;
    readonly id: z.ZodType<string, string>;
    /** What an id of another form is, e.g. `is not the id of an organization`. */
    readonly otherwise: string;
    /** In which it is sent, so that the vendor refuses a key of another account. */
    readonly header?: string;
  };
}

/** A vendor of which a process has one connection, opened with what the environment says. */
export interface HttpVendor extends Vendor<Api> {
  /** @throws ConfigurationError with everything that is missing or does not fit together */
  configuration(environment: NodeJS.ProcessEnv): Configuration;
  /** The variable that names the account, and which one it names: `undefined` for none. @throws ConfigurationError for no id */
  account(environment: NodeJS.ProcessEnv): { readonly variable: string; readonly id: string | undefined };
  /** What is known of its limits: documented, learned by earlier runs of this account, or else usual. @default nothing learned */
  limits(configuration?: Configuration): Pacer;
  /** So many requests of all routes together it allows. @default no limit that is known */
  readonly overallLimit: RateLimit | undefined;
  /** A connection that knows nothing yet; a test has as many as it plays runs. */
  open(configuration: Configuration, surroundings?: ConnectionSurroundings): Connection<Api>;
}

/** What a forecast goes by beside the limits that requests are paced by. */
interface Foreseeable {
  /** What a route allows where the vendor documents nothing and no run has learned it. */
  readonly usualLimit?: RateLimit;
  /** What all routes together allow. */
  readonly overallLimit?: RateLimit;
}

export function httpVendor(
  name: string,
  rules: EnvironmentRules,
  options: () => Omit<ConnectionOptions, keyof Configuration> & Foreseeable,
): HttpVendor {
  const open = (configuration: Configuration, surroundings?: ConnectionSurroundings) =>
    openConnection({ ...options(), ...configuration }, surroundings);
  let connection: Connection<Api> | undefined;
  return {
    name,
    title: options().vendor,
    isInUse: () => Boolean(process.env[rules.key.variable]?.trim()),
    configuration: (environment) => configurationIn(environment, rules),
    account: (environment) => ({ variable: rules.account.variable, id: accountIn(environment, rules) }),
    limits(configuration) {
      const { documentedLimit, usualLimit } = options();
      const learned = configuration && learnedLimits(userCacheDir, accountName(configuration.url, configuration.key));
      return new Pacer((route) => documentedLimit(route) ?? usualLimit, learned);
    },
    overallLimit: options().overallLimit,
    open,
    connect(surroundings) {
      connection ??= open(configurationIn(process.env, rules), surroundings);
      return connection;
    },
  };
}

function configurationIn(environment: NodeJS.ProcessEnv, rules: EnvironmentRules): Configuration {
  const key = environment[rules.key.variable]?.trim() ?? "";
  const url = baseUrl(rules.url.variable, environment[rules.url.variable]?.trim() || rules.url.default);
  if (typeof url === "string") throw new ConfigurationError([url, ...keyProblems(key, undefined, rules)]);
  const urlProblem = rules.url.problem?.(url);
  const problems = [...(urlProblem === undefined ? [] : [urlProblem]), ...keyProblems(key, url, rules)];
  const { header } = rules.account;
  if (problems.length > 0) throw new ConfigurationError(problems);
  const account = header && accountIn(environment, rules);
  return { url, key, ...(account && { headers: { [header]: account } }) };
}

function accountIn(
  environment: NodeJS.ProcessEnv,
  { account: { variable, id, otherwise } }: EnvironmentRules,
): string | undefined {
  const given = environment[variable]?.trim();
  if (!given) return undefined;
  const read = id.safeParse(given);
  // Not shown: it may be a key in the wrong place.
  if (!read.success) throw new ConfigurationError([`${variable} ${otherwise}`]);
  return read.data;
}

function keyProblems(key: string, url: URL | undefined, rules: EnvironmentRules): string[] {
  const { variable, prefix, howToGet, otherwise, real } = rules.key;
  if (key === "") return [`${variable} is not set: ${howToGet}`];
  if (!key.startsWith(prefix)) return [`${variable} ${otherwise}`];
  if (/\s/.test(key)) return [`${variable} has a blank or a line break in it: set it anew, in one piece`];
  if (url === undefined) return [];
  if (isLoopback(url))
    return real.is(key)
      ? [`${variable} is ${real.name}, but ${rules.url.variable} is ${url.origin}, an emulator: unset one of them`]
      : [];
  return key.includes("emulator")
    ? [`${variable} is the emulator's key, but requests would go to ${url.origin}: set ${rules.url.variable}`]
    : [];
}
