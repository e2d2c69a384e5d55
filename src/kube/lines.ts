// Where does a line of a stream end?

const NEWLINE = 0x0a;

/** The stream ended within a line. */
export class CutLineError extends Error {
  override readonly name = 'CutLineError';
}

/**
 * The lines of a stream, decoded one by one: chunks are cut anywhere, also within a character.
 * Empty lines are left out; a last line without its end is an error, because nobody knows what is missing.
 */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8');
      rest = [];
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) throw new CutLineError('the stream ended within a line');
}
