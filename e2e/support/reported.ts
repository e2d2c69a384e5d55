// The reported elections: the history in the status, and exactly one Event for each.
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
export async function expectReported(scene: Scene, elections: readonly string[]): Promise<void> {
  const status = await untilStatus(scene, ({ history: entries = [] }) => {
    expect(entries.map(nameOf).toReversed()).toEqual(elections);
  });
  expect(status.lastTransition).toEqual(status.history?.[0]);
  const terms = elections.map(eventOf);
  await untilEvents(scene, ofElection, terms.length);
  expect((await eventsOf(scene, ofElection)).toSorted()).toEqual(terms.toSorted());
}

/** Each answered request has one Event. */
export async function expectAnswersReported(scene: Scene, count: number): Promise<void> {
  await untilEvents(scene, ofRequest, count);
  expect(await eventsOf(scene, ofRequest)).toHaveLength(count);
}

/** With term or request: Kubernetes reports Events for a Service of the same name, too. */
function namesOf(object: string, rest: string): RegExp {
  return new RegExp(`^${object}\\.[-0-9a-f]{36}\\.(?<rest>${rest})$`);
}

const ofElection = '[0-9]+(\\.[a-z]+)?';
const ofRequest = 'switchover\\..+';

/** The status waits for its Events, but not for ever: under load they may follow it. */
async function untilEvents({ plane, namespace, name, deadlineMs }: Scene, rest: string, count: number): Promise<void> {
  const target = { resource: events, namespace, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  await eventuallyAll<KubeObject>(plane.api, target, (found) => {
    return found.filter((event) => namesOf(name, rest).test(event.metadata?.name ?? '')).length >= count;
  });
}

function nameOf({ term, cause, toPod }: Transition): string {
  const noPod = isCause(cause) && isPlanned(cause) ? 'draining' : 'none';
  return `${term} ${toPod ?? noPod}`;
}

function eventOf(election: string): string {
  return election
    .replace(/ none$/, '.withdrawn')
    .replace(/ draining$/, '.draining')
    .replace(/ .*/, '');
}

/** The ends of the names of all Events ever written, with repetitions. */
async function eventsOf({ plane, namespace, name }: Scene, rest: string): Promise<readonly string[]> {
  const written = await history<KubeObject>(plane.etcdUrl, events, namespace);
  const found = written.map(({ name: event }) => namesOf(name, rest).exec(event.name)?.groups?.['rest']);
  return found.filter((end) => end !== undefined);
}
