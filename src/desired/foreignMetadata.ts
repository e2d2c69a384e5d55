// What is on an EndpointSlice that is not ours? Usually it is kept; a slice that is refused because of it is written
// without, since traffic matters more.
import type { ElectionEvent } from './electionEvent.ts';
import type { EndpointSlice } from './ledgerRecord.ts';
import { ownAnnotations, ownLabels } from './ownMetadata.ts';

type Texts = Readonly<Record<string, string>>;

export interface Stripped {
  readonly slice: EndpointSlice;
  /** "annotation example.com/team", … */
  readonly dropped: readonly string[];
}

/** Undefined when all of it is ours. */
export function withoutForeignMetadata(slice: EndpointSlice): Stripped | undefined {
  const { annotations = {}, labels = {} } = slice.metadata ?? {};
  const dropped = [
    ...foreignKeys(annotations, ownAnnotations).map((key) => `annotation ${key}`),
    ...foreignKeys(labels, ownLabels).map((key) => `label ${key}`),
  ];
  if (dropped.length === 0) return undefined;
  const metadata = {
    ...slice.metadata,
    annotations: ownOf(annotations, ownAnnotations),
    labels: ownOf(labels, ownLabels),
  };
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

function foreignKeys(texts: Texts, ours: readonly string[]): readonly string[] {
  return Object.keys(texts).filter((key) => !ours.includes(key));
}

function ownOf(texts: Texts, ours: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => ours.includes(key)));
}
