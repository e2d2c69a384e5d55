// Makes a text safe for the note of an Event.
import { plain } from '../../api/printable.ts';

/** The API's limit for notes, in bytes. */
const MAX_NOTE_BYTES = 1024;

/** Removes characters that could forge lines in a terminal or a log, and cuts the text to the API's limit. */
export function eventNote(text: string): string {
  const printable = plain(text);
  const bytes = Buffer.from(printable);
  if (bytes.length <= MAX_NOTE_BYTES) return printable;
  // An incomplete character at the cut is dropped.
  const cut = new TextDecoder().decode(bytes.subarray(0, MAX_NOTE_BYTES - 3), { stream: true });
  return `${cut}…`;
}
