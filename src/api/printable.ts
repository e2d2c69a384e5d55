// What may be shown to people of a text that others wrote? Control characters could forge lines in a log or terminal, and
// characters that turn the direction of writing could make a line read as another one.

/** Control and format characters, separators of lines and paragraphs, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Each of them as JSON writes it: JSON text stays the same JSON. */
export function escaped(text: string): string {
  return text.replaceAll(unprintable, (character) => short[character] ?? unicodeEscapes(character));
}

/** Each run of them as one space, for sentences. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
}

function unicodeEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
