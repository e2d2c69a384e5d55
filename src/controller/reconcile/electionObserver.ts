// What happens in the controller that somebody may want to count or log? Calls must not throw.
import type { Outcome, PublishedTransition } from '../../desired/outcome.ts';

export interface ElectionObserver {
  /** After each reconcile. */
  recorded(reconcile: { readonly key: string; readonly outcome: Outcome }): void;
  /** The published pod has changed, in this reconcile. */
  transitioned(event: { readonly key: string; readonly transition: PublishedTransition }): void;
  reconciled(reconcile: {
    readonly key: string;
    readonly seconds: number;
    readonly outcome: 'success' | 'error';
  }): void;
  failed(event: {
    readonly key: string;
    readonly task: 'reconcile' | 'status' | 'spare';
    readonly error: unknown;
  }): void;
  /** Paths of the status that the API server drops, because its CRD is older; none once that is over. */
  fieldsPruned(paths: readonly string[]): void;
  /** The object is gone: nothing is said about it any more. */
  ended(key: string): void;
}
