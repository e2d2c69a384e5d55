// Reads the published pod from the EndpointSlice alone.
import { LEDGER_ANNOTATION, TERM_ANNOTATION } from '../../src/api/names.ts';
import { sliceNameOf } from '../../src/desired/endpointSlice.ts';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import type { ObjectName } from '../../src/kube/resource.ts';
import { eventually } from '../cluster/eventually.ts';
import { parseJson } from '../cluster/json.ts';
import { getObject } from '../cluster/objects.ts';
import { endpointSlices } from '../cluster/resources.ts';
import type { Scene } from './scene.ts';

export interface Published {
  /** Undefined: no pod is listed. */
  readonly pod: string | undefined;
  readonly uid: string | undefined;
  readonly addresses: readonly string[];
  readonly term: number;
  /** The pod of the term. */
  readonly holderUid: string | undefined;
}

export function sliceOf({ namespace, name }: ObjectName): ObjectName {
  return { namespace, name: sliceNameOf(name, 'IPv4') };
}

export function publishedIn({ endpoints, metadata }: EndpointSlice): Published {
  const listed = endpoints ?? [];
  const ledger = parseJson<{ holder?: { uid: string } }>(metadata?.annotations?.[LEDGER_ANNOTATION] ?? '{}');
  return {
    pod: listed[0]?.targetRef?.name,
    uid: listed[0]?.targetRef?.uid,
    addresses: listed.flatMap(({ addresses }) => addresses),
    term: Number(metadata?.annotations?.[TERM_ANNOTATION] ?? 0),
    holderUid: ledger.holder?.uid,
  };
}

/** The current state; undefined when there is no slice. */
export async function published(scene: Scene): Promise<Published | undefined> {
  const slice = await getObject<EndpointSlice>(scene.plane.api, endpointSlices, sliceOf(scene));
  return slice && publishedIn(slice);
}

/** Waits until the published state has all given fields, such as `{ pod: 'orders-1', term: 2 }`. */
export function untilPublished(scene: Scene, wanted: Partial<Published>): Promise<EndpointSlice> {
  const target = { ...scene, resource: endpointSlices, ...sliceOf(scene) };
  return eventually<EndpointSlice>(scene.plane.api, target, (slice) => fits(publishedIn(slice), wanted));
}

export const noPod: Partial<Published> = { pod: undefined, addresses: [] };

function fits(actual: Published, wanted: Partial<Published>): void {
  const { pod, uid, addresses, term, holderUid } = { ...actual, ...wanted };
  const expected = JSON.stringify({ pod, uid, addresses, term, holderUid });
  if (JSON.stringify(actual) !== expected) throw new Error(`${expected} is wanted`);
}
