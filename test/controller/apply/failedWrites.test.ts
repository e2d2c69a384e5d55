// Every failed write is reported, whatever the API server answers.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endpointSlices, services } from '../../../src/controller/cache/resources.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { conditionOf, messageOf } from '../../support/model/condition.ts';
import { cutOff, refuse, type Fault } from '../../support/model/fault.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.leading();
  await operator.clock.advance(20_000);
});

afterEach(() => operator.stop());

const isSliceWrite = ({ verb, resource }: ModelRequest): boolean => resource === endpointSlices && verb !== 'get';
const isServiceWrite = ({ verb, resource }: ModelRequest): boolean => resource === services && verb !== 'get';

/** Long enough for some retries and the status update. */
async function reconcileRepeatedly(): Promise<void> {
  await operator.clock.advance(200);
  await operator.settle();
}

function reported(): readonly string[] {
  return [conditionOf(operator.model, 'Ready'), conditionOf(operator.model, 'Degraded')];
}

describe('an EndpointSlice write that fails', () => {
  test.each<[string, Fault, string]>([
    ['denied by a webhook', refuse(400, isSliceWrite), 'EndpointSliceNotWritten'],
    ['failed by an unreachable webhook', refuse(500, isSliceWrite), 'EndpointSliceNotWritten'],
    ['throttled by a busy server', refuse(429, isSliceWrite), 'EndpointSliceNotWritten'],
    ['in conflict repeatedly', refuse(409, isSliceWrite), 'EndpointSliceNotWritten'],
    ['not answered', cutOff('before', isSliceWrite), 'EndpointSliceNotWritten'],
    ['invalid', refuse(422, isSliceWrite), 'EndpointSliceRejected'],
    ['forbidden', refuse(403, isSliceWrite), 'EndpointSliceRejected'],
  ])('is reported while it is %s, and no longer', async (_, fault, reason) => {
    const heal = operator.client.inject(fault);
    operator.pod('a', false);
    await reconcileRepeatedly();
    expect(reported()).toEqual([`False ${reason}`, `True ${reason}`]);
    heal();
    await operator.clock.advance(20_000);
    expect([operator.published, ...reported()]).toEqual(['b@2', 'True ActivePublished', 'False AsDesired']);
  });

  test('with a single conflict is not reported, but reconciled again at once', async () => {
    const versions = operator.model.storage.revisions.length;
    let isFirst = true;
    operator.client.inject(refuse(409, (request) => isSliceWrite(request) && isFirst && !(isFirst = false)));
    operator.pod('a', false);
    await reconcileRepeatedly();
    expect(operator.published).toBe('b@2');
    const later = operator.model.storage.revisions.slice(versions);
    expect(JSON.stringify(later)).not.toContain('NotWritten');
  });
});

describe('a Service write that fails', () => {
  test.each([
    [400, 'ServiceNotWritten'],
    [500, 'ServiceNotWritten'],
    [422, 'ServiceRejected'],
  ])('is reported with %i, and no longer', async (code, reason) => {
    const heal = operator.client.inject(refuse(code, isServiceWrite));
    operator.model.remove(services, { namespace: 'shop', name: 'orders' });
    await reconcileRepeatedly();
    expect(reported()).toEqual([`False ${reason}`, `True ${reason}`]);
    expect(messageOf(operator.model, 'Degraded')).toContain('by the test');
    heal();
    await operator.clock.advance(20_000);
    expect(reported()).toEqual(['True ActivePublished', 'False AsDesired']);
  });
});

describe("the API server's message", () => {
  test('is cut and has no control characters', async () => {
    const words = `line\n\u001b[31m${'x'.repeat(5000)}`;
    const failing: Fault = { meets: isSliceWrite, happen: () => Promise.reject(new Error(words)) };
    operator.client.inject(failing);
    operator.pod('a', false);
    await reconcileRepeatedly();
    const message = messageOf(operator.model, 'Degraded');
    expect(message).toMatch(/^line \[31mxxx/);
    expect(message.length).toBeLessThanOrEqual(1024);
  });

  test('that changes with each retry is written once per 10 s at most', async () => {
    let tries = 0;
    const happen = () => Promise.reject(new Error(`try ${(tries += 1)}`));
    operator.client.inject({ meets: isSliceWrite, happen });
    operator.pod('a', false);
    await reconcileRepeatedly();
    operator.client.requests.length = 0;
    for (let second = 0; second < 30; second += 1) await operator.clock.advance(1000);
    const writes = operator.client.requests.filter(({ verb }) => verb === 'updateStatus').length;
    expect(tries).toBeGreaterThan(4);
    expect(writes).toBeGreaterThanOrEqual(1);
    expect(writes).toBeLessThanOrEqual(3);
  });
});
