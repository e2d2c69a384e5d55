import { describe, expect, it } from '@jest/globals';
import { podViewSharing } from '../../src/controller/sharedPodView.ts';
import { pod } from '../support/pods.ts';

/** Equal, and with no part in common. */
const copied = <T extends object>(view: T): T => structuredClone(view);

describe('a view that shares', () => {
  it.each([
    ['a plain one', pod('a')],
    ['one with everything', pod('a', { zone: 'z', hostname: 'a', subdomain: 'orders', namedPorts: [] })],
    ['one with nothing', pod('a', { nodeName: undefined, phase: 'Pending', ips: [] })],
  ])('says the same: %s', (_, view) => {
    expect(podViewSharing()(copied(view))).toEqual(view);
  });

  it('has its ports from the first that named the same', () => {
    const share = podViewSharing();
    const [a, b] = [share(copied(pod('a'))), share(copied(pod('b')))];
    expect(b.namedPorts).toBe(a.namedPorts);
  });

  it('has its annotations from the first that had the same', () => {
    const share = podViewSharing();
    const annotations = { 'activestandby.dev/priority': '5', constructor: '1' };
    const [a, b] = [share(copied(pod('a', { annotations }))), share(copied(pod('b', { annotations })))];
    expect(b.annotations).toBe(a.annotations);
    expect(b.annotations).toEqual(annotations);
  });

  it('has ports of its own when they differ', () => {
    const share = podViewSharing();
    share(pod('a'));
    const other = pod('b', { namedPorts: [{ name: 'http', number: 9090, protocol: 'TCP' }] });
    expect(share(other)).toEqual(other);
  });
});
