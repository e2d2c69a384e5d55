// Where does a line of a stream end?
import { StringDecoder } from 'node:string_decoder';

const NEWLINE = 0x0a;

/** The stream ended within a line. */
export class CutLineError extends Error {
  override readonly name = 'CutLineError';
}

/**
 * The lines of a stream, decoded one by one: chunks are cut anywhere, also within a character.
 * Empty lines are left out; a last line without its end is an error, because nobody knows what is missing.
 * A long line is never one buffer: such large ones, freed in between others, are memory that malloc does not give back.
 */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  let isWithinLine = false;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = begun + decoder.end(Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start));
      begun = '';
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    isWithinLine = start < chunk.length || (isWithinLine && start === 0);
    begun += decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset + start, chunk.length - start));
  }
  if (isWithinLine) throw new CutLineError('the stream ended within a line');
}
