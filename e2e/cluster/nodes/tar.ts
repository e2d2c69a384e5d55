// A tar archive of folders and files, the same bytes for the same content.
import { ClusterError } from '../clusterError.ts';

export interface TarEntry {
  /** Relative, and at most 100 bytes long. */
  readonly path: string;
  /** Undefined: a folder. */
  readonly content?: Buffer;
  readonly mode?: number;
}

const blockSize = 512;
const longestPath = 100;

export function tarArchive(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * blockSize)]);
}

function blocksOf(entry: TarEntry): readonly Buffer[] {
  const { content = Buffer.alloc(0) } = entry;
  const padding = Buffer.alloc((blockSize - (content.length % blockSize)) % blockSize);
  return [header(entry, content.length), content, padding];
}

/** Of the format ustar. */
function header({ path, content, mode }: TarEntry, size: number): Buffer {
  if (Buffer.byteLength(path) > longestPath) throw new ClusterError(`archive ${path}`, 'its path is too long');
  const isFolder = content === undefined;
  const block = Buffer.alloc(blockSize);
  block.write(path, 0);
  block.write(octal(mode ?? (isFolder ? 0o755 : 0o644), 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write(isFolder ? '5' : '0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}
