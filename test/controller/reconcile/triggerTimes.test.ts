// A failover's duration counts from its trigger time, whatever has delayed it since.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { endpointSlices } from '../../../src/controller/cache/resources.ts';
import { readLedger } from '../../../src/desired/ledgerRecord.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { refuse } from '../../support/model/fault.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = new RunningController();
  await operator.start();
  await operator.serveForAWhile();
});

afterEach(() => operator.stop());

/** The published pod, and how long ago its failover was triggered. */
function published() {
  return [operator.published, operator.clock.wallMs() - (readLedger(operator.slice)?.detectedMs ?? NaN)];
}

test('a failover counts from its trigger time, also when its write is refused for a while', async () => {
  await operator.lead();
  const recover = operator.client.inject(refuse(500, ({ resource }: ModelRequest) => resource === endpointSlices));
  operator.pod('a', false);
  await operator.clock.advance(30_000);
  recover();
  await operator.clock.advance(15_000);
  expect(published()).toEqual(['b@2', 45_000]);
});

test('a used trigger time does not count for later failovers', async () => {
  await operator.lead();
  operator.pod('b', false);
  await operator.clock.advance(5000);
  operator.pod('b');
  await operator.clock.advance(5000);
  operator.pod('a', false);
  await operator.clock.advance(1000);
  expect(published()).toEqual(['b@2', 1000]);
});
