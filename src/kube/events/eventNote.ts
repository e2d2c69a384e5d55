// What may stand in an Event for people to read?
import { plain } from '../../api/printable.ts';

/** The API's bound for notes, in bytes. */
const LONGEST_NOTE = 1024;

/** Without characters that could forge lines in a terminal or a log, and cut to what the API takes. */
export function eventNote(text: string): string {
  const printable = plain(text);
  const bytes = Buffer.from(printable);
  if (bytes.length <= LONGEST_NOTE) return printable;
  // A character that the cut has halved is dropped as a whole.
  const cut = new TextDecoder().decode(bytes.subarray(0, LONGEST_NOTE - 3), { stream: true });
  return `${cut}…`;
}
