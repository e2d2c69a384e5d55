// Measures the failure of a node with many actives: how long after its Node turned Unknown each active is replaced, and
// how long Services with a selector take for the same pods. Prints the table of docs/performance.md.
import { parseArgs } from 'node:util';
import { startStage, type Stage } from '../e2e/support/stage.ts';
import { openCrowd, type Crowd } from './node-failure/crowd.ts';
import { reactionsTo, type Reactions } from './node-failure/reactions.ts';
import { machine, say, table } from './report.ts';
import { summaryOf } from './latency/quantiles.ts';

const { values } = parseArgs({ options: { services: { type: 'string', default: '200' } } });
const services = Number(values.services);

/** Concurrency of each controller of the controller manager: the default, and that of large clusters. */
const RATES = [20, 200];

const GRACE_SECONDS = 10;

async function measure(requestsPerSecond: number): Promise<Reactions> {
  const stage: Stage = await startStage({ controllerManager: { requestsPerSecond, nodeGraceSeconds: GRACE_SECONDS } });
  let crowd: Crowd | undefined;
  try {
    crowd = await openCrowd(stage.plane, services);
    return await reactionsTo(crowd);
  } finally {
    crowd?.heartbeats.stop();
    await stage.stop();
  }
}

function row(who: string, durations: readonly number[]): readonly string[] {
  const { p50, max } = summaryOf(durations);
  const ms = [Math.min(...durations), p50, max].map((value) => value.toFixed(0));
  return [who, String(durations.length), ...ms];
}

say(`${machine()}; ${services} ActiveStandbyServices and ${services} Services with a selector, the same 2 pods each`);
const rows: (readonly string[])[] = [];
for (const rate of RATES) {
  const { replaced, left } = await measure(rate);
  const beside = `controller manager at ${rate} requests/s`;
  rows.push(row(`ActiveStandbyService: the standby is published (${beside})`, replaced));
  rows.push(row(`Service with a selector: the dead pod is not ready (${beside})`, left));
}
say(table(['ms after the Node turned Unknown', 'slices', 'first', 'p50', 'last'], rows));
