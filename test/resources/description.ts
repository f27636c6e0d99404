import type { ActingClient, Emulators } from "../../emulators/index.ts";

export type Bag = Record<string, unknown>;

/** An object at a vendor, in the words of our inputs, with its id. */
export type Held = { readonly id: string } & Bag;

/** How often each request is sent that may change something at a vendor, e.g. `{ "POST /organizations": 1 }`. */
export type Writes = Readonly<Record<string, number>>;

/** Where a life stands when something happens in it. */
export interface Scene {
  readonly emulators: Emulators;
  /** Somebody else in the vendor's dashboard, who is not counted. */
  readonly act: ActingClient;
  readonly home: Bag;
  readonly name: string;
  /** Of the object, as the engine has it. */
  readonly id: string;
  /** As declared at last. */
  readonly inputs: Bag;
}

/** One step of a life through the real engine: what is declared, what happened behind our back, what the run then does. */
export interface Stage {
  readonly title: string;
  /** Declared from this stage on. Absent: as before. `null`: declared no more. */
  readonly inputs?: (home: Bag, name: string) => Bag | null;
  /** What somebody else does at the vendor before the run. */
  readonly meanwhile?: (scene: Scene) => Promise<unknown>;
  /**
   * So many milliseconds pass at the vendor before the run. Since its clock is everybody's, such a stage stands last and is
   * played together with those of others.
   */
  readonly passes?: number;
  /** It is missing from state before the run, though it exists at the vendor. */
  readonly forgotten?: true;
  /** What the engine does to the resource, after its refresh; several for a replacement, in order. */
  readonly does: readonly string[];
  readonly writes: Writes;
  /** What the vendor shows beside what is declared, e.g. what is declared no more. */
  readonly shows?: Bag;
  /** The object that was there stays at the vendor though it is ours no more, with this about it. */
  readonly stays?: Bag;
  /** What else must be so at the vendor. */
  readonly holds?: (scene: Scene) => Promise<void>;
}

/** The stages that every life has, in this order. */
export const STANDARD_STAGES = ["created", "changed", "drifted", "replaced", "vanished", "adopted", "removed"] as const;
export type StandardStage = (typeof STANDARD_STAGES)[number];

/**
 * What is to be known of a resource to test it: through the real engine, call by call, with every request failing in
 * every way, and with reads that lag behind. It is found by its path: `workos/group.ts` is about `workos:Group`.
 */
export interface Description {
  /** Tells several descriptions of one resource apart: what the object has been through, in one word. */
  readonly situation?: string;
  /**
   * The request that changes one of them, or removes one where none can be changed, as the vendor's specification spells
   * it. From it follow what a plain life sends and what somebody does behind our back.
   */
  readonly at?: `${"PATCH" | "PUT" | "POST" | "DELETE"} /${string}`;
  /** What is sent to create one, to change everything at once, and to remove one, where it does not follow from `at`. */
  readonly writes?: { readonly create?: Writes; readonly change?: Writes; readonly remove?: Writes };
  /**
   * Makes what it lives in, as somebody else, and a bystander: another object of the type whose key is so near that a
   * careless comparison takes it for ours. `name` belongs to this home alone: lower-case letters, digits and `-`. What no API
   * makes, people at OpenAI for one, the emulators are furnished with.
   */
  readonly home: (act: ActingClient, name: string, emulators: Emulators) => Promise<Bag>;
  /** Why there can be no bystander. */
  readonly alone?: string;
  /** The id of the object when it is in its home already: it is imported, then made what is declared, and never created. */
  readonly imported?: (home: Bag, name: string) => string;
  /** In canonical form, with every field that `elsewhere` does not name. */
  readonly declared: (home: Bag, name: string) => Bag;
  /**
   * Another value for everything that can be changed in place, none for what can be cleared. What is the same as in
   * `declared` is held to be unchangeable. Absent where nothing can be changed.
   */
  readonly changed?: (home: Bag, name: string) => Bag;
  /** Every object of the type in its home, those left out that count as gone. */
  readonly held: (act: ActingClient, home: Bag, name: string) => Promise<Held[]>;
  /**
   * It is there whether anybody declares it or not. `held` leaves out one that is as where nobody decides, which its removal puts
   * back: the state that its creation left knows it, and no import does.
   */
  readonly alwaysThere?: true;
  /** It can be undone: the state that its creation left knows what was before, and no import does. */
  readonly remembers?: true;
  /** Inputs that no vendor's answer shows. */
  readonly unseen?: readonly string[];
  /** Inputs that cannot stand beside those that are declared, and the test that has them. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** The vendor cannot delete it: what the next run still finds after its removal. */
  readonly left?: (row: Held, inputs: Bag) => Held;
  /** The vendor says when it was made, and by that it is told from what was there before. */
  readonly dated?: true;
  /** Its value is shown once, when it is made: a creation makes a new one beside what is there, and removes nothing. */
  readonly shownOnce?: true;
  /** The vendor answers a second creation with what is there. A run that was told so knows it, and need not create again. */
  readonly answeredByCreation?: true;
  /** Its removal looks at a listing, which a run makes once: whoever removes several, or the same again, is several runs. */
  readonly removalLooks?: true;
  /**
   * What a standard stage has of its own, or `null` for one that cannot be: then it says why. What a stage `holds` comes
   * in addition to what always must.
   */
  readonly life?: { readonly [Name in StandardStage]?: Partial<Stage> | null };
  /** What else happens to it, after the standard stages. */
  readonly stages?: readonly Stage[];
}
