// The writes that a reconcile has decided on: the input of apply.
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import type { Service } from '../../desired/service.ts';
import type { PodIdentity } from '../../election/podView.ts';
import type { JsonPatchOperation } from '../../kube/api/jsonPatch.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';

/** An EndpointSlice for our Service that is not the ledger. */
export interface OtherSlice {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly managedBy: string | undefined;
}

export type SliceWrite =
  | { readonly kind: 'none' }
  | { readonly kind: 'create'; readonly slice: EndpointSlice }
  | { readonly kind: 'update'; readonly slice: EndpointSlice };

export type ServiceWrite =
  | { readonly kind: 'none' }
  | { readonly kind: 'create'; readonly service: Service }
  | {
      readonly kind: 'mend';
      readonly service: Service;
      readonly removals: readonly JsonPatchOperation[];
      readonly needsApply: boolean;
    };

/** What Kubernetes' controllers created from a selector set on our Service, and our slices of a former IP family. */
export interface Leftovers {
  readonly examineEndpoints: boolean;
  readonly slices: readonly OtherSlice[];
}

export interface PlannedWrites {
  readonly slice: SliceWrite;
  readonly service: ServiceWrite;
  readonly leftovers: Leftovers;
  /** The pod to delete after the slice has been written. */
  readonly demotion: PodIdentity | undefined;
}

/** The object that the writes are for. */
export interface WriteTarget {
  readonly asvc: CachedAsvc;
  readonly serviceName: string;
  /** Trigger time: when the change behind the writes was seen, in ms since the epoch. */
  readonly noticedMs: number;
}
