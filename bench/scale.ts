// What does the operator take and do among 10,000 ActiveStandbyServices and 50,000 pods? Memory, start, pauses, and how
// fast a failover is there compared with one among 100. Prints the tables of docs/performance.md.
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { auditOf } from '../e2e/support/stage.ts';
import { operatorUser } from '../e2e/cluster/users.ts';
import { measureLatency } from './scale/latency.ts';
import { PODS_PER_SERVICE } from './scale/model.ts';
import { MeasuredOperator, type ColdStart } from './scale/operator.ts';
import { Phases } from './scale/phases.ts';
import { latencyTable, machine, phaseTable, ratioTable, table, type Pair } from './scale/report.ts';
import { Scraper } from './scale/scraper.ts';
import { makeStand, type Stand } from './scale/stand.ts';
import { measureTakeover } from './scale/takeover.ts';

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

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function startedAgain({ plane, services }: Stand): Promise<ColdStart> {
  const operator = await MeasuredOperator.start(plane);
  const coldStart = await operator.coldStart(services);
  await operator.stop();
  return coldStart;
}

/** Memory and pauses are of the last start, which goes on living. */
async function measure(few: Stand, many: Stand): Promise<void> {
  const phases = new Phases();
  const coldStarts: ColdStart[] = [];
  while (coldStarts.length < runs - 1) coldStarts.push(await startedAgain(many));
  const audit = auditOf(many.plane);
  const mark = await audit.mark();
  const operator = await phases.during('process starts', () => MeasuredOperator.start(many.plane));
  const scraper = new Scraper(operator);
  coldStarts.push(await phases.during('first look at everything', () => operator.coldStart(many.services)));
  await phases.during('rest', () => pause(restSeconds * 1000));
  const rested = operator.memory();
  const writes = (await audit.mutatingRequests(operatorUser, mark)).length;
  const pairs = await phases.during('failovers', () => comparedPairs(few, many));
  // The probe writes down once per second.
  await pause(3000);
  say(`\n${startTable(coldStarts)}\n\nWrites until ${restSeconds} s after the start: ${writes}\n`);
  const last = operator.memory();
  say(
    table(
      ['Memory, MB', 'RSS', 'peak so far'],
      [
        [`${restSeconds} s after the start`, rested.rss.toFixed(0), rested.peak.toFixed(0)],
        ['at the end', last.rss.toFixed(0), last.peak.toFixed(0)],
      ],
    ),
  );
  say(`\n${phaseTable(phases.all, operator.blocks())}`);
  say(`\n${latencyTable(pairs, [few.services, many.services])}\n\n${ratioTable(pairs)}`);
  const { scrapes, longestSeconds, bytes } = scraper.summary;
  say(`\n/metrics: ${scrapes} scrapes of ${(bytes / 1e6).toFixed(1)} MB, the longest ${longestSeconds.toFixed(2)} s`);
  scraper.stop();
  await operator.stop();
  const { leadsAfterSeconds, actsAfterSeconds } = await measureTakeover(many);
  say(
    `\nLeader killed: another leads after ${leadsAfterSeconds.toFixed(1)} s, acts after ${actsAfterSeconds.toFixed(1)} s`,
  );
}

async function comparedPairs(few: Stand, many: Stand): Promise<readonly Pair[]> {
  await MeasuredOperator.start(few.plane).then((operator) => operator.coldStart(few.services));
  const pairs: Pair[] = [];
  while (pairs.length < runs) {
    const first = await measureLatency(few.plane, flips);
    pairs.push({ few: first, many: await measureLatency(many.plane, flips) });
  }
  return pairs;
}

function startTable(coldStarts: readonly ColdStart[]): string {
  const rows = coldStarts.map(({ readySeconds, idleSeconds }, index) => [
    `start ${index + 1}`,
    readySeconds.toFixed(1),
    idleSeconds.toFixed(1),
  ]);
  return table(['Cold start, s', 'ready', 'nothing left to do'], rows);
}

say(machine());
const few = await makeStand(Number(values.few));
try {
  const many = await makeStand(Number(values.services));
  try {
    const podCount = many.services * PODS_PER_SERVICE;
    say(`${many.services} ActiveStandbyServices, ${podCount} pods of ${(many.podBytes / 1024).toFixed(1)} KiB of JSON`);
    await measure(few, many);
  } finally {
    await many.plane.stop();
  }
} finally {
  await few.plane.stop();
}
