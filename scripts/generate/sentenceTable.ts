// The table of a closed list of words, each with a sentence about the same subject.
import { tableHead, tableRow } from './tableRow.ts';

interface Heading {
  readonly word: string;
  readonly sentence: string;
}

export function toSentenceTable(heading: Heading, sentences: Readonly<Record<string, string>>): string {
  const rows = Object.entries(sentences).map(([word, sentence]) => tableRow([`\`${word}\``, sentence]));
  return tableHead([heading.word, heading.sentence]) + rows.join('');
}
