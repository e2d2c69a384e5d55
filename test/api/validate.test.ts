import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseActiveStandbyService } from '../../src/api/validate.ts';

const metadata = {
  name: 'orders',
  namespace: 'shop',
  uid: '5b7b',
  resourceVersion: '7',
  generation: 1,
  creationTimestamp: '2026-11-21T00:00:00Z',
};
const spec = { selector: { matchLabels: { app: 'orders' } }, service: { ports: [{ port: 80 }] } };
const minimal = { apiVersion: 'activestandby.dev/v1alpha1', kind: 'ActiveStandbyService', metadata, spec };

function withSpec(change: object): object {
  return { ...minimal, spec: { ...spec, ...change } };
}

function named(name: string, port: number): object {
  return { name, port };
}

function problemsOf(object: unknown): readonly string[] {
  const result = parseActiveStandbyService(object);
  return result.valid ? [] : result.problems.map(({ path, message }) => `${path} ${message}`);
}

describe('a valid object', () => {
  test('gets every default of the CRD', () => {
    expect(parseActiveStandbyService(minimal)).toMatchObject({
      valid: true,
      value: {
        spec: {
          paused: false,
          service: { type: 'ClusterIP', ports: [{ port: 80, protocol: 'TCP' }] },
          election: {
            order: 'OldestReady',
            preemption: 'Never',
            preemptionDelay: '5m',
            minReady: '0s',
          },
          failover: {
            mode: 'Automatic',
            delay: '0s',
            cooldown: '0s',
            noCandidate: 'Empty',
            nodeFailure: 'Immediate',
          },
          handover: { strategy: 'Replace', drainTimeout: '0s', demotedPod: 'Keep' },
        },
      },
    });
  });

  test('is copied and not changed', () => {
    const before = structuredClone(minimal);
    parseActiveStandbyService(minimal);
    expect(minimal).toEqual(before);
  });

  test('may have fields of a newer version', () => {
    expect(problemsOf({ ...withSpec({ probe: { interval: '1s' } }), extra: [1] })).toEqual([]);
  });

  test('may select by labels that JavaScript objects have built in', () => {
    const matchLabels = { constructor: 'a', toString: 'b', hasOwnProperty: 'c' };
    expect(problemsOf(withSpec({ selector: { matchLabels } }))).toEqual([]);
  });

  test('may have a status of another version: only its term counts', () => {
    const status = { term: 3, termHolderUID: 'u', phase: 7, conditions: [{ type: 'Ready' }], serviceName: 'orders' };
    expect(parseActiveStandbyService({ ...minimal, status })).toMatchObject({
      valid: true,
      value: { status: { term: 3, termHolderUID: 'u', serviceName: 'orders' } },
    });
    expect(parseActiveStandbyService({ ...minimal, status })).not.toHaveProperty('value.status.phase');
    expect(parseActiveStandbyService({ ...minimal, status })).not.toHaveProperty('value.status.conditions');
  });

  test('may have reasons, causes and phases that this version does not know', () => {
    const status = { phase: 'Draining', candidates: [{ podName: 'a', eligible: false, reason: 'Cordoned' }] };
    expect(problemsOf({ ...minimal, status })).toEqual([]);
  });
});

