// Replaces the text between two markers of a document. Everything outside them stays unchanged.

/** Texts by the names of their markers. */
export type Lists = Readonly<Record<string, string>>;

export function withLists(document: string, lists: Lists): string {
  return Object.entries(lists).reduce((text, [name, list]) => replaceMarked(text, name, unformatted(list)), document);
}

export function replaceMarked(document: string, name: string, text: string): string {
  const start = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`Cannot find ${start} followed by ${end}`);
  return `${document.slice(0, from + start.length)}\n${text}${document.slice(to)}`;
}

/** Keeps prettier away, which would pad every cell to the longest of its column. */
function unformatted(list: string): string {
  return `<!-- prettier-ignore-start -->\n\n${list}\n<!-- prettier-ignore-end -->\n`;
}
