import { words } from "../contract/words.ts";

/** Languages in which WorkOS can write an invitation. Source: WorkOS API reference, "Send an invitation", `locale`. */
export const invitationLocales = [
  ...words("af am ar bg bn bs ca cs da de de-DE el en en-AU en-CA en-GB en-US es es-419 es-ES es-US et fa fi fil"),
  ...words("fr fr-BE fr-CA fr-FR fy gl gu ha he hi hr hu hy id is it it-IT ja jv ka kk km kn ko lt lv mk ml mn"),
  ...words("mr ms my nb ne nl nl-BE nl-NL nn no pa pl pt pt-BR pt-PT ro ru sk sl sq sr sv sw ta te th tr uk ur"),
  ...words("uz vi zh zh-CN zh-HK zh-TW zu"),
];
