// The moments between a pod's failure and the EndpointSlice with another pod. When changes became visible is measured
// by the demo's own watches; the operator's moments are read from status.
import type { Transition } from '../../src/api/activeStandbyService.generated.ts';
import { fromTimestamp } from '../../src/desired/timestamp.ts';
import type { ObjectName } from '../../src/kube/resource.ts';
import { systemClock } from '../../src/kube/timing/clock.ts';
import { ClusterError } from '../cluster/clusterError.ts';
import type { SeenEvent } from '../cluster/watcher.ts';
import type { Moment } from './page.ts';
import type { EndpointSlice, Stage } from './stage.ts';

/** Times are milliseconds since the failure, or since it was sent to the API server. */
export interface Failover {
  /** Milliseconds since 1970. */
  readonly sentWallMs: number;
  readonly transition: Transition;
  readonly podSeenMs: number;
  readonly detectedMs: number;
  readonly electedMs: number;
  readonly sliceSeenMs: number;
}

/** Lets the active pod fail and returns once the status reports its successor. */
export async function failOver(stage: Stage, fail: (pod: ObjectName) => Promise<unknown>): Promise<Failover> {
  const failed = stage.active;
  const term = stage.service?.status?.term ?? 0;
  const sent = { ms: performance.now(), wallMs: systemClock.wallMs() };
  await fail(failed);
  const transition = await transitionAfter(term, stage);
  const { pods, slices } = stage.watchers;
  const successor = transition.toPod ?? '';
  await slices.until(([slice]) => slice !== undefined && leadsTo(slice, successor), {
    what: `the EndpointSlice with ${successor}`,
  });
  const podEvents = pods.events.filter(({ object }) => object.metadata?.name === failed.name);
  const sliceEvents = slices.events.filter(({ object }) => leadsTo(object, successor));
  return {
    sentWallMs: sent.wallMs,
    transition,
    podSeenMs: firstSince(sent.ms, podEvents) - sent.ms,
    detectedMs: toMs(transition.detectedTime) - sent.wallMs,
    electedMs: toMs(transition.electedTime) - sent.wallMs,
    sliceSeenMs: firstSince(sent.ms, sliceEvents) - sent.ms,
  };
}

async function transitionAfter(term: number, stage: Stage): Promise<Transition> {
  const latest = (): Transition | undefined => stage.service?.status?.lastTransition;
  const what = `an election after term ${term}`;
  await stage.watchers.services.until(() => (latest()?.term ?? 0) > term, { what });
  const transition = latest();
  if (transition === undefined) throw new ClusterError(`see ${what}`, 'status does not tell of it');
  return transition;
}

function leadsTo({ endpoints }: EndpointSlice, pod: string): boolean {
  return endpoints?.length === 1 && endpoints[0]?.targetRef?.name === pod;
}

function firstSince(sinceMs: number, events: readonly SeenEvent<unknown>[]): number {
  return events.find(({ atMs }) => atMs >= sinceMs)?.atMs ?? Number.NaN;
}

function toMs(timestamp: string | undefined): number {
  return fromTimestamp(timestamp) ?? Number.NaN;
}

/** Sorted by time: the operator and the demo receive a change in any order. */
export function momentsOf(failover: Failover, failure: string): readonly Moment[] {
  const { toPod = 'no pod', term, cause } = failover.transition;
  const moments = [
    { atMs: 0, what: failure },
    { atMs: failover.podSeenMs, what: 'its change reaches watchers of pods' },
    { atMs: failover.detectedMs, what: `failure seen by the operator: ${cause}` },
    { atMs: failover.electedMs, what: `new active elected: ${toPod}, term ${term}` },
    { atMs: failover.sliceSeenMs, what: `slice published: ${toPod} reaches watchers of EndpointSlices` },
  ];
  return moments.toSorted((a, b) => a.atMs - b.atMs);
}

/** From the first receipt, by the operator or the demo: a slow watch of the demo must not shorten the figure. */
export function sumOf({ podSeenMs, detectedMs, sliceSeenMs }: Failover): Moment {
  return {
    atMs: sliceSeenMs - Math.min(podSeenMs, detectedMs),
    what: 'from the failure to the published slice, as others see them',
  };
}
