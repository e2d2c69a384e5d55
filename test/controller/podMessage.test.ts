// What is read of a pod that comes in a list?
import { expect, test } from '@jest/globals';
import { readPodMessage } from '../../src/controller/podMessage.ts';
import { toPodView } from '../../src/controller/podView.ts';
import { field, nested } from '../support/protobufBytes.ts';

const PRIORITY = 'activestandby.dev/priority';

test('of its annotations only those that say its priority', () => {
  const priorities = { [PRIORITY]: '5', [`orders.${PRIORITY}`]: '7' };
  const entries = Object.entries({ ...priorities, 'team/note': 'x'.repeat(1000) }).map(([key, value]) =>
    nested(12, field(1, key), field(2, value)),
  );
  const object = readPodMessage(
    nested(1, field(1, 'a'), field(3, 'shop'), field(5, 'a-uid'), field(6, '5'), ...entries),
  );
  expect(object.metadata?.annotations).toEqual(priorities);
  expect(toPodView(object).annotations).toEqual(priorities);
});
