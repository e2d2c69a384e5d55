// Metrics and log lines of nodes.
import { beforeEach, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { observeNodes } from '../src/observers.ts';
import type { Fields, Log } from '../src/telemetry/log.ts';
import { NodeMetrics } from '../src/telemetry/nodeMetrics.ts';

let registry = new Registry();
let lines: (readonly [string, string, Fields | undefined])[] = [];
let observer = observing();

function note(level: string) {
  return (message: string, fields?: Fields) => void lines.push([level, message, fields]);
}

function observing() {
  const log: Log = {
    error: note('error'),
    warn: note('warn'),
    info: note('info'),
    debug: note('debug'),
    isDebug: false,
  };
  return observeNodes(new NodeMetrics(registry), log);
}

beforeEach(() => {
  registry = new Registry();
  lines = [];
  observer = observing();
});

const untilMs = Date.parse('2026-11-21T12:00:00Z');

test('the gauge of the hold is 1 during a hold, and its start and end are logged', async () => {
  expect(await registry.metrics()).toContain('activestandby_nodes_held 0');
  observer.holdChanged({ unreachable: 2, counted: 3, untilMs, untilMonotonicMs: 0 });
  expect(await registry.metrics()).toContain('activestandby_nodes_held 1');
  observer.holdChanged(undefined);
  expect(await registry.metrics()).toContain('activestandby_nodes_held 0');
  expect(lines).toEqual([
    [
      'warn',
      'holding node failures: too many nodes unreachable',
      { unreachable: 2, counted: 3, until: '2026-11-21T12:00:00.000Z' },
    ],
    ['info', 'node hold ended: acting on node failures again', undefined],
  ]);
});

test('nodes are counted by state and never by name', async () => {
  observer.counted({ Healthy: 4, NotReady: 1, Unreachable: 2, OutOfService: 0 });
  const text = await registry.metrics();
  expect(text.split('\n').filter((line) => line.startsWith('activestandby_nodes{'))).toEqual([
    'activestandby_nodes{state="Healthy"} 4',
    'activestandby_nodes{state="NotReady"} 1',
    'activestandby_nodes{state="Unreachable"} 2',
    'activestandby_nodes{state="OutOfService"} 0',
  ]);
});
