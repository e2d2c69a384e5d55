import { expect, test } from '@jest/globals';
import { earlyWrites } from '../../bench/peers/earlyWrites.ts';

const slice = (name: string) => ({ resource: 'endpointslices', name: `${name}-asvc-ipv4` });
const status = (name: string) => ({ resource: 'activestandbyservices', name });

test.each([
  ['a status after the slice', [slice('orders-1'), status('orders-1')], 0],
  ['a status before the slice', [status('orders-1'), slice('orders-1')], 1],
  ['a status without any slice', [status('orders-1')], 1],
  ['a status of another object', [status('orders-10'), slice('orders-1')], 0],
])('%s', (_, writes, count) => {
  expect(earlyWrites(writes, ['orders-1'])).toBe(count);
});
