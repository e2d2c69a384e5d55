// Callbacks for logs and metrics of the controller. They must not throw.
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
  /** The object is gone, or this process stops leading: its series are removed. */
  ended(key: string): void;
}
