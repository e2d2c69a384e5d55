// What happens in here that somebody may want to count or log?
// Calls are synchronous and must not throw; nothing in this folder depends on what they do.
import type { ObjectName, Resource } from './resource.ts';

export type Priority = 'urgent' | 'background';

/** Why a watch had to be made anew; a watch that ends as planned is not reported. */
export type WatchRestart = 'expired' | 'idle' | 'refused' | 'broken' | 'garbled';

export interface RequestFinished {
  readonly verb: string;
  /** The plural name, with the subresource if there is one: "pods", "pods/status". */
  readonly resource: string;
  /** The HTTP status; undefined: there was no answer. */
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
  /** Undefined when it cannot be told. */
  readonly name?: ObjectName | undefined;
  /** It was left out before, and has not been understood since. */
  readonly isRepeated?: boolean;
}

export interface ApiObserver {
  requestFinished(request: RequestFinished): void;
  watchRestarted(event: { readonly resource: Resource; readonly reason: WatchRestart; readonly error: unknown }): void;
  listFailed(event: { readonly resource: Resource; readonly error: unknown }): void;
  relisted(event: { readonly resource: Resource; readonly count: number }): void;
  /** An object could not be understood, or whoever was told of it threw: it is left out, the watch goes on. */
  objectRejected(event: ObjectRejected): void;
}

export interface QueueObserver {
  queueChanged(state: QueueState): void;
  /** How long an item was due before its work started. */
  itemWaited(item: { readonly priority: Priority; readonly seconds: number }): void;
}

export type KubeObserver = ApiObserver & QueueObserver;

/** Looks away. */
export const silentObserver: KubeObserver = {
  requestFinished: () => undefined,
  watchRestarted: () => undefined,
  listFailed: () => undefined,
  relisted: () => undefined,
  objectRejected: () => undefined,
  queueChanged: () => undefined,
  itemWaited: () => undefined,
};
