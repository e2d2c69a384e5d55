// Removes labels and annotations of other clients from an EndpointSlice that was refused as invalid because of
// them. Usually they are kept, but traffic matters more.
import type { ElectionEvent } from './electionEvent.ts';
import type { EndpointSlice } from './ledgerRecord.ts';
import { ownAnnotations, ownLabels } from './ownMetadata.ts';

type Texts = Readonly<Record<string, string>>;

export interface Stripped {
  readonly slice: EndpointSlice;
  /** "annotation example.com/team", … */
  readonly dropped: readonly string[];
}

/** Undefined when all labels and annotations are the operator's. */
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

/** The name contains the replaced resourceVersion, so that writing it twice creates one Event. */
export function droppedEvent({ slice: { metadata = {} }, dropped }: Stripped): ElectionEvent {
  const { name = '', uid = '', resourceVersion = '' } = metadata;
  const more = dropped.length > MAX_NAMES ? ` and ${dropped.length - MAX_NAMES} more` : '';
  const what = `${dropped.slice(0, MAX_NAMES).join(', ')}${more}`;
  return {
    name: `asvc.${uid}.${resourceVersion}.dropped`,
    type: 'Warning',
    reason: 'ForeignMetadataDropped',
    action: 'Drop',
    note: `EndpointSlice ${name} was refused as invalid and is written without metadata of other clients: ${what}`,
  };
}

function foreignKeys(texts: Texts, ours: readonly string[]): readonly string[] {
  return Object.keys(texts).filter((key) => !ours.includes(key));
}

function ownOf(texts: Texts, ours: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => ours.includes(key)));
}
