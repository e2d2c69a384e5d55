import { expect, test } from '@jest/globals';
import { withReadiness } from '../../bench/peers/storedPods.ts';

test('a stored pod turns unready by its two conditions, and keeps the rest', () => {
  const pod = {
    metadata: { name: 'orders-0' },
    status: {
      phase: 'Running',
      conditions: ['Ready', 'ContainersReady', 'Initialized'].map((type) => ({ type, status: 'True' })),
    },
  };
  const { key, text } = withReadiness({ key: '/registry/pods/shop/orders-0', text: JSON.stringify(pod) }, false);
  const lastTransitionTime = expect.stringMatching(/T\d\d:\d\d:\d\dZ$/);
  expect(key).toBe('/registry/pods/shop/orders-0');
  expect(JSON.parse(text)).toEqual({
    ...pod,
    status: {
      phase: 'Running',
      conditions: [
        { type: 'Ready', status: 'False', lastTransitionTime },
        { type: 'ContainersReady', status: 'False', lastTransitionTime },
        { type: 'Initialized', status: 'True' },
      ],
    },
  });
});
