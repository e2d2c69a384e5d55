// What a reconcile has decided: the election's step and the writes that it takes. Nothing of it has happened yet.
import type { EndpointSlice } from '../desired/ledgerRecord.ts';
import type { Problem } from '../desired/outcome.ts';
import type { Service } from '../desired/service.ts';
import type { Ledger } from '../election/ledger.ts';
import type { Step } from '../election/step.ts';
import type { PodIdentity } from '../election/podView.ts';
import type { JsonPatchOperation } from '../kube/jsonPatch.ts';
import type { OtherSlice } from './observed.ts';

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

/** What Kubernetes' own controllers made of a selector that somebody set on our Service; and ours of a former family. */
export interface Leftovers {
  readonly examineEndpoints: boolean;
  readonly slices: readonly OtherSlice[];
}

export interface Decision {
  readonly step: Step;
  readonly slice: SliceWrite;
  readonly service: ServiceWrite;
  readonly leftovers: Leftovers;
  /** The pod that is to be deleted once the slice is written. */
  readonly demotion: PodIdentity | undefined;
  readonly problems: readonly Problem[];
  /** Before the step, and whether the slice says so. */
  readonly before: Ledger;
  readonly wasRecorded: boolean;
  /** The slice says what the step's ledger says, or will once it is written. */
  readonly willBeRecorded: boolean;
}
