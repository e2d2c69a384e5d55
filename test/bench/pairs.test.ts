import { describe, expect, test } from '@jest/globals';
import { nextMove, type Group } from '../../bench/beside/pairs.ts';

function pod(name: string, ready: boolean) {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
  return { metadata: { name, labels: { app: 'orders' } }, status: { conditions } };
}

describe('the rule of the loops', () => {
  test('takes the first ready pod, then the other one when it fails, and stays there', () => {
    const groups = new Map<string, Group>();
    const moves = [
      pod('orders-0', true),
      pod('orders-1', true),
      pod('orders-0', false),
      pod('orders-0', true),
      pod('orders-1', true),
    ].map((each) => nextMove(groups, each));
    expect(moves.map((move) => move && [move.from?.metadata?.name, move.to.metadata?.name])).toEqual([
      [undefined, 'orders-0'],
      undefined,
      ['orders-0', 'orders-1'],
      undefined,
      undefined,
    ]);
  });

  test('does nothing while no pod is ready', () => {
    expect(nextMove(new Map(), pod('orders-0', false))).toBeUndefined();
  });
});
