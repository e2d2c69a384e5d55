// A status that other clients change, or of which the API server keeps only a part.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices } from '../../../src/controller/cache/resources.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { conditionOf, messageOf } from '../../support/model/condition.ts';
import { meddle } from '../../support/model/fault.ts';
import { fieldsOf, type ModelBody, type ModelObject } from '../../support/model/object.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.afterServing();
});

afterEach(() => operator.stop());

const isStatusUpdate = ({ verb }: ModelRequest): boolean => verb === 'updateStatus';

function statusUpdates(): number {
  return operator.client.requests.filter(isStatusUpdate).length;
}

async function leadWith(change: (object: ModelObject) => ModelBody): Promise<() => void> {
  const end = operator.client.inject(meddle(operator.model, isStatusUpdate, change));
  await operator.lead();
  operator.pod('a', false);
  await operator.clock.advance(30_000);
  return end;
}

function withStatus(asvc: ModelObject, change: object): ModelBody {
  return { ...asvc, status: { ...fieldsOf(asvc['status']), ...change } };
}

const vacant = (asvc: ModelObject): ModelBody => withStatus(asvc, { phase: 'Vacant' });

function pruned(asvc: ModelObject): ModelBody {
  const { phaseSince: _, standbys: __, ...status } = fieldsOf(asvc['status']);
  const all: readonly unknown[] = Array.isArray(status['history']) ? status['history'] : [];
  const history = all.map((entry) => {
    const { cause: ___, ...kept } = fieldsOf(entry);
    return kept;
  });
  return { ...asvc, status: { ...status, history } };
}

describe('a status that other clients change', () => {
  test('is not rewritten in a loop, and the contest is reported in the part that they leave', async () => {
    await leadWith(vacant);
    expect(operator.published).toBe('b@2');
    expect(statusUpdates()).toBeLessThanOrEqual(9);
    expect(conditionOf(operator.model, 'Degraded')).toBe('True ChangedByOthers');
    expect(messageOf(operator.model, 'Degraded')).toContain(
      'ActiveStandbyService shop/orders: status.phase is "Vacant" instead of "Active"',
    );
  });

  test('is correct again when they leave it alone', async () => {
    const end = await leadWith(vacant);
    end();
    await operator.clock.advance(300_000);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
  });
});

describe('conditions of other controllers', () => {
  test('that change during the write are not reported', async () => {
    let count = 0;
    await leadWith((asvc) => {
      const { conditions } = fieldsOf(asvc['status']);
      const all: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
      const others = { type: 'Synced', status: 'True', reason: 'Ok', lastTransitionTime: '2026-01-01T00:00:00Z' };
      const own = all.filter((condition) => fieldsOf(condition)['type'] !== 'Synced');
      return withStatus(asvc, { conditions: [...own, { ...others, message: `${(count += 1)}` }] });
    });
    expect(count).toBeGreaterThan(0);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
  });
});

describe('an API server with an older CRD', () => {
  test('does not get the same status again and again, and the dropped fields are reported', async () => {
    await leadWith(pruned);
    expect(operator.published).toBe('b@2');
    expect(operator.pruned).toEqual(['history[].cause', 'phaseSince', 'standbys']);
    operator.client.requests.length = 0;
    await operator.clock.advance(60_000);
    expect(statusUpdates()).toBe(0);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
  });

  test('gets each new status', async () => {
    await leadWith(pruned);
    operator.pod('a', true);
    operator.pod('b', false);
    await operator.clock.advance(5000);
    const { term, phase } = fieldsOf(
      operator.model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' })['status'],
    );
    expect([term, phase]).toEqual([3, 'Active']);
  });

  test('that gets the newer CRD clears the report with the next write', async () => {
    const end = await leadWith(pruned);
    end();
    operator.pod('a', true);
    operator.pod('b', false);
    await operator.clock.advance(5000);
    expect(operator.pruned).toEqual([]);
  });
});
