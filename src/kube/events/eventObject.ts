// Builds Events of the API group events.k8s.io/v1.
import { toMicroTime } from '../api/microTime.ts';
import type { Resource } from '../resource.ts';
import type { KubeObject } from '../wire.ts';
import { eventNote } from './eventNote.ts';

export const eventResource: Resource = { group: 'events.k8s.io', version: 'v1', plural: 'events', kind: 'Event' };

/** The object that an Event is about. */
export interface Regarding {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion?: string;
}

export interface EventToRecord {
  /** Deterministic and unique for the occurrence: the API server stores each name once. */
  readonly name: string;
  readonly regarding: Regarding;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly action: string;
  /** Text for people; cut to 1024 bytes. */
  readonly note: string;
}

/** An Event of events.k8s.io/v1. */
export interface EventObject extends KubeObject {
  readonly eventTime: string;
  readonly reportingController: string;
  readonly reportingInstance: string;
  readonly regarding: Regarding;
  readonly type: string;
  readonly reason: string;
  readonly action: string;
  readonly note: string;
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
}

/** The reporter of Events. */
export interface EventSource {
  readonly reportingController: string;
  readonly reportingInstance: string;
}

/** The number of combined Events and their times, in ms since the epoch. */
export interface Occurrence {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The API's limit for reportingInstance, in characters. */
const MAX_INSTANCE_LENGTH = 128;

export function toEventObject(event: EventToRecord, occurrence: Occurrence, source: EventSource): EventObject {
  const { name, regarding, note, ...what } = event;
  const { count, firstMs, lastMs } = occurrence;
  const series = count > 1 ? { series: { count, lastObservedTime: toMicroTime(lastMs) } } : {};
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    // Events about an object without a namespace live in "default".
    metadata: { name, namespace: regarding.namespace === '' ? 'default' : regarding.namespace },
    eventTime: toMicroTime(firstMs),
    reportingController: source.reportingController,
    reportingInstance: source.reportingInstance.slice(0, MAX_INSTANCE_LENGTH),
    regarding,
    // The words of client-go.
    note: eventNote(count > 1 ? `(combined from similar events): ${note}` : note),
    ...what,
    ...series,
  };
}
