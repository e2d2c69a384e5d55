// What the observer says of an event: when it arrived, and whether the pod is ready or which pods the slice lists.
import { SERVICE_NAME_LABEL } from '../../src/api/names.ts';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { isReady } from '../beside/pairs.ts';

export interface PodFact {
  readonly kind: 'pod';
  /** Namespace and name. */
  readonly key: string;
  /** In milliseconds of the observer's monotonic clock. */
  readonly atMs: number;
  readonly ready: boolean;
}

export interface SliceFact {
  readonly kind: 'slice';
  /** Namespace and name of the Service. */
  readonly key: string;
  readonly atMs: number;
  /** The names of the pods that are listed as ready. */
  readonly listed: readonly string[];
}

export type Fact = PodFact | SliceFact;

/** What the observer sends. */
export type Report =
  { readonly type: 'facts'; readonly facts: readonly Fact[] } | { readonly type: 'broken'; readonly reason: string };

interface WatchLine<T> {
  readonly type: string;
  readonly object: T;
}

/** Throws on the error with which an API server ends a watch. */
export function podFact(line: string, atMs: number): PodFact {
  const { object } = eventIn<Pod>(line);
  return { kind: 'pod', key: keyOf(object, object.metadata?.name), atMs, ready: isReady(object) };
}

export function sliceFact(line: string, atMs: number): SliceFact {
  const { type, object } = eventIn<EndpointSlice>(line);
  const ready = type === 'DELETED' ? [] : (object.endpoints ?? []).filter(({ conditions }) => conditions?.ready);
  const listed = ready.map(({ targetRef }) => targetRef?.name ?? '');
  return { kind: 'slice', key: keyOf(object, object.metadata?.labels?.[SERVICE_NAME_LABEL]), atMs, listed };
}

function eventIn<T>(line: string): WatchLine<T> {
  const event = parseJson<WatchLine<T>>(line);
  if (event.type === 'ERROR') throw new Error(`the watch has failed: ${line}`);
  return event;
}

function keyOf({ metadata }: Pod | EndpointSlice, name = ''): string {
  return `${metadata?.namespace}/${name}`;
}
