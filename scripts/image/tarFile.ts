// Writes tar archives (ustar) that depend on nothing but their entries: no times, root as the owner of everything.
export interface TarEntry {
  /** Relative, without a slash at the end; at most 100 bytes. */
  readonly path: string;
  readonly content: TarContent;
}

export type TarContent =
  | { readonly kind: 'directory'; readonly mode: number }
  | { readonly kind: 'file'; readonly mode: number; readonly data: Buffer }
  | { readonly kind: 'link'; readonly target: string };

const BLOCK = 512;
const typeFlags = { file: '0', link: '2', directory: '5' } as const;

/** In the order of their paths, so that a folder comes before what lies in it. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return Buffer.concat([...sorted.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

/** The entries and every folder above them, which every user may read and only root may write. */
export function withFolders(entries: readonly TarEntry[]): readonly TarEntry[] {
  const given = new Set(entries.map(({ path }) => path));
  const above = new Set(entries.flatMap(({ path }) => foldersAbove(path)));
  const missing = [...above].filter((path) => !given.has(path));
  return [...missing.map((path): TarEntry => ({ path, content: { kind: 'directory', mode: 0o755 } })), ...entries];
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function blocksOf({ path, content }: TarEntry): readonly Buffer[] {
  if (content.kind !== 'file') return [headerOf(path, content, 0)];
  const padding = Buffer.alloc((BLOCK - (content.data.length % BLOCK)) % BLOCK);
  return [headerOf(path, content, content.data.length), content.data, padding];
}

function headerOf(path: string, content: TarContent, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const target = content.kind === 'link' ? content.target : '';
  const mode = content.kind === 'link' ? 0o777 : content.mode;
  for (const text of [path, target]) {
    if (Buffer.byteLength(text) > 100) throw new Error(`Cannot archive ${path}: ${text} is longer than 100 bytes`);
  }
  header.write(path, 0);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  header.write(typeFlags[content.kind], 156);
  header.write(target, 157);
  header.write('ustar\u000000', 257, 'latin1');
  header.write(checksumOf(header), 148);
  return header;
}

/** The sum of all bytes, with the checksum's own place as spaces. */
function checksumOf(header: Buffer): string {
  const sum = header.reduce((total, byte) => total + byte, 8 * 0x20);
  return `${octal(sum, 6)}\0 `;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
