// Links and commands in the documentation are valid, and the README stays short.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { usage } from '../src/config.ts';

const root = path.resolve(import.meta.dirname, '..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const isThere = (file: string): boolean => existsSync(path.join(root, file));
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && isThere(file));

const fence = /^```[\s\S]*?^```$/gm;

/** Each once. */
function firstGroups(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, group = '']) => group))];
}

/** Fenced lines and inline code. */
function codeOf(text: string): readonly string[] {
  const lines = [...text.matchAll(fence)].flatMap(([block]) => block.split('\n').slice(1, -1));
  return [...lines, ...firstGroups(text.replaceAll(fence, ''), /`([^`]+)`/g)];
}

/** Anchors of headings, as GitHub builds them. */
function anchorsOf(text: string): readonly string[] {
  return firstGroups(text.replaceAll(fence, ''), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function leadsNowhere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : path.join(path.dirname(page), file);
  return !isThere(target) || (anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor));
}

const makeTargets = firstGroups(textOf('Makefile'), /^([a-z0-9-]+):/gm);
const npmScripts = firstGroups(textOf('package.json'), /^ {4}"([a-z:-]+)": "/gm);
const flags = firstGroups(usage, /(--[a-z-]+)/g);

describe.each(pages)('%s', (page) => {
  const text = textOf(page);
  const code = codeOf(text).join('\n');

  test('links only to files and headings that exist', () => {
    const links = firstGroups(text, /\]\(([^)\s]+)\)/g).filter((link) => !link.startsWith('https://'));
    expect(links.filter((link) => leadsNowhere(page, link))).toEqual([]);
  });

  test('names only make targets, npm scripts and flags that exist', () => {
    const named = {
      makeTargets: firstGroups(code, /^(?:\S+=\S+ )*make ([a-z0-9-]+)/gm),
      npmScripts: firstGroups(code, /^npm run (?:--silent )?([a-z:-]+)/gm),
      flags: firstGroups(code, /^(--[a-z-]+)/gm),
    };
    expect(named.makeTargets.filter((name) => !makeTargets.includes(name))).toEqual([]);
    expect(named.npmScripts.filter((name) => !npmScripts.includes(name))).toEqual([]);
    expect(named.flags.filter((name) => !flags.includes(name))).toEqual([]);
  });

  test('applies only files that exist', () => {
    const files = firstGroups(code, /^kubectl .* -[fk] ([a-z/-]+)/gm);
    // What make writes is not there yet.
    expect(files.filter((file) => !file.startsWith('dist/') && !isThere(file))).toEqual([]);
  });
});

describe('the README', () => {
  test('has at most 170 lines', () => {
    expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(170);
  });

  test('links to every page of docs/', () => {
    const linked = firstGroups(textOf('README.md'), /\]\((docs\/[a-z]+\.md)\)/g);
    expect(pages.filter((page) => /^docs\/[^/]+$/.test(page) && !linked.includes(page))).toEqual([]);
  });
});
