// How the Leases of nodes are read, shared and reported.
import { afterEach, describe, expect, test } from '@jest/globals';
import { NodeLeases } from '../../../src/controller/nodes/nodeLeases.ts';
import { toMicroTime } from '../../../src/kube/api/microTime.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import type { TransportAnswer, TransportRequest } from '../../../src/kube/transport/transport.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { json, refusal, ScriptedTransport } from '../../support/servers/scriptedTransport.ts';

const RENEWED_MS = Date.parse('2026-11-21T12:00:00.250Z');

const stopping: NodeLeases[] = [];

afterEach(() => {
  for (const leases of stopping.splice(0)) leases.stop();
});

function lease(name: string, spec: object): object {
  return { metadata: { name, managedFields: [{ manager: 'kubelet' }] }, spec };
}

function page(items: readonly object[], token = ''): TransportAnswer<string> {
  return json({ metadata: { resourceVersion: '5', continue: token }, items });
}

function reading(answers: readonly TransportAnswer<string>[]) {
  const clock = new FakeClock();
  const reported: string[] = [];
  const requests: TransportRequest[] = [];
  const left = [...answers];
  const transport = new ScriptedTransport([], []);
  const send = async (request: TransportRequest): Promise<TransportAnswer<string>> => {
    requests.push(request);
    return left.shift() ?? refusal(500);
  };
  const connection = { transport: { send, stream: transport.stream.bind(transport), close: async () => undefined } };
  const apiObserver = { ...silentObserver, listFailed: () => void reported.push('failed') };
  const leases = new NodeLeases({ connection, clock, apiObserver });
  stopping.push(leases);
  return { leases, clock, reported, requests };
}

describe('the Leases of nodes', () => {
  test('are read by quorum, with priority urgent, and only two numbers of each are kept', async () => {
    const renewTime = toMicroTime(RENEWED_MS);
    const { leases, requests } = reading([
      page([lease('a', { renewTime, leaseDurationSeconds: 200 }), lease('b', { renewTime })]),
    ]);
    expect(await leases.read()).toEqual(
      new Map([
        ['a', { renewMs: RENEWED_MS, durationMs: 200_000 }],
        ['b', { renewMs: RENEWED_MS, durationMs: 40_000 }],
      ]),
    );
    const [request] = requests;
    expect(request?.path).toBe('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases?limit=250');
    expect(request).toHaveProperty('priority.current', 'urgent');
  });

  test('that were never renewed, or at an invalid time, are left out', async () => {
    const { leases } = reading([page([lease('a', {}), lease('b', { renewTime: 'yesterday' }), { metadata: {} }])]);
    expect(await leases.read()).toEqual(new Map());
  });

  test('are read page by page', async () => {
    const renewTime = toMicroTime(RENEWED_MS);
    const of = (from: number) => Array.from({ length: 250 }, (_, i) => lease(`n${from + i}`, { renewTime }));
    const pages = Array.from({ length: 12 }, (_, i) => page(of(i * 250), i === 11 ? '' : `page-${i + 2}`));
    const { leases, requests } = reading(pages);
    expect((await leases.read())?.size).toBe(3000);
    expect(requests).toHaveLength(12);
  });

  test('are read at most once per second, however many callers ask', async () => {
    const { leases, clock, requests } = reading([page([]), page([])]);
    await Promise.all([leases.read(), leases.read()]);
    await clock.advance(999);
    await leases.read();
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    await leases.read();
    expect(requests).toHaveLength(2);
  });

  test('are not read again for half a minute when permission is denied, which is reported once', async () => {
    const { leases, clock, reported, requests } = reading([refusal(403), refusal(403), page([])]);
    expect(await leases.read()).toBeUndefined();
    await clock.advance(29_999);
    expect(leases.read()).toBeUndefined();
    await clock.advance(1);
    expect(await leases.read()).toBeUndefined();
    expect([reported, requests.length]).toEqual([['failed'], 2]);
    await clock.advance(30_000);
    expect(await leases.read()).toEqual(new Map());
  });

  test('are unknown while the server does not answer, which is reported each time', async () => {
    const { leases, clock, reported } = reading([refusal(500), refusal(503)]);
    expect(await leases.read()).toBeUndefined();
    await clock.advance(1000);
    expect(await leases.read()).toBeUndefined();
    expect(reported).toEqual(['failed', 'failed']);
  });

  test('leave no timer after stop, and an aborted read is not reported', async () => {
    const { leases, clock, reported } = reading([refusal(500)]);
    const read = leases.read();
    leases.stop();
    await read;
    expect([clock.pending, reported]).toEqual([0, []]);
  });
});
