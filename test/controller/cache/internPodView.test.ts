import { describe, expect, it } from '@jest/globals';
import { PodViewInterner, internedWithPrevious } from '../../../src/controller/cache/internPodView.ts';
import { pod } from '../../support/election/pods.ts';

/** An equal view that shares no object. */
const copied = <T extends object>(view: T): T => structuredClone(view);

describe('an interned view', () => {
  it.each([
    ['a plain one', pod('a')],
    ['one with everything', pod('a', { zone: 'z', hostname: 'a', subdomain: 'orders', namedPorts: [] })],
    ['one with nothing', pod('a', { nodeName: undefined, phase: 'Pending', ips: [] })],
  ])('equals the original, and leaves nothing after its release: %s', (_, view) => {
    const sharing = new PodViewInterner();
    const [one, other] = [sharing.take(copied(view)), sharing.take(copied(view))];
    expect([one, other]).toEqual([view, view]);
    sharing.release(one);
    expect(sharing.size).toBeGreaterThan(0);
    sharing.release(other);
    expect(sharing.size).toBe(0);
  });

  it('shares labels and ports with the first view that has the same', () => {
    const sharing = new PodViewInterner();
    const [a, b] = [sharing.take(copied(pod('a'))), sharing.take(copied(pod('b')))];
    expect(b.namedPorts).toBe(a.namedPorts);
    expect(b.metadata.labels).toBe(a.metadata.labels);
  });

  it('shares annotations with the first view that has the same', () => {
    const sharing = new PodViewInterner();
    const annotations = { 'activestandby.dev/priority': '5', constructor: '1' };
    const [a, b] = [sharing.take(copied(pod('a', { annotations }))), sharing.take(copied(pod('b', { annotations })))];
    expect(b.annotations).toBe(a.annotations);
    expect(b.annotations).toEqual(annotations);
  });

  it('keeps its own ports when they differ', () => {
    const sharing = new PodViewInterner();
    sharing.take(pod('a'));
    const other = pod('b', { namedPorts: [{ name: 'http', number: 9090, protocol: 'TCP' }] });
    expect(sharing.take(other)).toEqual(other);
  });
});

describe('a view in a list', () => {
  it('equals the original when it shares with the previous one', () => {
    const previous = copied(pod('a'));
    const view = internedWithPrevious(copied(pod('b')), previous);
    expect(view).toEqual(pod('b'));
    expect(view.metadata.labels).toBe(previous.metadata.labels);
    expect(view.namedPorts).toBe(previous.namedPorts);
  });

  it.each([
    ['the first', undefined],
    ['one after a different pod', pod('a', { namedPorts: [], phase: 'Pending', annotations: { constructor: '1' } })],
  ])('equals the original: %s', (_, previous) => {
    expect(internedWithPrevious(pod('b'), previous)).toEqual(pod('b'));
  });
});
