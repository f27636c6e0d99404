import fc from "fast-check";

/** Text as somebody writes it who knows that it is printed elsewhere. */
const HOSTILE = [
  ...[
    "\u001b[2J",
    "\u001b]0;x\u0007",
    "\u009b31m",
    "\u0000",
    "\b",
    "\u007f",
    "\u0085",
    "\u2028",
    "\u2029",
    "\n",
    "\r\n",
  ],
  ...["\u202e", "\u2066", "\u061c", "\u200f", "\u200b", "\ufeff", "\u{e0041}", "\ud800"],
  ...[
    "::error::x",
    "::stop-commands::x",
    "::add-mask::a",
    "##[error]x",
    "##vso[a.b]c",
    "##teamcity[x]",
    "#",
    "##",
    ":",
    "::",
  ],
  ...["<script>", "<", "](https://evil.example)", "`", "<{%fg 1%}>", " ", "a"],
];

/** As a unit of texts. fast-check's own units of all characters list every one of them first, which takes a second. */
export const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

export const anyHostileText = fc
  .array(
    fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 4 }), fc.string({ unit: anyCharacter, maxLength: 4 })),
    {
      maxLength: 8,
    },
  )
  .map((pieces) => pieces.join(""));

/** One of each. */
export const hostileText = `x${HOSTILE.join(" ")}`;

const HARMS: Readonly<Record<string, RegExp>> = {
  "steers or hides": /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/u,
  "is an order to GitHub's runner": /^\s*::|##\[/,
  "is an order to another runner": /##\w+\[/,
  "is HTML": /<[a-z/!?{]/i,
  "is a link": /\]\(/,
};

/** What a printed line would do besides being read. */
export const harm = (line: string): string[] =>
  Object.entries(HARMS).flatMap(([what, pattern]) => (pattern.test(line) ? [`${what}: ${JSON.stringify(line)}`] : []));
