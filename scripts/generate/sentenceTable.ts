// The table of a closed list of words, with a sentence for each.
import { tableHead, tableRow } from './tableRow.ts';

interface Heading {
  readonly word: string;
  readonly sentence: string;
}

export function toSentenceTable(heading: Heading, sentences: Readonly<Record<string, string>>): string {
  const rows = Object.entries(sentences).map(([word, sentence]) => tableRow([`\`${word}\``, sentence]));
  return tableHead([heading.word, heading.sentence]) + rows.join('');
}
