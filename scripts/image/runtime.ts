// The base of the image, as small as that of the Dockerfile: Node, the libraries that it needs, and a user. No shell, no
// package manager, nothing that can be written but /tmp. Node brings its own certificate authorities and time zones.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { libraryEntries } from './hostLibraries.ts';
import type { TarContent, TarEntry } from './tarFile.ts';

/** `node` is where the entrypoint expects it. */
export function runtimeEntries(node: string): readonly TarEntry[] {
  const folder = nodePackage();
  const program = `${folder}/bin/node`;
  const contents: Record<string, TarContent> = {
    [node.slice(1)]: file(readFileSync(program), 0o755),
    'usr/share/doc/nodejs/copyright': file(readFileSync(`${folder}/LICENSE`)),
    'etc/os-release': file(readFileSync('/etc/os-release')),
    'etc/passwd': text('root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n'),
    'etc/group': text('root:x:0:\nnonroot:x:65532:\n'),
    'etc/nsswitch.conf': text('hosts: files dns\n'),
    lib: { kind: 'link', target: 'usr/lib' },
    lib64: { kind: 'link', target: 'usr/lib64' },
    tmp: { kind: 'directory', mode: 0o1777 },
  };
  // The container runtime mounts these, and finds their folders in an image that it must not write to.
  for (const path of ['dev', 'proc', 'sys']) contents[path] = { kind: 'directory', mode: 0o755 };
  const entries = Object.entries(contents).map(([path, content]) => ({ path, content }));
  return [...entries, ...libraryEntries(program)];
}

/** The npm package that is Node for this machine, which package-lock.json pins by its hash. */
function nodePackage(): string {
  const folder = fileURLToPath(new URL(`../../node_modules/node-linux-${process.arch}`, import.meta.url));
  if (existsSync(folder)) return folder;
  const hint = 'run `npm ci` on Linux (x64 or arm64), or use `docker build .`';
  throw new Error(`Cannot make the image: there is no ${folder}; ${hint}`);
}

function file(data: Buffer, mode = 0o644): TarContent {
  return { kind: 'file', mode, data };
}

function text(content: string): TarContent {
  return file(Buffer.from(content));
}
