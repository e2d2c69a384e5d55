// What is on an EndpointSlice that is not ours? Usually it is kept; a slice that is refused because of it is written
// without, since traffic matters more.
import {
  CHANGE_TRIGGER_ANNOTATION,
  HEADLESS_LABEL,
  LEDGER_ANNOTATION,
  SERVICE_NAME_LABEL,
  SLICE_MANAGED_BY_LABEL,
  TERM_ANNOTATION,
} from '../api/names.ts';
import type { ElectionEvent } from './electionEvent.ts';
import type { EndpointSlice } from './ledgerRecord.ts';

const ours: ReadonlySet<string> = new Set([
  TERM_ANNOTATION,
  LEDGER_ANNOTATION,
  CHANGE_TRIGGER_ANNOTATION,
  SERVICE_NAME_LABEL,
  SLICE_MANAGED_BY_LABEL,
  HEADLESS_LABEL,
]);

export interface Stripped {
  readonly slice: EndpointSlice;
  /** "annotation example.com/team", … */
  readonly dropped: readonly string[];
}

/** Undefined when all of it is ours. */
export function withoutForeignMetadata(slice: EndpointSlice): Stripped | undefined {
  const { annotations = {}, labels = {} } = slice.metadata ?? {};
  const dropped = [
    ...foreignKeys(annotations).map((key) => `annotation ${key}`),
    ...foreignKeys(labels).map((key) => `label ${key}`),
  ];
  if (dropped.length === 0) return undefined;
  const metadata = { ...slice.metadata, annotations: ownOf(annotations), labels: ownOf(labels) };
  return { slice: { ...slice, metadata }, dropped };
}

const MAX_NAMES = 10;

/** Named by the version that it replaces: told twice, it is one Event. */
export function droppedEvent({ slice: { metadata = {} }, dropped }: Stripped): ElectionEvent {
  const { name = '', uid = '', resourceVersion = '' } = metadata;
  const more = dropped.length > MAX_NAMES ? ` and ${dropped.length - MAX_NAMES} more` : '';
  const what = `${dropped.slice(0, MAX_NAMES).join(', ')}${more}`;
  return {
    name: `asvc.${uid}.${resourceVersion}.dropped`,
    type: 'Warning',
    reason: 'ForeignMetadataDropped',
    action: 'Drop',
    note: `EndpointSlice ${name} was refused as invalid and is written without what others have put on it: ${what}`,
  };
}

function foreignKeys(fields: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(fields).filter((key) => !ours.has(key));
}

function ownOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => ours.has(key)));
}
