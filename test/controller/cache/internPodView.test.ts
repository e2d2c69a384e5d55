import { describe, expect, it } from '@jest/globals';
import { PodViewInterner, internedWithPrevious } from '../../../src/controller/cache/internPodView.ts';
import { pod } from '../../support/election/pods.ts';

/** Equal, and with no part in common. */
const copied = <T extends object>(view: T): T => structuredClone(view);

describe('a view that shares', () => {
  it.each([
    ['a plain one', pod('a')],
    ['one with everything', pod('a', { zone: 'z', hostname: 'a', subdomain: 'orders', namedPorts: [] })],
    ['one with nothing', pod('a', { nodeName: undefined, phase: 'Pending', ips: [] })],
  ])('says the same, and leaves nothing behind: %s', (_, view) => {
    const sharing = new PodViewInterner();
    const [one, other] = [sharing.take(copied(view)), sharing.take(copied(view))];
    expect([one, other]).toEqual([view, view]);
    sharing.release(one);
    expect(sharing.size).toBeGreaterThan(0);
    sharing.release(other);
    expect(sharing.size).toBe(0);
  });

  it('has its labels and ports from the first that had the same', () => {
    const sharing = new PodViewInterner();
    const [a, b] = [sharing.take(copied(pod('a'))), sharing.take(copied(pod('b')))];
    expect(b.namedPorts).toBe(a.namedPorts);
    expect(b.metadata.labels).toBe(a.metadata.labels);
  });

  it('has its annotations from the first that had the same', () => {
    const sharing = new PodViewInterner();
    const annotations = { 'activestandby.dev/priority': '5', constructor: '1' };
    const [a, b] = [sharing.take(copied(pod('a', { annotations }))), sharing.take(copied(pod('b', { annotations })))];
    expect(b.annotations).toBe(a.annotations);
    expect(b.annotations).toEqual(annotations);
  });

  it('has ports of its own when they differ', () => {
    const sharing = new PodViewInterner();
    sharing.take(pod('a'));
    const other = pod('b', { namedPorts: [{ name: 'http', number: 9090, protocol: 'TCP' }] });
    expect(sharing.take(other)).toEqual(other);
  });
});

describe('a view in a list', () => {
  it('says the same with what it has from the one before', () => {
    const previous = copied(pod('a'));
    const view = internedWithPrevious(copied(pod('b')), previous);
    expect(view).toEqual(pod('b'));
    expect(view.metadata.labels).toBe(previous.metadata.labels);
    expect(view.namedPorts).toBe(previous.namedPorts);
  });

  it.each([
    ['the first', undefined],
    ['one after another kind', pod('a', { namedPorts: [], phase: 'Pending', annotations: { constructor: '1' } })],
  ])('says what it says: %s', (_, previous) => {
    expect(internedWithPrevious(pod('b'), previous)).toEqual(pod('b'));
  });
});