describe('an invalid object is refused with path and reason', () => {
  test.each<[string, object, string]>([
    ['no selector', { selector: undefined }, 'spec.selector is required'],
    ['an empty selector', { selector: {} }, 'spec.selector is empty and would select every pod of the namespace'],
    [
      'an empty list of expressions',
      { selector: { matchLabels: {}, matchExpressions: [] } },
      'spec.selector is empty and would select every pod of the namespace',
    ],
    [
      'In without values',
      { selector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
      'spec.selector.matchExpressions[0] has operator In, which needs values',
    ],
    [
      'Exists with values',
      { selector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
      'spec.selector.matchExpressions[0] has operator Exists, which needs none',
    ],
    [
      'an unknown operator',
      { selector: { matchExpressions: [{ key: 'a', operator: 'Gt' }] } },
      'spec.selector.matchExpressions[0].operator must be one of In, NotIn, Exists, DoesNotExist',
    ],
    [
      'the label that the operator writes',
      { selector: { matchLabels: { 'orders.activestandby.dev/role': 'active' } } },
      'spec.selector.matchLabels has orders.activestandby.dev/role, which the operator itself writes',
    ],
    ['no port for a virtual IP', { service: { ports: [] } }, 'spec.service.ports must not be empty'],
    ['an unknown type', { service: { type: 'Mesh' } }, 'spec.service.type must be one of ClusterIP, Headless'],
    ['a port of 0', { service: { ports: [{ port: 0 }] } }, 'spec.service.ports[0].port must be >= 1'],
    [
      'a boolean target',
      { service: { ports: [{ port: 1, targetPort: true }] } },
      'spec.service.ports[0].targetPort must be of type integer or string',
    ],
    [
      'a number as a string',
      { service: { ports: [{ port: 1, targetPort: '80' }] } },
      'spec.service.ports[0] has a targetPort that is neither a number nor a container port name',
    ],
    [
      'a name twice',
      { service: { ports: [named('a', 1), named('a', 2)] } },
      'spec.service.ports[1] has the name a twice',
    ],
    ['a port twice', { service: { ports: [named('a', 1), named('b', 1)] } }, 'spec.service.ports[1] repeats 1/TCP'],
    ['a word as a delay', { failover: { delay: 'soon' } }, 'spec.failover.delay must match pattern'],
    ['a delay of days', { failover: { delay: '24h1ms' } }, 'spec.failover.delay is 24h1ms; at most 24h is allowed'],
    [
      'preemption without an order by priority',
      { election: { preemption: 'HigherPriority' } },
      'spec.election.preemption is HigherPriority, which needs order: Priority',
    ],
    [
      'a drainTimeout without BreakBeforeMake',
      { handover: { drainTimeout: '10s' } },
      'spec.handover.drainTimeout is 10s, which needs strategy: BreakBeforeMake',
    ],
    ['a switchover without a name', { switchover: { targetPod: 'orders-1' } }, 'spec.switchover.requestID is required'],
    ['a pod fenced twice', { fencedPods: ['orders-1', 'orders-1'] }, 'spec.fencedPods must NOT have duplicate items'],
  ])('%s', (_, change, problem) => {
    expect(problemsOf(withSpec(change)).join()).toContain(problem);
  });

  test('each port without a name, when there are several', () => {
    expect(problemsOf(withSpec({ service: { ports: [{ port: 1 }, { port: 2 }] } }))).toEqual([
      'spec.service.ports[0] needs a name, because there are other ports',
      'spec.service.ports[1] needs a name, because there are other ports',
    ]);
  });

  test('a name that no Service can have', () => {
    expect(problemsOf({ ...minimal, metadata: { ...metadata, name: 'orders.v2' } })).toEqual([
      'spec.service.name "orders.v2" cannot name a Service',
    ]);
  });

  test('a term without its holder', () => {
    expect(problemsOf({ ...minimal, status: { term: 3 } })).toEqual([
      'status.term must be set if and only if status.termHolderUID is',
    ]);
  });

  test('a term beyond the safe integers', () => {
    const tooHigh = { term: Number.MAX_SAFE_INTEGER + 1, termHolderUID: 'u' };
    expect(problemsOf({ ...minimal, status: tooHigh }).join()).toContain('status.term must be <= 9007199254740991');
  });

  test('with at most sixteen problems', () => {
    const ports = Array.from({ length: 32 }, () => ({ port: 0 }));
    expect(problemsOf(withSpec({ service: { ports } }))).toHaveLength(16);
  });

  test('with short messages about long values', () => {
    const label = { [`a/${'b'.repeat(10_000)}`]: 'x' };
    expect(problemsOf(withSpec({ selector: { matchLabels: label } })).join().length).toBeLessThan(600);
    const wrong = { [`a/${'b'.repeat(10_000)}`]: 1 };
    expect(problemsOf(withSpec({ selector: { matchLabels: wrong } })).join().length).toBeLessThan(600);
  });

  test('but its valid metadata and status are kept', () => {
    const status = { term: 3, termHolderUID: 'u' };
    expect(parseActiveStandbyService({ ...minimal, spec: {}, status })).toMatchObject({ metadata, status });
    expect(parseActiveStandbyService({ metadata, spec: {}, status: { term: 'x', phase: 'Active' } })).toMatchObject({
      metadata,
      status: undefined,
    });
  });
});

describe('parsing never throws', () => {
  test.each([
    [null],
    [undefined],
    [1],
    ['text'],
    [[]],
    [() => 1],
    [{ spec: [] }],
    [{ metadata: 1, spec: 'constructor' }],
  ])('%p is invalid', (object) => {
    expect(parseActiveStandbyService(object).valid).toBe(false);
  });

  test('for any value at any place of the object', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
    const policies = { election: anything, failover: anything, handover: anything, paused: anything };
    const commands = { switchover: anything, fencedPods: anything };
    const fields = { selector: anything, service: anything, ...policies, ...commands };
    const object = fc.oneof(
      anything,
      fc.record({ metadata: fc.constant(metadata), spec: fc.record(fields), status: anything }),
      fc.record({ metadata: fc.constant(metadata), spec: fc.constant(spec), status: anything }),
    );
    fc.assert(
      fc.property(object, (value) => {
        expect(typeof parseActiveStandbyService(value).valid).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});
