import { describe, expect, test } from '@jest/globals';
import { podFact, sliceFact } from '../../bench/peers/facts.ts';

function line(object: object, type = 'MODIFIED'): string {
  return JSON.stringify({ type, object });
}

const metadata = { namespace: 'shop', name: 'orders-0' };

describe('the observer', () => {
  test.each([
    ['True', true],
    ['False', false],
  ])('says of a pod whose condition Ready is %s whether it is ready', (status, ready) => {
    const pod = { metadata, status: { conditions: [{ type: 'Ready', status }] } };
    expect(podFact(line(pod), 7)).toEqual({ kind: 'pod', key: 'shop/orders-0', atMs: 7, ready });
  });

  test('names a slice by its Service, with the ready pods only', () => {
    const slice = {
      metadata: { namespace: 'shop', name: 'orders-x1y2z', labels: { 'kubernetes.io/service-name': 'orders' } },
      endpoints: [
        { conditions: { ready: false }, targetRef: { name: 'orders-0' } },
        { conditions: { ready: true }, targetRef: { name: 'orders-1' } },
      ],
    };
    expect(sliceFact(line(slice), 7)).toEqual({ kind: 'slice', key: 'shop/orders', atMs: 7, listed: ['orders-1'] });
  });

  test('says that a deleted slice lists no pod', () => {
    const endpoints = [{ conditions: { ready: true }, targetRef: { name: 'orders-1' } }];
    expect(sliceFact(line({ metadata, endpoints }, 'DELETED'), 7).listed).toEqual([]);
  });

  test('throws on the error with which a watch ends', () => {
    expect(() => podFact(line({ code: 410 }, 'ERROR'), 7)).toThrow('the watch has failed');
  });
});
