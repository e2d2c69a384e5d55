import { expect, it } from '@jest/globals';
import { NamespacedMap } from '../../../src/kube/queue/namespacedMap.ts';

it('a map by namespace and name counts the keys of each namespace once', () => {
  const map = new NamespacedMap<number>();
  for (const key of ['shop/a', 'shop/b', 'shop/a', 'bank/a']) map.set(key, map.size);
  expect([map.get('shop/a'), map.countBeside('shop/x'), map.countBeside('bank/x'), map.size]).toEqual([2, 2, 1, 3]);
  for (const key of ['shop/a', 'shop/a', 'shop/b', 'shop/none']) map.delete(key);
  expect([map.has('shop/b'), map.countBeside('shop/x'), map.countBeside('bank/x'), map.size]).toEqual([false, 0, 1, 1]);
});
