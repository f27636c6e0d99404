import { localInputsOf } from "./definition.ts";
import type { Bag, Scene, Stage, StandardStage, Writes } from "./description.ts";
import { STANDARD_STAGES } from "./description.ts";
import type { Resource } from "./found.ts";

export interface PlayedStage extends Stage {
  readonly name: StandardStage | "odd";
}

/** The whole life of a resource: what every resource goes through, then what is odd about this one, then its removal. */
export function stagesOf(resource: Resource): PlayedStage[] {
  const standard = STANDARD_STAGES.filter((name) => isPlayed(resource, name)).map(
    (name): PlayedStage => ({ name, ...derived(resource, name), ...resource.life?.[name] }),
  );
  const odd = (resource.stages ?? []).map((stage): PlayedStage => ({ name: "odd", ...stage }));
  return [...standard.slice(0, -1), ...odd, ...standard.slice(-1)];
}

const isPlayed = ({ changed, life, alwaysThere }: Resource, name: StandardStage): boolean =>
  life?.[name] !== null &&
  (changed !== undefined || (name !== "changed" && name !== "drifted")) &&
  (!alwaysThere || name !== "vanished");

/** A standard stage as it is where the vendor's path says it all. */
function derived(resource: Resource, name: StandardStage): Stage {
  const { at, shownOnce } = resource;
  const [method = "", path = ""] = at?.split(" ") ?? [];
  const sends = {
    create: once(`POST ${path.slice(0, path.lastIndexOf("/"))}`),
    change: once(`${method} ${path}`),
    remove: once(`DELETE ${path}`),
    ...resource.writes,
  };

  switch (name) {
    case "created":
      return { title: "created", inputs: resource.declared, does: ["create"], writes: sends.create };
    case "changed":
      return {
        title: "changed",
        inputs: resource.changed ?? resource.declared,
        does: ["update"],
        writes: sends.change,
      };
    case "drifted":
      return {
        title: "changed back by somebody, and repaired",
        meanwhile: (scene) => sent(scene, method, filled(path, scene), undone(resource, scene)),
        does: ["update"],
        writes: sends.change,
      };
    case "replaced":
      return {
        title: "replaced by one elsewhere",
        inputs: resource.declared,
        does: ["create-replacement", "replace", "delete-replaced"],
        writes: total([sends.create, sends.remove]),
      };
    case "vanished":
      return {
        title: "deleted by somebody, and made anew",
        meanwhile: (scene) => scene.act.delete(filled(path, scene)),
        does: ["create"],
        writes: sends.create,
      };
    case "adopted":
      return shownOnce
        ? {
            title: "missing from state: made anew, and kept, since somebody may have its value",
            forgotten: true,
            does: ["create"],
            writes: sends.create,
            stays: {},
          }
        : { title: "missing from state, and taken over", forgotten: true, does: ["create"], writes: {} };
    case "removed":
      return { title: "removed, and removed again", inputs: () => null, does: ["delete"], writes: sends.remove };
  }
}

const once = (request: string): Writes => ({ [request]: 1 });

/** Several counts as one. */
export function total(counts: readonly Writes[]): Writes {
  const sum = new Map<string, number>();
  for (const [request, count] of counts.flatMap(Object.entries<number>))
    sum.set(request, (sum.get(request) ?? 0) + count);
  return Object.fromEntries(sum);
}

async function sent({ act }: Scene, method: string, path: string, body: Bag): Promise<void> {
  const { status, body: answer } = await act.request(method, path, body);
  if (status >= 400) throw new Error(`${method} ${path} by somebody: ${status} ${JSON.stringify(answer)}`);
}

/** A template with the inputs and the id in it. Its last part is the id, unless an input has that name. */
function filled(path: string, { id, inputs }: Scene): string {
  const [last] = path.match(/\{[^}]*\}$/) ?? [];
  return path.replace(/\{([^}]*)\}/g, (part, parameter: string) => {
    const value = inputs[camel(parameter)] ?? (part === last ? id : undefined);
    if (value === undefined) throw new Error(`no input says what ${part} of ${path} is`);
    return encodeURIComponent(String(value));
  });
}

/** What was changed, as it was declared at first and in the vendor's spelling. */
function undone({ token, declared }: Resource, { home, name, inputs }: Scene): Bag {
  const local = localInputsOf(token);
  const before = Object.entries(declared(home, name)).filter(
    ([field, value]) => !local.has(field) && JSON.stringify(value) !== JSON.stringify(inputs[field]),
  );
  return Object.fromEntries(before.map(([field, value]) => [snake(field), value]));
}

const camel = (words: string): string => words.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const snake = (words: string): string => words.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
