// What was told of the elections: the history in status, and Events, of which there must be exactly one for each.
import { expect } from '@jest/globals';
import type { Transition } from '../../src/api/activeStandbyService.generated.ts';
import { isCause, isPlanned } from '../../src/api/causes.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { eventuallyAll } from '../cluster/eventually.ts';
import { history } from '../cluster/history.ts';
import { events } from '../cluster/resources.ts';
import type { Scene } from './scene.ts';
import { untilStatus } from './status.ts';

/** Waits until the history, oldest first, is this, such as "2 orders-1" or "2 draining"; then looks for the Events. */
export async function expectTold(scene: Scene, elections: readonly string[]): Promise<void> {
  const status = await untilStatus(scene, ({ history: entries = [] }) => {
    expect(entries.map(nameOf).toReversed()).toEqual(elections);
  });
  expect(status.lastTransition).toEqual(status.history?.[0]);
  const terms = elections.map(eventOf);
  await untilEvents(scene, terms.length);
  expect((await eventsOf(scene)).toSorted()).toEqual(terms.toSorted());
}

/** The status waits for its Events, but not for ever: under a burden they may follow it. */
async function untilEvents({ plane, namespace, name, deadlineMs }: Scene, count: number): Promise<void> {
  const target = { resource: events, namespace, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  await eventuallyAll<KubeObject>(plane.api, target, (found) => {
    return found.filter((event) => ourName(name).test(event.metadata?.name ?? '')).length >= count;
  });
}

function nameOf({ term, cause, toPod }: Transition): string {
  const nobody = isCause(cause) && isPlanned(cause) ? 'draining' : 'nobody';
  return `${term} ${toPod ?? nobody}`;
}

function eventOf(election: string): string {
  return election
    .replace(/ nobody$/, '.withdrawn')
    .replace(/ draining$/, '.draining')
    .replace(/ .*/, '');
}

/** The ends of the names of all Events that were ever written, one for each time. */
async function eventsOf({ plane, namespace, name }: Scene): Promise<readonly string[]> {
  const written = await history<KubeObject>(plane.etcdUrl, events, namespace);
  const ours = ourName(name);
  return written
    .map(({ name: event }) => event.name)
    .flatMap((event) => (ours.test(event) ? [event.replace(ours, '')] : []));
}

/** Up to the term: Kubernetes tells of a Service of the same name too. */
function ourName(name: string): RegExp {
  return new RegExp(`^${name}\\.[-0-9a-f]{36}\\.`);
}
