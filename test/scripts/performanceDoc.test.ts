import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { withLists } from '../../scripts/generate/markedText.ts';
import { performanceLists } from '../../scripts/generate/performanceDoc.ts';
import { good } from '../bench/peersResults.ts';

const lists = performanceLists(JSON.stringify(good));

describe('the figures beside others', () => {
  test('say where and when they were measured', () => {
    const { peers = '' } = lists.get('docs/performance.md') ?? {};
    expect(peers).toContain('2 × fast, 8 GB of memory, Node 24.0.0, Kubernetes 1.36.3, 2026-11-29');
    expect(peers).toContain('commit abc1234');
  });

  test('have a row for each arm, with its ratios to the bare loop', () => {
    const { peers = '' } = lists.get('docs/performance.md') ?? {};
    expect(peers).toContain('| ActiveStandbyService | 20 | 5.50 | 5.50 | 5.50 | × 1.10 | × 1.10 | 5.0 | 9.0 |');
    expect(peers).toContain('| bare loop: a watch, one PUT | 20 | 5.00 | 5.00 | 5.00 |  |  | 2.0 | 9.0 |');
  });

  test('say of each goal whether it was met', () => {
    const takeoverSeconds = [3.6];
    const missed = performanceLists(JSON.stringify({ ...good, takeoverSeconds })).get('docs/performance.md')?.['peers'];
    expect(missed).toContain('| leader killed: another acts after | 3.50 s | 3.60 s | **missed** |');
  });

  test('are three in the README', () => {
    const { figures = '' } = lists.get('README.md') ?? {};
    expect(figures).toMatch(/takes 5\.5 ms[^]*within 0\.50 s[^]*5\.0 ms of CPU/);
  });

  test('are missing where an arm was not measured', () => {
    expect(() => performanceLists(JSON.stringify({ ...good, storms: [] }))).toThrow('it was not measured');
  });

  test.each(['docs/performance.md', 'README.md'])('have their place in %s', (path) => {
    const page = withLists(readFileSync(path, 'utf8'), lists.get(path) ?? {});
    expect(page).toContain(Object.values(lists.get(path) ?? {}).join());
  });

  test('leave the pages alone while there are no results', () => {
    expect(performanceLists('').size).toBe(0);
  });
});
