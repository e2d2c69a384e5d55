// A failover as a timeline: at this second this happens, and then phase, active, term and writes are these. Between two
// rows time passes step by step: what is due is done on time.
import { expect } from '@jest/globals';
import type { World } from './world.ts';
import type { WorldSpec } from './worldSpec.ts';

type Fact = (world: World) => void;

/** Second, fact, and "Active a@1, 1 write". */
export type Row = readonly [atSeconds: number, fact: Fact, expected: string];

export function expectStory(world: World, rows: readonly Row[]): void {
  const actual = rows.map(([atSeconds, fact]) => rowOf(world, atSeconds * 1000, fact));
  expect(actual).toEqual(rows.map(([, , expected]) => expected));
}

function rowOf(world: World, atMs: number, fact: Fact): string {
  const before = world.written.length;
  passTime(world, atMs);
  fact(world);
  const phase = world.settle()?.step.phase;
  const active = world.slice?.endpoints?.[0]?.targetRef?.name ?? '-';
  const writes = world.written.length - before;
  return `${phase} ${active}@${world.term}, ${writes} ${writes === 1 ? 'write' : 'writes'}`;
}

function passTime(world: World, untilMs: number): void {
  const { clock } = world;
  for (let dueMs = world.dueMs; dueMs !== undefined && dueMs <= untilMs; dueMs = world.dueMs) {
    clock.advance(dueMs - clock.monotonicMs());
    world.settle();
  }
  clock.advance(untilMs - clock.monotonicMs());
}

export const nothing: Fact = () => undefined;

export function ready(...names: readonly string[]): Fact {
  return (world) => {
    for (const name of names) world.pod(name, { ready: true });
  };
}

export function unready(...names: readonly string[]): Fact {
  return (world) => {
    for (const name of names) world.pod(name, { ready: false });
  };
}

export function terminating(...names: readonly string[]): Fact {
  return (world) => {
    for (const name of names) world.terminate(name);
  };
}

export function gone(name: string): Fact {
  return (world) => world.remove(name);
}

export function failed(name: string): Fact {
  return (world) => world.pod(name, { ready: false, phase: 'Failed' });
}

export function recreated(name: string): Fact {
  return (world) => {
    world.remove(name);
    world.pod(name);
  };
}

export function moved(name: string): Fact {
  return (world) => world.moved(name);
}

export function respecified(change: WorldSpec): Fact {
  return (world) => world.respec(change);
}

export const restarted: Fact = (world) => world.crash();

export function wallJumps(byMs: number): Fact {
  return (world) => world.clock.jumpWall(byMs);
}

export function together(...facts: readonly Fact[]): Fact {
  return (world) => {
    for (const fact of facts) fact(world);
  };
}

export const sliceDeleted: Fact = (world) => world.deleteSlice();
