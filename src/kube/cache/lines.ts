// Splits a stream of bytes into lines.
import { StringDecoder } from 'node:string_decoder';

const NEWLINE = 0x0a;

/** The stream ended within a line, as when the connection breaks. */
export class CutLineError extends Error {
  override readonly name = 'CutLineError';
}

/**
 * Yields the non-empty lines of a stream, decoded; chunks may be cut anywhere, also within a character.
 * Throws CutLineError when the last line has no newline, because its rest is unknown.
 * A long line is never joined in one buffer: malloc does not return such large blocks to the system.
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
