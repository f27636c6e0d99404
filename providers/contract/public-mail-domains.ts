import { words } from "./words.ts";

/**
 * Mail domains on which anybody can have an address, so that no customer can own one. WorkOS refuses consumer mail
 * domains too, but only when the file is applied. Not complete and not meant to be: it catches the usual mistake.
 */
export const publicMailDomains: ReadonlySet<string> = new Set([
  ...words("126.com 163.com aol.com duck.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net"),
  ...words("googlemail.com hey.com hotmail.com icloud.com live.com mac.com mail.com mail.ru me.com msn.com"),
  ...words("naver.com orange.fr outlook.com pm.me proton.me protonmail.com qq.com rediffmail.com t-online.de"),
  ...words("tutanota.com web.de yahoo.com ymail.com yandex.com yandex.ru zoho.com"),
]);
