// Interfaces for metrics and logging. Calls are synchronous and must not throw; nothing in this folder depends on them.
import type { ObjectName, Resource } from './resource.ts';

export type Priority = 'urgent' | 'background';

/** Why a watch was restarted; a planned end of a watch is not reported. */
export type WatchRestart = 'expired' | 'idle' | 'refused' | 'broken' | 'garbled';

export interface RequestFinished {
  readonly verb: string;
  /** The plural name, with the subresource if there is one: "pods", "pods/status". */
  readonly resource: string;
  /** The HTTP status; undefined: no response. */
  readonly code: number | undefined;
  readonly seconds: number;
}

export interface QueueState {
  readonly urgent: number;
  readonly background: number;
  readonly running: number;
}

export interface ObjectRejected {
  readonly resource: Resource;
  readonly error: unknown;
  /** Undefined: unknown. */
  readonly name?: ObjectName | undefined;
  /** The object was rejected before, without a valid version since. */
  readonly isRepeated?: boolean;
}

export interface ApiObserver {
  requestFinished(request: RequestFinished): void;
  watchRestarted(event: { readonly resource: Resource; readonly reason: WatchRestart; readonly error: unknown }): void;
  listFailed(event: { readonly resource: Resource; readonly error: unknown }): void;
  relisted(event: { readonly resource: Resource; readonly count: number }): void;
  /** An object could not be decoded, or its handler threw. It is left out, and the watch continues. */
  objectRejected(event: ObjectRejected): void;
}

export interface QueueObserver {
  queueChanged(state: QueueState): void;
  /** The time from when an item was due until its work started. */
  itemWaited(item: { readonly priority: Priority; readonly seconds: number }): void;
}

export type KubeObserver = ApiObserver & QueueObserver;

export const silentObserver: KubeObserver = {
  requestFinished: () => undefined,
  watchRestarted: () => undefined,
  listFailed: () => undefined,
  relisted: () => undefined,
  objectRejected: () => undefined,
  queueChanged: () => undefined,
  itemWaited: () => undefined,
};
