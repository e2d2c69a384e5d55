// Bugs that are planted in the election: each is a small mistake that a developer might make.
import type { Bug } from './bug.ts';
import { rolloutBugs } from './rolloutBugs.ts';

const terms: readonly Bug[] = [
  {
    name: 'the term is not raised',
    file: 'ledgerChange.ts',
    search: 'term: Math.max(before.term, termFloor) + 1,',
    replace: 'term: Math.max(before.term, termFloor, 1),',
  },
  {
    name: 'terms are given out while the status is far behind',
    file: 'successor.ts',
    search: 'return electionsBlocked ? undefined : candidates.find',
    replace: 'return candidates.find',
  },
];

const candidates: readonly Bug[] = [
  {
    name: 'priority 0 may be active',
    file: 'priority.ts',
    search: 'value <= 0',
    replace: 'value < 0',
  },
  {
    name: 'a terminating pod may be elected',
    file: 'candidate.ts',
    search: "if (pod.terminating) return 'Terminating';",
    replace: '',
  },
  {
    name: 'minReady is not waited for',
    file: 'candidate.ts',
    search: "(settled ? 'Eligible' : 'Settling')",
    replace: "(settled ? 'Eligible' : 'Eligible')",
  },
  {
    name: 'the order of the pods decides between equals',
    file: 'ranking.ts',
    search: 'compareText(a.pod.metadata.uid, b.pod.metadata.uid);',
    replace: '0;',
  },
  {
    name: 'a cordoned node is no last choice',
    file: 'ranking.ts',
    search: 'Number(a.isLastChoice) - Number(b.isLastChoice) ||',
    replace: '',
  },
];

const nodes: readonly Bug[] = [
  {
    name: 'the hold is ignored',
    file: 'impairment.ts',
    search: "cause: `Node${state}`, urgency: isHeld ? 'held' : urgency,",
    replace: 'cause: `Node${state}`, urgency,',
  },
  {
    name: 'during a hold a pod on an unreachable node is elected',
    file: 'candidate.ts',
    search: "policy.nodeFailure === 'Immediate' || isHeld ?",
    replace: "policy.nodeFailure === 'Immediate' ?",
  },
];

const failovers: readonly Bug[] = [
  {
    name: 'the cooldown is ignored',
    file: 'failoverTimer.ts',
    search: 'dueOf(cooldown, policy.cooldownMs)',
    replace: 'dueOf(cooldown, 0)',
  },
  {
    name: 'a failover begins no cooldown',
    file: 'ledgerChange.ts',
    search: 'automaticMs: isAutomatic(cause) ? now.wallMs : before.automaticMs,',
    replace: 'automaticMs: before.automaticMs,',
  },
  {
    name: 'the cooldown delays the replacement of a deleted active',
    file: 'successor.ts',
    search: "case 'now':\n        return !isKept",
    replace: "case 'now':\n        return (draft.failover === undefined || isOver) && !isKept",
  },
  {
    name: 'timers follow the wall clock',
    file: 'timer.ts',
    search: 'return isSame ? running : timerSince(sinceMs, now);',
    replace: 'return timerSince(sinceMs, now);',
  },
  {
    name: 'each reconcile of a failing active restarts its delay',
    file: 'failoverTimer.ts',
    search: 'electionState.pending?.uid === uid ? electionState.pending : undefined;',
    replace: 'undefined;',
  },
  {
    name: 'Manual fails over by itself',
    file: 'impairment.ts',
    search: "policy.mode === 'Manual' ? 'onRequest' : 'afterDelay'",
    replace: "policy.mode === 'Manual' ? 'afterDelay' : 'afterDelay'",
  },
  {
    name: 'KeepLast keeps a fenced pod',
    file: 'impairment.ts',
    search: "return [atOnce('PodFenced')];",
    replace: "return [{ ...atOnce('PodFenced'), keepable: true }];",
  },
  {
    name: 'a pause withdraws the active',
    file: 'guards.ts',
    search: ' && !input.isListingAlive;',
    replace: ';',
  },
];

const planned: readonly Bug[] = [
  {
    name: 'preemption takes back what a switchover gave',
    file: 'preemption.ts',
    search: " || ledger.cause === 'Switchover') return undefined;",
    replace: ') return undefined;',
  },
  {
    name: 'another better pod inherits the time of the one before',
    file: 'preemption.ts',
    search: 'if (electionState.preemption?.uid === uid) return electionState.preemption;',
    replace: 'if (electionState.preemption !== undefined) return { ...electionState.preemption, uid };',
  },
  {
    name: 'a handled request is carried out again',
    file: 'switchover.ts',
    search: "if (input.switchover.handledRequestIDs.includes(requestID)) return answer(requestID, 'HandledBefore');",
    replace: '',
  },
  {
    name: 'a request is carried out again after a crash',
    file: 'switchover.ts',
    search: 'if (input.ledger.requestID === requestID) return nothing;',
    replace: '',
  },
  {
    name: 'a request from before the first election is carried out after a crash',
    file: 'ledgerChange.ts',
    search: "(cause === 'Switchover' || cause === 'Initial')",
    replace: "cause === 'Switchover'",
  },
  {
    name: 'a switchover does not wait for notBefore',
    file: 'switchover.ts',
    search: "if (notBeforeMs !== undefined && notBeforeMs > now.wallMs) return 'Scheduled';",
    replace: '',
  },
];

const drains: readonly Bug[] = [
  {
    name: 'a drain ends in the step that begins it',
    file: 'guards.ts',
    search: 'isUnchanged(input, draft) && !input.electionsBlocked && isDrained',
    replace: '!input.electionsBlocked && isDrained',
  },
  {
    name: 'the end of a drain requests no reconcile',
    file: 'requeue.ts',
    search: '    drain?.dueMonotonicMs,\n',
    replace: '',
  },
  {
    name: 'the best takes over after draining, not the target',
    file: 'drainSuccessor.ts',
    search: 'return targeted ?? following[0]',
    replace: 'return following[0]',
  },
  {
    name: 'a preemption goes to a pod that is no better after draining',
    file: 'drainSuccessor.ts',
    search: 'old?.eligible !== true || isBetter(candidate, old)',
    replace: 'true',
  },
  {
    name: 'a pod is deleted after a failover too',
    file: 'ledgerChange.ts',
    search: "demote: isPlanned(cause) && policy.demotedPod === 'Delete'",
    replace: "demote: policy.demotedPod === 'Delete'",
  },
];

export const bugs: readonly Bug[] = [
  ...terms,
  ...candidates,
  ...rolloutBugs,
  ...nodes,
  ...failovers,
  ...planned,
  ...drains,
];
