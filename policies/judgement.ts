import type { Exemption, Policies } from "../fleet/index.ts";
import type { Context, Controls, Settings, ValuesOf } from "./places.ts";
import { type Outcome, outcomeOf, type Verdict } from "./verdict.ts";

/** What a rule is known by where it judges. */
export interface Judge {
  readonly name: string;
  readonly enforcementLevel: "mandatory" | "advisory";
  readonly controls: Controls;
  readonly settings: Settings;
}

/** What one rule found of one thing. */
export type Judgement = Outcome & {
  readonly rule: string;
  readonly level: "mandatory" | "advisory" | "disabled";
  /** Whose it is that was judged, if it is a tenant's. */
  readonly tenant?: string;
  readonly urn: string;
};

/** The same for what was found twice of one thing, by its inputs and by its outputs. */
export const identityOf = (found: Judgement): string => JSON.stringify(found, Object.keys(found).sort());

/** What is judged. */
export interface Subject {
  readonly urn: string;
  /** The key of a tenant. */
  readonly tenant?: string | undefined;
  readonly name: string;
}

/** The level that fleet.yaml gives a rule: by name, else by its preset. `undefined` where it says nothing. */
export function levelIn({ preset, levels }: Policies, { name, enforcementLevel, controls }: Judge) {
  const said = levels?.[name];
  if (said !== undefined) return said;
  if (preset === "strict") return "mandatory";
  if (preset === "soc2" && !controls.soc2?.length) return "disabled";
  return preset === undefined ? undefined : enforcementLevel;
}

/**
 * Judges one thing by one rule, at the level, with the settings and the exemptions of fleet.yaml.
 * @param given settings by other means, which fleet.yaml overrides
 */
export function judgement(
  judge: Judge,
  subject: Subject,
  { policies = {}, given = {}, now }: { policies?: Policies | undefined; given?: object; now: number },
  verdictOn: (context: Context) => Verdict,
): Judgement {
  const { name, settings: described } = judge;
  const { urn, tenant } = subject;
  const level = levelIn(policies, judge) ?? judge.enforcementLevel;
  const told = { rule: name, level, urn, ...(tenant !== undefined && { tenant }) };
  if (level === "disabled") return { ...told, is: "not applicable", why: "disabled by policies of fleet.yaml" };

  const settings = { ...defaultsOf(described), ...given, ...policies.settings?.[name] } as ValuesOf<Settings>;
  const outcome = outcomeOf(() => verdictOn({ settings, resource: subject.name, tenant: tenant ?? "", now }));
  if (outcome.is !== "violation" || tenant === undefined) return { ...told, ...outcome };
  const exemption = policies.exemptions?.find((one) => one.rule === name && one.tenant === tenant);
  return exemption && !hasEnded(exemption, now)
    ? { ...told, is: "exempt", messages: outcome.messages, why: excuse(exemption) }
    : { ...told, ...outcome };
}

const defaultsOf = (settings: Settings): object =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, one]) => ("default" in one ? [[name, one.default]] : [])),
  );

/** It holds until the end of its last day, in UTC. */
export const hasEnded = ({ expires }: Pick<Exemption, "expires">, now: number): boolean =>
  new Date(now).toISOString().slice(0, 10) > expires;

const excuse = ({ expires, owner, reason }: Exemption): string => `until ${expires}, by ${owner}: ${reason}`;
