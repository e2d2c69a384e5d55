// The hold of background calls while urgent work waits or is in flight. More in throttle.test.ts.
import { expect, it } from '@jest/globals';
import { UrgentHold } from '../../../src/kube/transport/urgentHold.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

it('keeps only the starts of the last second, however long urgent work overlaps', async () => {
  const clock = new FakeClock();
  const hold = new UrgentHold(16, clock);
  let end = hold.started('urgent');
  for (let step = 0; step < 1000; step++) {
    const endNext = hold.started('urgent');
    end();
    end = endNext;
    await clock.advance(10);
  }
  expect(hold.size).toBeGreaterThan(0);
  expect(hold.size).toBeLessThanOrEqual(101);
  end();
  expect([hold.size, hold.backgroundPlaces]).toEqual([0, 16]);
});
