// How much garbage may there be, and when is it cleared away? V8 cannot be asked for its flags, so they are noted here.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { HeapThrift } from '../src/heapThrift.ts';
import { FakeClock } from './support/clocks/fakeClock.ts';

const ordinary = ['--heap-growing-percent=100', '--no-optimize-for-size'];
const tidying = ['--heap-growing-percent=15', '--optimize-for-size'];

let clock: FakeClock;
let flags: string[];
let thrift: HeapThrift;
let residentBytes: number;
let cpuMs: number;

/** Those that were set since the last look. */
function news(): readonly string[] {
  return flags.splice(0);
}

beforeEach(() => {
  clock = new FakeClock();
  flags = [];
  residentBytes = 100e6;
  cpuMs = 0;
  const usage = { residentBytes: () => residentBytes, cpuMs: () => cpuMs };
  thrift = new HeapThrift(clock, usage, (flag) => flags.push(flag));
});

describe('heap thrift', () => {
  test('leaves the heap alone from the start, and as long as nobody says that all is read', async () => {
    expect(news()).toEqual(ordinary);
    await clock.advance(3_600_000);
    expect(news()).toEqual([]);
  });

  test('tidies once, 10 s after that, for 20 s', async () => {
    news();
    thrift.relax();
    await clock.advance(9999);
    expect(news()).toEqual(ordinary);
    await clock.advance(1);
    expect(news()).toEqual(tidying);
    await clock.advance(19_999);
    expect(news()).toEqual([]);
    await clock.advance(3_600_000);
    expect(news()).toEqual(ordinary);
  });

  test.each([
    ['still busy', 5000],
    ['tidying', 15_000],
    ['done', 60_000],
  ])('begins anew when all is looked at again while it is %s', async (_, afterMs) => {
    thrift.relax();
    await clock.advance(afterMs);
    news();
    thrift.relax();
    await clock.advance(30_000);
    expect(news()).toEqual([...ordinary, ...tidying, ...ordinary]);
  });

  test('stops in the middle', async () => {
    thrift.relax();
    await clock.advance(10_000);
    thrift.stop();
    news();
    await clock.advance(3_600_000);
    expect(news()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('memory that grows after that', () => {
  beforeEach(async () => {
    thrift.relax();
    await clock.advance(30_000);
    news();
  });

  test('is tidied once the process is quiet, and then is the measure', async () => {
    residentBytes = 130e6;
    cpuMs += 5000;
    await clock.advance(10_000);
    expect(news()).toEqual([]);
    await clock.advance(10_000);
    expect(news()).toEqual(tidying);
    await clock.advance(20_000);
    expect(news()).toEqual(ordinary);
    await clock.advance(3_600_000);
    expect(news()).toEqual([]);
  });

  test('is measured by the least that there was', async () => {
    residentBytes = 80e6;
    await clock.advance(10_000);
    residentBytes = 100e6;
    await clock.advance(10_000);
    expect(news()).toEqual(tidying);
  });

  test('is left alone while it is little', async () => {
    residentBytes = 119e6;
    await clock.advance(3_600_000);
    expect(news()).toEqual([]);
  });
});
