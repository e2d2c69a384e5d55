// Measures what becomes of the objects when the leader dies: how long after SIGKILL the other replica leads and acts,
// with the default flags, and what the renewals of the Lease cost. Prints a table of docs/performance.md.
import { parseArgs } from 'node:util';
import { openScene } from '../e2e/support/scene.ts';
import { startPreparedPlane } from '../e2e/support/stage.ts';
import { populate } from './latency/population.ts';
import { summaryOf } from './latency/quantiles.ts';
import { startPair } from './leader/pair.ts';
import { measureRenewals } from './leader/renewalCost.ts';
import { Takeovers, type Takeover } from './leader/takeovers.ts';
import { machine, say, table } from './report.ts';

const { values } = parseArgs({
  options: {
    takeovers: { type: 'string', default: '20' },
    services: { type: 'string', default: '50' },
    timing: { type: 'string', default: '' },
  },
});
const services = Number(values.services);
const count = Number(values.takeovers);

function row(what: string, durations: readonly number[]): readonly string[] {
  const { p50, p90, max } = summaryOf(durations);
  return [what, ...[p50, p90, max].map((ms) => (ms / 1000).toFixed(2))];
}

say(`${machine()}; ${services} ActiveStandbyServices, ${count} times SIGKILL of the leader`);
const plane = await startPreparedPlane();
try {
  const scene = await openScene(plane, 'bench');
  const cost = await measureRenewals(scene);
  say(`A renewal: ${cost.apiServerMs.toFixed(2)} ms of CPU of the API server, ${cost.etcdMs.toFixed(2)} ms of etcd`);
  const pair = await startPair(plane, scene.namespace, values.timing);
  const scenes = await populate(scene, 0, services);
  const observer = await Takeovers.start(pair, scene);
  const takeovers: Takeover[] = [];
  while (takeovers.length < count) {
    const failing = scenes[takeovers.length % scenes.length];
    if (failing === undefined) throw new Error('unreachable: there are scenes');
    takeovers.push(await observer.measure(failing));
    process.stderr.write(`${JSON.stringify(takeovers.at(-1))}\n`);
  }
  observer.stop();
  const rows = [
    row(
      'another replica leads',
      takeovers.map(({ leadsMs }) => leadsMs),
    ),
    row(
      'it has published another pod',
      takeovers.map(({ actsMs }) => actsMs),
    ),
    row(
      'between the two',
      takeovers.map(({ leadsMs, actsMs }) => actsMs - leadsMs),
    ),
  ];
  say(table(['s after SIGKILL of the leader', 'p50', 'p90', 'max'], rows));
} finally {
  await plane.stop();
}
