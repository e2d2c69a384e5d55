// Measures failovers with 1 and with 1,000 ActiveStandbyServices: the time from the event of a failed pod to the event
// of the changed EndpointSlice. Prints a table of docs/performance.md.
import { parseArgs } from 'node:util';
import { openScene } from '../e2e/support/scene.ts';
import { startStage } from '../e2e/support/stage.ts';
import { Flips } from './latency/flips.ts';
import { populate } from './latency/population.ts';
import { summaryOf, type Summary } from './latency/quantiles.ts';
import { machine, say, table } from './report.ts';

const { values } = parseArgs({
  options: { flips: { type: 'string', default: '300' }, services: { type: 'string', default: '1000' } },
});
const flips = Number(values.flips);
const services = Number(values.services);

/** Not counted: they warm up the just-in-time compiler of operator and observer. */
const WARM_UP = 50;

function row(count: number, { p50, p90, p99, max }: Summary): readonly string[] {
  return [String(count), ...[p50, p90, p99, max].map((ms) => ms.toFixed(1))];
}

function ratio(many: Summary, one: Summary): string {
  return `p50 × ${(many.p50 / one.p50).toFixed(2)}, p99 × ${(many.p99 / one.p99).toFixed(2)}`;
}

say(`${machine()}; ${flips} failovers each`);
const stage = await startStage();
try {
  const scene = await openScene(stage.plane, 'bench');
  const first = await populate(scene, 0, 1);
  const observer = await Flips.start(scene);
  await observer.measure(first, WARM_UP);
  const one = summaryOf(await observer.measure(first, flips));
  const all = [...first, ...(await populate(scene, 1, services))];
  await observer.measure(all, WARM_UP);
  const many = summaryOf(await observer.measure(all, flips));
  say(table(['ActiveStandbyServices', 'p50, ms', 'p90', 'p99', 'max'], [row(1, one), row(services, many)]));
  say(ratio(many, one));
  observer.stop();
} finally {
  await stage.plane.stop();
}
