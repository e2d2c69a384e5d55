// Which nodes fell silent together with a node that has become unreachable.
import { describe, expect, test } from '@jest/globals';
import { silentNodes, type NodeLease } from '../../src/election/leaseSilence.ts';

const NOW_MS = 1_800_000_000_000;

/** A Lease renewed so many seconds before the control plane marked the node as unreachable. */
function lease(agoSeconds: number, durationSeconds = 40): NodeLease {
  return { renewMs: NOW_MS - agoSeconds * 1000, durationMs: durationSeconds * 1000 };
}

/** The silent nodes beside the failed node f. */
function silentBeside(leases: Readonly<Record<string, NodeLease>>, sinceMs: number | undefined = NOW_MS): string {
  const silent = silentNodes(new Map(Object.entries(leases)), [{ name: 'f', sinceMs }]);
  return [...silent].filter((name) => name !== 'f').join('');
}

describe('beside a node that is marked as unreachable after 50 s', () => {
  test('nodes with Leases of about the same age are silent', () => {
    expect(silentBeside({ f: lease(51), a: lease(41), b: lease(50), c: lease(55) })).toBe('abc');
  });

  test('nodes with renewed Leases are not silent', () => {
    expect(silentBeside({ f: lease(51), a: lease(0), b: lease(10), c: lease(-1) })).toBe('');
  });

  test.each([24, 25])('a node whose Lease was renewed %d s ago is silent from 25 s on', (seconds) => {
    expect(silentBeside({ f: lease(45), a: lease(seconds) })).toBe(seconds < 25 ? '' : 'a');
  });

  test.each([120, 121])('a node whose Lease is %d s old is silent up to three times its duration', (seconds) => {
    expect(silentBeside({ f: lease(51), a: lease(seconds) })).toBe(seconds > 120 ? '' : 'a');
  });

  test('several failures are judged each by its own Lease', () => {
    const leases = new Map(Object.entries({ f: lease(400), g: lease(51), a: lease(45) }));
    const failures = ['f', 'g'].map((name) => ({ name, sinceMs: NOW_MS }));
    expect([...silentNodes(leases, failures)]).toEqual(['g', 'a']);
  });
});

describe('kubelets that renew seldom, with Leases of 200 s,', () => {
  test('are judged by their own duration', () => {
    expect(silentBeside({ f: lease(50), a: lease(50, 200), b: lease(45) })).toBe('b');
    expect(silentBeside({ f: lease(260, 200), a: lease(210, 200), b: lease(124, 200) })).toBe('a');
  });

  test('that fail do not make those silent that renewed later', () => {
    expect(silentBeside({ f: lease(110, 200), a: lease(30), b: lease(9) })).toBe('a');
  });
});

describe('a clock that is wrong', () => {
  const living = { a: 5, b: 9, c: 1 };
  const shifted = (bySeconds: number) =>
    Object.fromEntries(Object.entries(living).map(([name, ago]) => [name, lease(ago + bySeconds)]));

  test.each([-3600, -60, -20, 20, 60, 3600])('by %d s on the failed node makes no node silent', (seconds) => {
    expect(silentBeside({ ...shifted(0), f: lease(51 + seconds) })).toBe('');
  });

  test.each([-3600, -60, -20, 20, 60, 3600])('by %d s of the control plane makes no node silent', (seconds) => {
    expect(silentBeside({ ...shifted(0), f: lease(51) }, NOW_MS + seconds * 1000)).toBe('');
  });

  test.each([-3600, -20, 15, 3600])('by %d s on a healthy node does not make it silent', (seconds) => {
    expect(silentBeside({ ...shifted(seconds), f: lease(51) })).toBe('');
  });

  test('by 5 s each does not hide a mass failure', () => {
    expect(silentBeside({ f: lease(56), a: lease(36), b: lease(61) })).toBe('ab');
  });
});

test.each<[string, Readonly<Record<string, NodeLease>>, number | undefined]>([
  ['the failed node has no Lease', { a: lease(50) }, NOW_MS],
  ['the time since which it is unreachable is unknown', { f: lease(50), a: lease(50) }, undefined],
  ['there are no Leases', {}, NOW_MS],
])('no node is silent when %s', (_, leases, sinceMs) => {
  const silent = silentNodes(new Map(Object.entries(leases)), [{ name: 'f', sinceMs }]);
  expect([...silent]).toEqual([]);
});
