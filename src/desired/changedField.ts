// Finds and describes the field of an EndpointSlice, a Service or a status that another client has changed.
// Compares only what the operator owns; the message names the field and both values, shortened.
import { isSameJson } from '../api/isSameJson.ts';
import type { KubeObject } from '../kube/wire.ts';
import type { EndpointSlice } from './ledgerRecord.ts';
import { controllerOf } from './ownership.ts';
import { decidedAnnotations, ownLabels } from './ownMetadata.ts';
import type { Service } from './service.ts';
import type { ServiceDrift } from './serviceDrift.ts';

export interface ChangedField {
  /** "endpoints[0].hints" */
  readonly path: string;
  readonly sent: unknown;
  readonly found: unknown;
}

/** The part of a slice that the operator decides; equal parts mean the same decision. */
export function ownedSlice(slice: EndpointSlice) {
  const { metadata, addressType, endpoints, ports } = slice;
  return {
    endpoints: endpoints ?? [],
    ports: ports ?? [],
    addressType,
    metadata: {
      annotations: picked(metadata?.annotations, decidedAnnotations),
      labels: picked(metadata?.labels, ownLabels),
      ...ownerOf(slice),
    },
  };
}

export function changedInSlice(sent: EndpointSlice, found: EndpointSlice): ChangedField | undefined {
  return firstDifference(ownedSlice(sent), ownedSlice(found), '');
}

/** Both slices send traffic to the same pod and ports, whatever else differs. */
export function isSameTarget(sent: EndpointSlice, found: EndpointSlice): boolean {
  return isSameJson(targetOf(sent), targetOf(found));
}

function targetOf({ addressType, endpoints, ports }: EndpointSlice): unknown {
  const targets = (endpoints ?? []).map(({ addresses, conditions, targetRef }) => [
    addresses,
    conditions?.ready,
    targetRef?.uid,
  ]);
  return [addressType, targets, ports ?? []];
}

/** The part of a Service that the operator decides. */
export function ownedService({ metadata, spec }: Service) {
  return { labels: metadata?.labels, spec };
}

/** The first field that another client has added to the Service, taken from the removals of its drift. */
export function addedToService(found: Service, removals: ServiceDrift['removals']): ChangedField | undefined {
  const removal = removals.find(({ op }) => op !== 'test');
  if (removal === undefined) return undefined;
  const keys = removal.path.split('/').slice(1);
  const at = keys.reduce<unknown>((value, key) => fieldsOf(value)[key], found);
  return { path: keys.join('.'), sent: 'value' in removal ? removal.value : undefined, found: at };
}

export function changedInService(sent: Service, found: Service): ChangedField | undefined {
  const keys = Object.keys(sent.spec ?? {});
  const labels = Object.keys(sent.metadata?.labels ?? {});
  return firstDifference(
    { spec: sent.spec, metadata: { labels: sent.metadata?.labels ?? {}, ...ownerOf(sent) } },
    { spec: picked(found.spec, keys), metadata: { labels: picked(found.metadata?.labels, labels), ...ownerOf(found) } },
    '',
  );
}

export function changedInStatus(sent: object, found: object): ChangedField | undefined {
  return firstDifference(sent, found, 'status');
}

/** Only the controller reference: other owner references are not the operator's. */
function ownerOf(object: KubeObject): { readonly ownerReferences: string | undefined } {
  return { ownerReferences: controllerOf(object)?.uid };
}

const LONGEST_VALUE = 80;

/** "EndpointSlice shop/orders-asvc-ipv4: ports is [] instead of [{"port":80}]; another client keeps changing it …" */
export function describeChange(kind: string, { metadata }: KubeObject, change: ChangedField | undefined): string {
  const { path = 'a field', sent, found } = change ?? {};
  const values =
    change === undefined ? 'differs from what was written' : `is ${shown(found)} instead of ${shown(sent)}`;
  return (
    `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}: ${path} ${values}; another client keeps ` +
    'changing it back, perhaps an admission policy: exempt the objects of this operator.'
  );
}

/** The same for an object that is gone. */
export function describeDeletion(kind: string, { metadata }: KubeObject): string {
  const name = `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
  return `${kind} ${name} is missing; another client keeps deleting it: find that client and exempt the object.`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function firstDifference(sent: unknown, found: unknown, path: string): ChangedField | undefined {
  if (isSameJson(sent, found)) return undefined;
  const isComparable = isObject(sent) && isObject(found) && Array.isArray(sent) === Array.isArray(found);
  if (!isComparable) return { path, sent, found };
  const isList = Array.isArray(sent);
  const [ours, theirs] = [fieldsOf(sent), fieldsOf(found)];
  if (isList && Object.keys(ours).length !== Object.keys(theirs).length) return { path, sent, found };
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const pathOf = (key: string): string => (isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
  for (const key of keys) {
    const difference = firstDifference(ours[key], theirs[key], pathOf(key));
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The fields of an object, or the items of a list by index. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function picked(value: object | undefined, keys: readonly string[]): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(value);
  return Object.fromEntries(keys.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]));
}
