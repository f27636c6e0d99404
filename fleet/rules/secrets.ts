import { credentialsIn, looksSecret, randomTextsIn } from "../credentials.ts";
import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { everyText, type Path, type Pattern, pathText, textsAt } from "../paths.ts";
import { likeReference, secretReference, secretSource, whyOwn } from "../secret-references.ts";
import type { Body, Known } from "../section.ts";
import { placesIn, type SourceFile, textOf, type YamlFile } from "../yaml-file.ts";

/** Variables of the environment are for those who write `fleet.yaml` to give: a file takes none that isn't listed there. */
export function unfitVariables(
  { file, at, value }: Body<unknown>,
  secrets: readonly Pattern[],
  known: Known,
): Problem[] {
  return secrets
    .flatMap((pattern) => textsAt(value, pattern, at))
    .filter(({ text }) => secretReference.safeParse(text).success)
    .flatMap(({ path, text }) => {
      const { from, name } = secretSource(text);
      const why = from === "environment" ? (whyOwn(name) ?? whyNotAllowed(name, known)) : undefined;
      return why === undefined ? [] : [file.problem(path, why)];
    });
}

function whyNotAllowed(name: string, { variables }: Known): string | undefined {
  if (variables === undefined || variables.has(name)) return undefined;
  const meant = nearest(name, variables);
  const advice = meant === undefined ? "add it to secrets.environment of fleet.yaml" : `did you mean ${meant}?`;
  return `files may not refer to the variable ${name}, ${advice}`;
}

/**
 * Anywhere else a reference would be sent to a vendor as it is written.
 *
 * @param bodies all that the file has of fields that may refer to secrets
 */
export function strayReferences(
  file: YamlFile,
  bodies: readonly { readonly body: Body<unknown>; readonly secrets: readonly Pattern[] }[],
): Problem[] {
  const taken = new Set(
    bodies.flatMap(({ body, secrets }) =>
      secrets.flatMap((pattern) => textsAt(body.value, pattern, body.at).map(({ path }) => pathText(path))),
    ),
  );
  const where = fieldsOf(bodies);
  return everyText(file.value)
    .filter(({ path, text, blames }) => likeReference.test(text) && (blames === "key" || !taken.has(pathText(path))))
    .map(({ path, blames }) =>
      file.problem(path, `a reference to a secret would be sent as it is written: only ${where} take one`, blames),
    );
}

const fieldsOf = (sections: readonly { readonly secrets: readonly Pattern[] }[]): string =>
  [...new Set(sections.flatMap(({ secrets }) => secrets.map(pathText)))].sort().join(", ");

/**
 * What looks like a secret that somebody wrote down, in comments and keys as well. A file in which one is found is judged no
 * further: what else there is to say about it could quote the secret. So neither a path nor the line is given, only the place.
 *
 * @param file what the source says, if it could be read
 * @param sections the fields that may be in it
 */
export function writtenSecrets(
  source: SourceFile,
  file: YamlFile | undefined,
  sections: readonly { readonly secrets: readonly Pattern[] }[],
): Problem[] {
  const instead = `${referTo(sections)}, and replace this one at its vendor: whoever can read the history of the files has it`;
  const shapes = credentialsIn(textOf(source));
  const { placeOf } = placesIn(shapes.length > 0 ? textOf(source) : "");
  const told = shapes.map(({ index, what }) => ({
    file: source.path,
    ...placeOf(index),
    message: `looks like ${what}, and files hold no secrets: ${instead}`,
  }));
  const lines = new Set(told.map(({ line }) => line));
  const random = (file ? randomTextsIn(file.value) : []).map(({ path, blames }) => {
    const { line, column } = file?.problem(path, "", blames) ?? { line: 1, column: 1 };
    return {
      file: source.path,
      line,
      column,
      message: `looks like a secret, and files hold none: ${instead}; ${unless}`,
    };
  });
  return [...told, ...random.filter(({ line }) => !lines.has(line))];
}

/** The same of what a program gives, by its path, without keys that look like secrets. */
export function givenSecrets(file: YamlFile, sections: readonly { readonly secrets: readonly Pattern[] }[]): Problem[] {
  const instead = `${referTo(sections)}, and replace this one at its vendor if the program has it: whoever can read its history has it`;
  const shown = (path: Path): Path => {
    const secret = path.findIndex((key) => typeof key === "string" && looksSecret(key));
    return secret < 0 ? path : path.slice(0, secret);
  };
  const shapes = everyText(file.value).flatMap(({ path, text }) =>
    credentialsIn(text).map(({ what }) => ({ path, what })),
  );
  const told = new Set(shapes.map(({ path }) => pathText(path)));
  return [
    ...shapes.map(({ path, what }) =>
      file.problem(shown(path), `looks like ${what}, and a fleet holds no secrets: ${instead}`),
    ),
    ...randomTextsIn(file.value)
      .filter(({ path }) => !told.has(pathText(path)))
      .map(({ path }) =>
        file.problem(shown(path), `looks like a secret, and a fleet holds none: ${instead}; ${unless}`),
      ),
  ];
}

const referTo = (sections: Parameters<typeof fieldsOf>[0]): string =>
  `write \${secret:NAME} where a secret is taken (${fieldsOf(sections)}) and run \`pulumi config set --secret NAME\``;

const unless = "or, if it is the name of something, say so in its key, as in crmId or buildHash";
