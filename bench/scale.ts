// Measures the operator among 10,000 ActiveStandbyServices and 50,000 pods: memory, start, pauses, and failovers
// compared with a cluster of 100 objects. Prints the tables of docs/performance.md. Runs with room for many new objects
// (package.json), so that the observer's own garbage collection does not count as latency.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditOf } from '../e2e/support/stage.ts';
import { operatorUser } from '../e2e/cluster/users.ts';
import { Flips } from './latency/flips.ts';
import { machine, say } from './report.ts';
import { compareLatency } from './scale/latency.ts';
import { PODS_PER_SERVICE } from './scale/model.ts';
import { MeasuredOperator, type ColdStart } from './scale/operator.ts';
import { Phases } from './scale/phases.ts';
import { latencyTable, memoryTable, phaseTable, ratioTable, startTable, type Pair } from './scale/report.ts';
import { Scraper } from './scale/scraper.ts';
import { makeStand, type Stand } from './scale/stand.ts';
import { measureTakeover, type Takeover } from './scale/takeover.ts';
import { firstScenes } from './scale/world.ts';

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '10000' },
    few: { type: 'string', default: '100' },
    flips: { type: 'string', default: '300' },
    runs: { type: 'string', default: '3' },
    rest: { type: 'string', default: '60' },
  },
});
const flips = Number(values.flips);
const runs = Number(values.runs);
const restSeconds = Number(values.rest);

async function startedAndStopped({ plane, services }: Stand): Promise<ColdStart> {
  const operator = await MeasuredOperator.start(plane);
  const coldStart = await operator.coldStart(services);
  await operator.stop();
  return coldStart;
}

/** Memory and pauses are those of the last start, which keeps running. */
async function measure(few: Stand, many: Stand): Promise<void> {
  const phases = new Phases();
  const coldStarts: ColdStart[] = [];
  while (coldStarts.length < runs - 1) coldStarts.push(await startedAndStopped(many));
  const audit = auditOf(many.plane);
  const mark = await audit.mark();
  const operator = await phases.during('loading the program', () => MeasuredOperator.start(many.plane));
  const scraper = new Scraper(operator);
  coldStarts.push(await phases.during('start', () => operator.coldStart(many.services)));
  await phases.during('rest', () => sleep(restSeconds * 1000));
  const rested = operator.memory();
  say(startTable(coldStarts));
  say(`Writes until ${restSeconds} s after the start: ${(await audit.mutatingRequests(operatorUser, mark)).length}`);
  const pairs = await phases.during('failovers', () => comparePairs(few, many));
  // The probe writes once per second.
  await sleep(3000);
  say(memoryTable([`${restSeconds} s after the start`, rested], ['after the failovers', operator.memory()]));
  say(phaseTable(phases.all, operator.blocks()));
  say(latencyTable(pairs, [few.services, many.services]));
  say(ratioTable(pairs));
  say(scraper.stop());
  await operator.stop();
}

async function comparePairs(few: Stand, many: Stand): Promise<readonly Pair[]> {
  const operator = await MeasuredOperator.start(few.plane);
  await operator.coldStart(few.services);
  const pairs: Pair[] = [];
  while (pairs.length < runs) {
    const [ofFew, ofMany] = await compareLatency([few, many], flips);
    if (ofFew !== undefined && ofMany !== undefined) pairs.push({ few: ofFew, many: ofMany });
  }
  await operator.stop();
  return pairs;
}

async function measureAll(few: Stand, many: Stand): Promise<void> {
  const size = `${many.services} ActiveStandbyServices, ${many.services * PODS_PER_SERVICE} pods`;
  say(`${size} of ${(many.podBytes / 1024).toFixed(1)} KiB of JSON, compared with ${few.services}`);
  await measure(few, many);
  const { leadsAfterSeconds, actsAfterSeconds } = await takeoverOf(many);
  say(
    `Leader killed: another leads after ${leadsAfterSeconds.toFixed(1)} s, acts after ${actsAfterSeconds.toFixed(1)} s`,
  );
}

async function takeoverOf(stand: Stand): Promise<Takeover> {
  const [scene] = firstScenes(stand.plane, 1);
  if (scene === undefined) throw new Error('unreachable: there is one');
  const observer = await Flips.start(scene);
  const takeover = await measureTakeover(stand, () => observer.flip(scene));
  observer.stop();
  return takeover;
}

say(machine());
const few = await makeStand(Number(values.few));
try {
  const many = await makeStand(Number(values.services));
  try {
    await measureAll(few, many);
  } finally {
    await many.plane.stop();
  }
} finally {
  await few.plane.stop();
}
