// Shows the progress of a long step. On a terminal one line is rewritten in place; in a log it is repeated at times.

export interface Progress {
  /** A line that stays. */
  note(line: string): void;
  /** The state of the current step. */
  update(line: string): void;
}

export const silent: Progress = { note: () => undefined, update: () => undefined };

const logIntervalMs = 20_000;

export function progressOn(out: NodeJS.WriteStream): Progress {
  return out.isTTY ? onTerminal(out) : inLog(out);
}

function onTerminal(out: NodeJS.WriteStream): Progress {
  const clearLine = '\r\u001B[K';
  return {
    note: (line) => out.write(`${clearLine}${line}\n`),
    // A terminal may not know its width and say 0.
    update: (line) => out.write(clearLine + line.slice(0, (out.columns || 80) - 1)),
  };
}

function inLog(out: NodeJS.WriteStream): Progress {
  let nextMs = performance.now() + logIntervalMs;
  return {
    note: (line) => out.write(`${line}\n`),
    update(line) {
      if (performance.now() < nextMs) return;
      nextMs = performance.now() + logIntervalMs;
      out.write(`${line}\n`);
    },
  };
}
