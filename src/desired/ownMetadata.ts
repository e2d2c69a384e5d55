// The annotations and labels of an EndpointSlice that belong to the operator; all others belong to other clients.
import {
  CHANGE_TRIGGER_ANNOTATION,
  HEADLESS_LABEL,
  LEDGER_ANNOTATION,
  SERVICE_NAME_LABEL,
  SLICE_MANAGED_BY_LABEL,
  TERM_ANNOTATION,
} from '../api/names.ts';

/** The decision itself, without its trigger time. */
export const decidedAnnotations: readonly string[] = [TERM_ANNOTATION, LEDGER_ANNOTATION];

export const ownAnnotations: readonly string[] = [...decidedAnnotations, CHANGE_TRIGGER_ANNOTATION];

export const ownLabels: readonly string[] = [SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL, HEADLESS_LABEL];
