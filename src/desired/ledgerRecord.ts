// Writes the ledger into an EndpointSlice and reads it back.
import type { V1EndpointSlice } from '@kubernetes/client-node';
import { isIP } from 'node:net';
import { isCause } from '../api/causes.ts';
import { isRecord } from '../api/isRecord.ts';
import { LEDGER_ANNOTATION, TERM_ANNOTATION } from '../api/names.ts';
import { isRequestID, isSubdomain, isUid } from '../api/nameSyntax.ts';
import type { Ledger } from '../election/ledger.ts';
import type { PodIdentity } from '../election/podView.ts';
import { toMicroTime } from '../kube/api/microTime.ts';
import type { Wire } from '../kube/wire.ts';
import { fromTimestamp } from './timestamp.ts';

export type EndpointSlice = Wire<V1EndpointSlice>;

/** Far above any real term, and far enough below 2^53 that raised terms stay exact. */
const MAX_TERM = Number.MAX_SAFE_INTEGER - 1_000_000;

/** The limit of the CRD. */
const MAX_DRAIN_MS = 24 * 3_600_000;

const canonicalTerm = /^[1-9][0-9]{0,15}$/;

export function ledgerAnnotations(ledger: Ledger): Readonly<Record<string, string>> {
  const { term, holder, intent, cause, from, requestID, target, demote } = ledger;
  const record = {
    holder,
    intent,
    cause,
    from,
    detected: timestamp(ledger.detectedMs),
    elected: timestamp(ledger.electedMs),
    automatic: timestamp(ledger.automaticMs),
    requestID,
    target,
    drainDeadline: timestamp(ledger.drainDeadlineMs),
    // Written only when true.
    demote: demote || undefined,
  };
  return { [TERM_ANNOTATION]: String(term), [LEDGER_ANNOTATION]: JSON.stringify(record) };
}

function timestamp(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toMicroTime(ms);
}

/**
 * The recorded ledger; undefined when it is damaged.
 * Guarantees:
 * - A ledger that was written is read back as it was, times to the microsecond.
 * - A record without term, holder or intent, with forged pods, or with other endpoints than recorded is damaged.
 * - The recorded drain ends within 24 hours.
 * Caveats:
 * - An unknown cause, time or request ID is dropped.
 */
export function readLedger(slice: EndpointSlice): Ledger | undefined {
  const term = readTerm(slice);
  const record = readRecord(slice.metadata?.annotations?.[LEDGER_ANNOTATION]);
  const holder = identity(record['holder']);
  const { intent } = record;
  if (term === undefined || holder === undefined || !isIntent(intent)) return undefined;
  if ([record['from'], record['target']].some(isForged)) return undefined;
  if (!agreesWithEndpoints(slice, intent === 'Serving' ? holder.uid : undefined)) return undefined;
  const change = readChange(record);
  return intent === 'Draining' && !isBoundedDrain(change) ? undefined : { term, holder, intent, ...change };
}

function readChange(record: Readonly<Record<string, unknown>>): Omit<Ledger, 'term' | 'holder' | 'intent'> {
  const { cause, requestID, demote } = record;
  return {
    cause: isCause(cause) ? cause : undefined,
    from: identity(record['from']),
    detectedMs: moment(record['detected']),
    electedMs: moment(record['elected']),
    automaticMs: moment(record['automatic']),
    requestID: typeof requestID === 'string' && isRequestID(requestID) ? requestID : undefined,
    target: identity(record['target']),
    drainDeadlineMs: moment(record['drainDeadline']),
    demote: demote === true,
  };
}

function isIntent(value: unknown): value is Ledger['intent'] {
  return value === 'Serving' || value === 'Empty' || value === 'Draining';
}

/** The drain ends within 24 hours: no pod is published until then. */
function isBoundedDrain({ electedMs = NaN, drainDeadlineMs = NaN }: Pick<Ledger, 'electedMs' | 'drainDeadlineMs'>) {
  const lengthMs = drainDeadlineMs - electedMs;
  return lengthMs >= 0 && lengthMs <= MAX_DRAIN_MS;
}

/** Undefined unless it is a canonical integer within the limit. */
export function readTerm(slice: EndpointSlice): number | undefined {
  const text = slice.metadata?.annotations?.[TERM_ANNOTATION] ?? '';
  const term = Number(text);
  return canonicalTerm.test(text) && term <= MAX_TERM ? term : undefined;
}

function readRecord(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(text ?? '');
    return isRecord(record) ? record : {};
  } catch {
    // Damaged: without a holder the ledger is refused.
    return {};
  }
}

/** The name is empty where only the UID was known. */
function identity(value: unknown): PodIdentity | undefined {
  const pod = namedPod(value);
  return pod !== undefined && isUid(pod.uid) && (pod.name === '' || isSubdomain(pod.name)) ? pod : undefined;
}

function namedPod(value: unknown): PodIdentity | undefined {
  if (!isRecord(value)) return undefined;
  const { name, uid } = value;
  return typeof name === 'string' && typeof uid === 'string' ? { name, uid } : undefined;
}

/** A name or UID that no pod can have: another client wrote it, and logs and Events would quote it. */
function isForged(value: unknown): boolean {
  return namedPod(value) !== undefined && identity(value) === undefined;
}

function moment(value: unknown): number | undefined {
  return typeof value === 'string' ? fromTimestamp(value) : undefined;
}

function agreesWithEndpoints({ endpoints }: EndpointSlice, uid: string | undefined): boolean {
  const listed = endpoints ?? [];
  if (uid === undefined) return listed.length === 0;
  const [address = '', ...others] = listed[0]?.addresses ?? [];
  return listed.length === 1 && listed[0]?.targetRef?.uid === uid && isIP(address) !== 0 && others.length === 0;
}
