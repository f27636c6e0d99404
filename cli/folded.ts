/** Folded to 80 columns between words, with a label before the first line. A longer word has a line of its own. */
export function folded(label: string, text: string): string[] {
  const width = 80 - label.length;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  const indent = " ".repeat(label.length);
  return [...lines, line].map((one, at) => (at === 0 ? label : indent) + one);
}
