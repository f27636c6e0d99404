type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

/** The words of a text, each typed as itself. */
export const words = <const Text extends string>(text: Text): Words<Text>[] => text.split(" ") as Words<Text>[];
