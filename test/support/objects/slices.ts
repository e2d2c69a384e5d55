// EndpointSlices that record a ledger, as written by the operator or by hand.
import { LEDGER_ANNOTATION, TERM_ANNOTATION } from '../../../src/api/names.ts';
import { ledgerAnnotations, type EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import { publishedBy, type Ledger } from '../../../src/election/ledger.ts';

export const SLICE_NAME = 'orders-asvc-ipv4';

/** Lists the pod that the ledger publishes. */
export function sliceOf(ledger: Ledger): EndpointSlice {
  const active = publishedBy(ledger);
  return {
    metadata: { namespace: 'shop', name: SLICE_NAME, annotations: { ...ledgerAnnotations(ledger) } },
    addressType: 'IPv4',
    endpoints: active === undefined ? [] : [{ addresses: ['10.0.0.97'], targetRef: { kind: 'Pod', ...active } }],
  };
}

/** The same slice with other annotations; undefined removes one. */
export function annotated(slice: EndpointSlice, change: Readonly<Record<string, string | undefined>>): EndpointSlice {
  const all = { ...slice.metadata?.annotations, ...change };
  const annotations = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return { ...slice, metadata: { ...slice.metadata, annotations } };
}

export function withTerm(slice: EndpointSlice, term: string | undefined): EndpointSlice {
  return annotated(slice, { [TERM_ANNOTATION]: term });
}

export function withRecord(slice: EndpointSlice, record: string | undefined): EndpointSlice {
  return annotated(slice, { [LEDGER_ANNOTATION]: record });
}
