// Formats a description as a doc comment of the project's line length.
const LINE_LENGTH = 120;

export function docComment(description: string | undefined, indent: string): string {
  if (description === undefined) return '';
  const oneLine = `${indent}/** ${description} */\n`;
  if (oneLine.length <= LINE_LENGTH) return oneLine;
  const lines = wrap(description, LINE_LENGTH - `${indent} * `.length);
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`, ''].join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
