// Is the house built as its plan says? Layers, names and sizes; what a linter cannot know of this project.
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

/** Lower may not import higher, and no folder of layer 1 another one. */
const layers = new Map([
  ['api', 0],
  ['election', 1],
  ['probe', 1],
  ['kube', 1],
  ['telemetry', 1],
  ['desired', 2],
  ['controller', 3],
  ['http', 4],
  ['cli', 4],
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

describe('layers', () => {
  test('every folder of src has its layer', () => {
    expect(sources.map(folderOf).filter((folder) => !layers.has(folder))).toEqual([]);
  });

  test('imports go downward only, and never between two folders of one layer', () => {
    expect(imports.filter(violates)).toEqual([]);
  });

  test('nothing in src imports from outside of src', () => {
    expect(imports.filter(({ to }) => !to.startsWith('src/'))).toEqual([]);
  });

  test('no module needs itself', () => {
    expect(cycles()).toEqual([]);
  });

  test('only kube/ uses values of client-node', () => {
    const users = sources.filter((file) => /^import (?!type)[^;]*'@kubernetes\/client-node'/m.test(textOf(file)));
    expect(users.filter((file) => folderOf(file) !== 'kube')).toEqual([]);
  });

  test('only apply, demotedPod, leftovers, sendSlice, sparedPods and statusReporter write to the API', () => {
    const write = /client\b[^;]{0,40}\.(create|update|updateStatus|apply|jsonPatch|delete)\(/;
    const writers = sources.filter((file) => folderOf(file) === 'controller' && write.test(textOf(file)));
    expect(writers.map((file) => path.basename(file))).toEqual([
      'apply.ts',
      'demotedPod.ts',
      'leftovers.ts',
      'sendSlice.ts',
      'sparedPods.ts',
      'statusUpdater.ts',
    ]);
  });

  test('only config.ts reads flags and environment', () => {
    const readers = sources.filter((file) => /process\.(env|argv)/.test(textOf(file)));
    expect(readers).toEqual(['src/config.ts']);
  });

  test('only kube/timing/yield.ts lets other work run in the middle of its own', () => {
    const yielding = sources.filter((file) => /\bsetImmediate\b|timers\/promises/.test(textOf(file)));
    expect(yielding).toEqual(['src/kube/timing/yield.ts']);
  });

  test('decisions are pure: no clock, no chance, no waiting, no process in election/ and desired/', () => {
    const impure =
      /\b(async|await|Promise|setTimeout|performance|process|console)\b|Date\.now|Math\.random|new Date\(\)/;
    const pure = sources.filter((file) => ['election', 'desired'].includes(folderOf(file)));
    expect(pure.filter((file) => impure.test(withoutComments(textOf(file))))).toEqual([]);
  });
});

describe('names', () => {
  test('no file is a drawer for everything', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|types|index)\.ts$/;
    expect(typescript.filter((file) => drawers.test(file))).toEqual([]);
  });

  test('exports have names', () => {
    expect(typescript.filter((file) => /^export default/m.test(textOf(file)))).toEqual([]);
  });

  test('pods are active or standby, and nothing else', () => {
    // Spelled so that this file passes its own test.
    const words = /\b(mas[t]er|prima[r]y|sla[v]e)s?\b/i;
    const kubernetesOwn = /system:m.sters|README\.md/;
    const named = typescript.flatMap((file) => linesOf(file).map((line) => `${file}: ${line}`));
    expect(named.filter((line) => words.test(line) && !kubernetesOwn.test(line))).toEqual([]);
  });

  test('nothing names the machine it was written on', () => {
    const places = /\/wor[k]\/|\/roo[t]\/|\/hom[e]\/[a-z]|goprox[y]\./;
    const texts = tracked.filter((file) => !file.endsWith('go.sum') && !file.endsWith('package-lock.json'));
    expect(texts.filter((file) => places.test(textOf(file)))).toEqual([]);
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

  test('a module opens with at most five lines of comment', () => {
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

/** Files that reach themselves by imports of values. */
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
