// Makes text of other clients safe to print: control characters could forge lines in a log or terminal, and
// bidirectional characters could make a line read as another one.

/** Control and format characters, line and paragraph separators, and lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Replaces each one by its JSON escape; JSON text keeps its meaning. */
export function escaped(text: string): string {
  return text.replaceAll(unprintable, (character) => short[character] ?? unicodeEscapes(character));
}

/** Replaces each run of them by one space, for sentences. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
}

function unicodeEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
