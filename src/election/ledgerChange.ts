// The changes of the ledger, each made as a whole: an election, an emptying, the start and the end of a drain.
import { isAutomatic, isPlanned, type Cause } from '../api/causes.ts';
import type { Draft } from './draft.ts';
import { outgoingOf, publishedBy, type Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import { identityOf } from './podView.ts';
import type { Choice } from './successor.ts';

/** Every election uses a new term, above the last one and above `termFloor`. */
export function elected(input: ElectionInput, draft: Draft, { candidate, cause }: Choice): Ledger {
  const { policy, now, termFloor } = input;
  const before = draft.ledger;
  const holder = identityOf(candidate.pod);
  const from = outgoingOf(before);
  return {
    term: Math.max(before.term, termFloor) + 1,
    holder,
    intent: 'Serving',
    cause,
    from,
    detectedMs: before.intent === 'Draining' ? before.detectedMs : detectedMs(input, draft, cause),
    electedMs: now.wallMs,
    automaticMs: isAutomatic(cause) ? now.wallMs : before.automaticMs,
    requestID: requestIDAfter(input, before, cause),
    target: undefined,
    drainDeadlineMs: undefined,
    demote: isPlanned(cause) && policy.demotedPod === 'Delete' && from !== undefined && from.uid !== holder.uid,
  };
}

/** The first election also ends a request that came before it, so that it is not carried out after a crash. */
function requestIDAfter({ switchover: { request } }: ElectionInput, before: Ledger, cause: Cause): string | undefined {
  const isAnswered = before.intent !== 'Draining' && (cause === 'Switchover' || cause === 'Initial');
  return isAnswered ? (request?.requestID ?? before.requestID) : before.requestID;
}

/** A planned change is detected when its time has come, whatever was wrong before. */
function detectedMs({ noticedMs }: ElectionInput, { failover }: Draft, cause: Cause): number {
  return isPlanned(cause) || failover === undefined ? noticedMs : failover.pending.sinceMs;
}

/** Publishes no pod. Term and holder stay: the term changes only with an election. */
export function emptied(input: ElectionInput, draft: Draft, cause: Cause): Ledger {
  const before = draft.ledger;
  return {
    ...before,
    intent: 'Empty',
    cause,
    from: publishedBy(before),
    detectedMs: detectedMs(input, draft, cause),
    electedMs: input.now.wallMs,
    demote: false,
  };
}

export function draining(input: ElectionInput, draft: Draft, { candidate, cause }: Choice): Ledger {
  const { policy, now } = input;
  return {
    ...emptied(input, draft, cause),
    intent: 'Draining',
    requestID: requestIDAfter(input, draft.ledger, cause),
    target: identityOf(candidate.pod),
    drainDeadlineMs: now.wallMs + policy.drainTimeoutMs,
  };
}

/** Ends a drain without a successor: no pod is published. */
export function abandoned({ ledger }: Draft): Ledger {
  return { ...ledger, intent: 'Empty', target: undefined, drainDeadlineMs: undefined };
}

type Times = Pick<Ledger, 'detectedMs' | 'electedMs'>;

/** Withdraws the address of a pod that is gone, for an object that holds no elections any more. */
export function addressWithdrawn(before: Ledger, times: Times): Ledger {
  return withoutPod(before, { cause: 'AddressWithdrawn', ...times });
}

/** Empties the slice of an IP family that the Service does not have any more. */
export function familyLeft(before: Ledger, times: Times): Ledger {
  return withoutPod(before, { cause: 'FamilyChanged', ...times });
}

function withoutPod(before: Ledger, change: Pick<Ledger, 'cause'> & Times): Ledger {
  const from = publishedBy(before);
  return { ...before, intent: 'Empty', from, target: undefined, drainDeadlineMs: undefined, demote: false, ...change };
}
