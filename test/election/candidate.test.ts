import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { toCandidate, type Candidate } from '../../src/election/candidate.ts';
import type { PodView } from '../../src/election/podView.ts';
import type { Policy } from '../../src/election/policy.ts';
import { ranking } from '../../src/election/ranking.ts';
import { defaultPolicy, input, stepOf } from '../support/election/electionInputs.ts';
import {
  failed,
  notReady,
  pod,
  readySince,
  START_MS,
  terminating,
  withIps,
  withoutPorts,
} from '../support/election/pods.ts';

const a = pod('a');

function reasonOf(view: PodView, policy: Partial<Policy> = {}, settled = true): string {
  return toCandidate(view, input([view], { policy }), settled).reason;
}

function namesInOrder(pods: readonly PodView[]): readonly string[] {
  return stepOf(pods).candidates.map(({ pod }) => pod.metadata.name);
}

const anyCandidate = fc
  .record({ name: fc.constantFrom('a', 'b', 'c'), since: fc.nat(2), created: fc.nat(2), ready: fc.boolean() })
  .map(({ name, since, created, ready }) => {
    const view = readySince(pod(name, { createdMs: created }), since);
    return toCandidate(ready ? view : notReady(view), input([]), true);
  });

function isOrdered(one: Candidate, other: Candidate): boolean {
  const compareCandidates = ranking(defaultPolicy, [one.pod, other.pod]);
  const order = compareCandidates(one, other);
  const isSame = one.pod.metadata.uid === other.pod.metadata.uid;
  return order + compareCandidates(other, one) === 0 && (order !== 0 || isSame);
}

describe('a pod is eligible', () => {
  test('when it runs, is ready, has an address and names the port', () => {
    expect(toCandidate(a, input([a]), true)).toEqual({
      pod: a,
      eligible: true,
      reason: 'Eligible',
      priority: 100,
      isLastChoice: false,
    });
  });

  test('without named ports when no target port is named', () => {
    expect(reasonOf(withoutPorts(a), { namedPorts: [] })).toBe('Eligible');
  });

  test('with its second address when that has the IP family of the Service', () => {
    expect(reasonOf(withIps(a, 'fd00::7', '10.0.0.7'), { family: 'IPv4' })).toBe('Eligible');
    expect(reasonOf(withIps(a, '10.0.0.7', 'fd00::7'), { family: 'IPv6' })).toBe('Eligible');
  });
});

describe('a pod is not eligible', () => {
  test.each<[string, PodView, string]>([
    ['has ended', failed(a), 'NotRunning'],
    ['has not started', { ...a, phase: 'Pending' }, 'NotRunning'],
    ['is of unknown phase', { ...a, phase: 'Unknown' }, 'NotRunning'],
    ['is terminating, though still ready', terminating(a), 'Terminating'],
    ['uses the host network', { ...a, hostNetwork: true }, 'HostNetwork'],
    ['has no address', withIps(a), 'AddressMissing'],
    ['has addresses of the other family only', withIps(a, 'fd00::7'), 'AddressMissing'],
    ['names no port', withoutPorts(a), 'PortMissing'],
    [
      'names the port for another protocol',
      { ...a, namedPorts: [{ name: 'http', number: 53, protocol: 'UDP' }] },
      'PortMissing',
    ],
    ['is not ready', notReady(a), 'NotReady'],
  ])('that %s', (_, view, reason) => {
    expect(reasonOf(view)).toBe(reason);
  });

  test.each(['127.0.0.1', '127.9.9.9', '169.254.1.1', '0.0.0.0', '224.0.0.1'])('whose address is %s', (address) => {
    expect(reasonOf(withIps(a, address))).toBe('AddressRefused');
  });

  test.each(['::1', '::', 'fe80::1', 'febf::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:169.254.1.1'])(
    'whose address is %s',
    (address) => {
      expect(reasonOf(withIps(a, address), { family: 'IPv6' })).toBe('AddressRefused');
    },
  );

  test('until it has been ready for minReady', () => {
    expect(reasonOf(a, {}, false)).toBe('Settling');
  });

  test('before the IP family of the Service is known', () => {
    expect(reasonOf(a, { family: undefined })).toBe('AddressMissing');
  });
});

describe('the order of candidates', () => {
  const old = { ...pod('z'), createdMs: 0 };

  test.each<[string, PodView, PodView]>([
    ['longest ready', readySince(pod('z'), START_MS - 2000), readySince(a, START_MS - 1000)],
    ['oldest of those that have been ready equally long', old, a],
    ['smallest UID of those equally old', a, pod('b')],
    ['eligible, however young', readySince(pod('z'), START_MS), terminating(old)],
  ])('begins with the %s', (_, first, second) => {
    const expected = [first.metadata.name, second.metadata.name];
    expect(namesInOrder([first, second])).toEqual(expected);
    expect(namesInOrder([second, first])).toEqual(expected);
  });

  test('is total and antisymmetric', () => {
    expect(() => fc.assert(fc.property(anyCandidate, anyCandidate, isOrdered))).not.toThrow();
  });
});
