// Rules for layers, names and sizes that a linter cannot check.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file !== '');
const typescript = tracked.filter((file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'));
const sources = typescript.filter((file) => file.startsWith('src/'));

const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const linesOf = (file: string): readonly string[] => textOf(file).trimEnd().split('\n');

/** A lower layer may not import a higher one, and folders of layer 1 may not import each other. */
const layers = new Map([
  ['api', 0],
  ['election', 1],
  ['kube', 1],
  ['telemetry', 1],
  ['desired', 2],
  ['controller', 3],
  ['http', 4],
  ['', 5],
]);

const folderOf = (file: string): string => (path.dirname(file) === 'src' ? '' : (file.split('/')[1] ?? ''));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function importsOf(file: string): readonly Import[] {
  const statements = textOf(file).matchAll(/(?:import|export)( type)?[^'"]*?from '(\.[^']+)'/g);
  return [...statements].map(([, type, target = '']) => ({
    from: file,
    to: path.join(path.dirname(file), target),
    isType: type !== undefined,
  }));
}

const imports = sources.flatMap(importsOf);

function violates({ from, to }: Import): boolean {
  const [importer, imported] = [folderOf(from), folderOf(to)];
  if (importer === imported) return false;
  return (layers.get(imported) ?? Infinity) >= (layers.get(importer) ?? -Infinity);
}

/** The order inside a folder, bottom first: a room, a file that rooms import, or '' for all other files. */
const rooms = new Map<string, readonly string[]>([
  ['src/controller', ['cache', 'nodes', 'apply', 'reconcile', 'watch', '']],
  [
    'src/kube',
    [
      'resource',
      'observer',
      'wire',
      'unreadable',
      'timing',
      'protobuf',
      'queue',
      'transport',
      'api',
      'cache',
      'events',
      'leaderElection',
      '',
    ],
  ],
]);

function roomOf(file: string, folder: string): string {
  const [first = '', second] = path.relative(folder, file).split('/');
  const stem = path.basename(first, '.ts');
  if (second !== undefined) return first;
  return rooms.get(folder)?.includes(stem) === true ? stem : '';
}

/** Imports between rooms of one folder that do not go downward. */
function upwardImports(folder: string, levels: readonly string[]): readonly string[] {
  const inside = imports.filter(({ from, to }) => from.startsWith(`${folder}/`) && to.startsWith(`${folder}/`));
  const upward = inside.filter(({ from, to }) => {
    const [importer, imported] = [roomOf(from, folder), roomOf(to, folder)];
    return importer !== imported && levels.indexOf(imported) >= levels.indexOf(importer);
  });
  return upward.map(({ from, to }) => `${from} imports ${to}`);
}

/** Exported names that were replaced. */
const givenUpNames =
  /\b(Mirror(Options)?|Turns|NodeScope|HeapThrift|Silences|Notices|Returns|Recollections?|Knowledge|Means|Hands|Way|Delays|Packed|isListingStranger|isTold|isNews|isReturning|endedWithin|putAway|atHand)\b/;

/** Words that were replaced, in code and comments; docs/glossary.md has the words in use. */
const givenUpWords = [
  /tenure|recollect|census|\btally|candidacy|breath|observation/i,
  /\bheirs?\b|Heir/,
  /elections? ?held|\bhands ?(off|are)/i,
  /event ?digest|ready ?line|status ?reporter|subject ?metrics/i,
  /\b(pod|node) ?message|keptPart|sharedPodView/i,
  /\b(an?|each|every|one|the|this|next|last|first|second|two|between|same) pass(es)?\b(?! (on|through))/i,
  /\b(a|the|no|this|these|those) rights? (to|is|are|that)\b/i,
  /\b(told|nobody|somebody|anybody|everybody|whoever|anew|strangers?)\b/i,
  /\b(he|him|his)\b|\bheard of\b|\bput(s|ting)? right\b|\bwhom\b/,
];

/** Records and the changelog may name old words, and this file has to. */
const wordFiles = tracked.filter(
  (file) =>
    /\.(ts|mjs|md|ya?ml|sh)$|(^|\/)(Makefile|Dockerfile)$/.test(file) &&
    !/^docs\/decisions\/|^CHANGELOG\.md$|^test\/architecture\.test\.ts$|\.generated\.ts$/.test(file),
);

function exportedNames(file: string): readonly string[] {
  const declared =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:class|const|enum|function\*?|interface|type) (\w+)/gm;
  const listed = /^export (?:type )?\{([^}]*)\}/gm;
  const text = textOf(file);
  const lists = [...text.matchAll(listed)].flatMap(([, names = '']) => names.split(','));
  const fromLists = lists.map((name) => name.trim().split(/\s+/).at(-1) ?? '').filter((name) => name !== '');
  return [...[...text.matchAll(declared)].map(([, name = '']) => name), ...fromLists];
}

describe('layers', () => {
  test('every folder of src has a layer', () => {
    expect(sources.map(folderOf).filter((folder) => !layers.has(folder))).toEqual([]);
  });

  test('imports go downward only, and never between two folders of one layer', () => {
    expect(imports.filter(violates)).toEqual([]);
  });

  test('nothing in src imports from outside of src', () => {
    expect(imports.filter(({ to }) => !to.startsWith('src/'))).toEqual([]);
  });

  test('no module imports itself, directly or indirectly', () => {
    expect(cycles()).toEqual([]);
  });

  test('only kube/ uses values of client-node', () => {
    const users = sources.filter((file) => /^import (?!type)[^;]*'@kubernetes\/client-node'/m.test(textOf(file)));
    expect(users.filter((file) => folderOf(file) !== 'kube')).toEqual([]);
  });

  test('only the files of apply/, the status updater, Events and the Lease write to the API', () => {
    const write = /client\b[^;]{0,40}\.(create|update|updateStatus|apply|jsonPatch|delete)(<\w+>)?\(/;
    expect(sources.filter((file) => write.test(textOf(file))).toSorted()).toEqual([
      'src/controller/apply/demotedPod.ts',
      'src/controller/apply/leftovers.ts',
      'src/controller/apply/sendService.ts',
      'src/controller/apply/sendSlice.ts',
      'src/controller/apply/sparedPods.ts',
      'src/controller/reconcile/statusUpdater.ts',
      'src/kube/events/events.ts',
      'src/kube/leaderElection/leaseLock.ts',
    ]);
  });

  test('only config.ts reads flags and environment', () => {
    const readers = sources.filter((file) => /process\.(env|argv)/.test(textOf(file)));
    expect(readers).toEqual(['src/config.ts']);
  });

  test('only kube/timing/yield.ts yields to the event loop', () => {
    const yielding = sources.filter((file) => /\bsetImmediate\b|timers\/promises/.test(textOf(file)));
    expect(yielding).toEqual(['src/kube/timing/yield.ts']);
  });

  test('decisions are pure: no clock, randomness, waiting or process in election/ and desired/', () => {
    const impure =
      /\b(async|await|Promise|setTimeout|performance|process|console)\b|Date\.now|Math\.random|new Date\(\)/;
    const pure = sources.filter((file) => ['election', 'desired'].includes(folderOf(file)));
    expect(pure.filter((file) => impure.test(withoutComments(textOf(file))))).toEqual([]);
  });
});

describe('rooms', () => {
  test.each([...rooms])('every room of %s has a level', (folder, levels) => {
    const found = sources.filter((file) => file.startsWith(`${folder}/`)).map((file) => roomOf(file, folder));
    expect(found.filter((room) => !levels.includes(room))).toEqual([]);
  });

  test.each([...rooms])('imports between rooms of %s go downward only', (folder, levels) => {
    expect(upwardImports(folder, levels)).toEqual([]);
  });

  test.each([...rooms.keys()])('the tests of %s are in rooms of the same names', (folder) => {
    const tests = folder.replace('src/', 'test/');
    const names = typescript.filter((file) => file.startsWith(`${tests}/`)).map((file) => roomOf(file, tests));
    const known = new Set([
      '',
      ...sources.filter((file) => file.startsWith(`${folder}/`)).map((file) => roomOf(file, folder)),
    ]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('names', () => {
  test('no file has a name that fits any content', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|types|index)\.ts$/;
    expect(typescript.filter((file) => drawers.test(file))).toEqual([]);
  });

  test('there are no default exports', () => {
    expect(typescript.filter((file) => /^export default/m.test(textOf(file)))).toEqual([]);
  });

  test('pods are called active or standby only', () => {
    // Written so that this file passes its own test.
    const words = /\b(mas[t]er|prima[r]y|sla[v]e)s?\b/i;
    const kubernetesOwn = /system:m.sters|README\.md|'ip', 'link', .*'m.ster'/;
    const named = typescript.flatMap((file) => linesOf(file).map((line) => `${file}: ${line}`));
    expect(named.filter((line) => words.test(line) && !kubernetesOwn.test(line))).toEqual([]);
  });

  test('no file contains paths of a development machine', () => {
    const places = /\/wor[k]\/|\/roo[t]\/|\/hom[e]\/[a-z]|goprox[y]\./;
    const texts = tracked.filter((file) => !file.endsWith('go.sum') && !file.endsWith('package-lock.json'));
    expect(texts.filter((file) => places.test(textOf(file)))).toEqual([]);
  });

  test('replaced words are not used again', () => {
    const named = wordFiles.flatMap((file) => [file, ...linesOf(file).map((line) => `${file}: ${line}`)]);
    expect(named.filter((line) => givenUpWords.some((word) => word.test(line)))).toEqual([]);
    expect(sources.filter((file) => givenUpNames.test(withoutComments(textOf(file))))).toEqual([]);
  });

  test('no name is exported twice', () => {
    const modules = tracked.filter((file) => file.startsWith('src/') && file.endsWith('.ts'));
    const names = modules.flatMap((file) => exportedNames(file).map((name) => ({ name, file })));
    const byName = Map.groupBy(names, ({ name }) => name);
    const doubles = [...byName].filter(([, all]) => new Set(all.map(({ file }) => file)).size > 1);
    expect(doubles.map(([name, all]) => `${name}: ${all.map(({ file }) => file).join(', ')}`)).toEqual([]);
  });
});

describe('sizes', () => {
  test('no file is longer than 200 lines', () => {
    expect(typescript.filter((file) => !file.endsWith('.test.ts') && linesOf(file).length > 200)).toEqual([]);
  });

  test('half of all source files are at most 90 lines long', () => {
    const lengths = sources.map((file) => linesOf(file).length).toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(90);
  });

  test('a module starts with at most five lines of comment', () => {
    const openings = typescript.map((file) => ({
      file,
      lines: linesOf(file).findIndex((line) => !line.startsWith('//')),
    }));
    expect(openings.filter(({ lines }) => lines > 5)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
}

/** Files in an import cycle of values. */
function cycles(): readonly string[] {
  const next = Map.groupBy(
    imports.filter(({ isType }) => !isType),
    ({ from }) => from,
  );
  return sources.filter((start) => {
    const seen = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      const targets = (next.get(file) ?? []).map(({ to }) => to);
      if (targets.includes(start)) return true;
      open.push(...targets.filter((target) => !seen.has(target)));
      for (const target of targets) seen.add(target);
    }
    return false;
  });
}
