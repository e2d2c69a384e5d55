// Examples for status, which only the operator writes: the CRD also refuses the operator's own mistakes.
import { atMost, countExamples, example, timeExamples, wordExamples, type Example } from './example.ts';
import { fullStatus } from './objects.ts';

const [transition] = fullStatus.history;
const [condition] = fullStatus.conditions;
const [candidate] = fullStatus.candidates;

function requiredExamples(object: string, fields: Readonly<Record<string, unknown>>): readonly Example[] {
  return Object.entries(fields).map(([name, good]) =>
    example(`${object}.${name}`, 'required', { good, bad: undefined }),
  );
}

function transitionExamples(place: string): readonly Example[] {
  return [
    ...requiredExamples(place, { term: 7, cause: 'Initial' }),
    ...countExamples(`${place}.term`),
    ...wordExamples(`${place}.cause`),
    example(`${place}.fromPod`, 'maxLength', atMost(253)),
    example(`${place}.toPod`, 'maxLength', atMost(253)),
    ...timeExamples(`${place}.detectedTime`),
    ...timeExamples(`${place}.electedTime`),
    ...timeExamples(`${place}.publishedTime`),
    ...countExamples(`${place}.durationMilliseconds`),
  ];
}

const activeExamples: readonly Example[] = [
  ...requiredExamples('status.active', { podName: 'orders-1', podUID: '9e1d' }),
  example('status.active.podName', 'maxLength', atMost(253)),
  example('status.active.podUID', 'maxLength', atMost(128)),
  example('status.active.podIPs', 'maxItems', {
    good: ['10.0.0.1', 'fd00::1'],
    bad: ['10.0.0.1', 'fd00::1', 'fd00::2'],
  }),
  example('status.active.podIPs[0]', 'maxLength', atMost(45)),
  example('status.active.nodeName', 'maxLength', atMost(253)),
  ...timeExamples('status.active.electedTime'),
];

const candidateExamples: readonly Example[] = [
  example('status.candidateSummary', 'pattern', { good: '0/0', bad: 'none' }),
  example('status.candidateSummary', 'maxLength', { good: `1/${'0'.repeat(30)}`, bad: `1/${'0'.repeat(31)}` }),
  example('status.candidates', 'maxItems', { good: Array(16).fill(candidate), bad: Array(17).fill(candidate) }),
  ...requiredExamples('status.candidates[0]', { podName: 'orders-0', eligible: true, reason: 'Eligible' }),
  example('status.candidates[0].podName', 'maxLength', atMost(253)),
  ...wordExamples('status.candidates[0].reason'),
  ...int32Examples('status.candidates[0].priority', -(2 ** 31)),
  ...int32Examples('status.standbys', 0),
];

const failoverExamples: readonly Example[] = [
  ...requiredExamples('status.failover', { cause: 'PodNotReady', detectedTime: '2026-11-21T00:00:00Z' }),
  ...wordExamples('status.failover.cause'),
  ...timeExamples('status.failover.detectedTime'),
  ...timeExamples('status.failover.deadline'),
  ...countExamples('status.failover.delayMilliseconds'),
  example('status.failover.toPod', 'maxLength', atMost(253)),
];

const preemptionExamples: readonly Example[] = [
  ...requiredExamples('status.preemption', { podUID: '1f2e', deadline: '2026-11-21T00:00:00Z' }),
  example('status.preemption.podName', 'maxLength', atMost(253)),
  example('status.preemption.podUID', 'maxLength', atMost(128)),
  ...timeExamples('status.preemption.eligibleTime'),
  ...timeExamples('status.preemption.deadline'),
];

const switchoverExamples: readonly Example[] = [
  example('status.switchover.requestID', 'maxLength', atMost(63)),
  ...wordExamples('status.switchover.state'),
  example('status.switchover.message', 'maxLength', atMost(1024)),
  example('status.switchover.handledRequestIDs', 'maxItems', { good: Array(16).fill('a'), bad: Array(17).fill('a') }),
  example('status.switchover.handledRequestIDs[0]', 'maxLength', atMost(63)),
];

const conditionExamples: readonly Example[] = [
  example('status.conditions', 'maxItems', { good: conditions(16), bad: conditions(17) }),
  example('status.conditions', 'list of unique items', { good: conditions(2), bad: [condition, condition] }),
  ...requiredExamples('status.conditions[0]', { ...condition, observedGeneration: undefined }).filter(
    ({ good }) => good,
  ),
  example('status.conditions[0].type', 'pattern', { good: 'example.com/Backed-Up', bad: 'two words' }),
  example('status.conditions[0].type', 'maxLength', atMost(316, 'A')),
  example('status.conditions[0].status', 'enum', { good: 'Unknown', bad: 'true' }),
  ...countExamples('status.conditions[0].observedGeneration'),
  ...timeExamples('status.conditions[0].lastTransitionTime'),
  example('status.conditions[0].reason', 'pattern', { good: 'Backup_Pending:1', bad: 'two words' }),
  example('status.conditions[0].reason', 'maxLength', atMost(1024, 'A')),
  example('status.conditions[0].message', 'maxLength', atMost(32768)),
];

function int32Examples(place: string, minimum: number): readonly Example[] {
  return [
    example(place, 'minimum', { good: minimum, bad: minimum - 1 }),
    example(place, 'maximum', { good: 2 ** 31 - 1, bad: 2 ** 31 }),
  ];
}

function conditions(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ ...condition, type: `Type${'ABCDEFGHIJKLMNOPQ'[index]}` }));
}

export const statusExamples: readonly Example[] = [
  ...countExamples('status.observedGeneration'),
  ...wordExamples('status.phase'),
  ...timeExamples('status.phaseSince'),
  ...countExamples('status.term'),
  example('status.termHolderUID', 'minLength', { good: 'x', bad: '' }),
  example('status.termHolderUID', 'maxLength', atMost(128)),
  example('status.termHolderUID', 'pattern', { good: '9e1d-7.x_Y', bad: 'a\nb' }),
  example('status', 'write status.term and status.termHolderUID together', { good: {}, bad: { term: 1 } }),
  example('status', 'write status.term and status.termHolderUID together', { good: {}, bad: { termHolderUID: 'x' } }),
  ...activeExamples,
  ...candidateExamples,
  ...failoverExamples,
  ...preemptionExamples,
  ...switchoverExamples,
  ...transitionExamples('status.lastTransition'),
  ...transitionExamples('status.history[0]'),
  example('status.history', 'maxItems', { good: Array(10).fill(transition), bad: Array(11).fill(transition) }),
  example('status.serviceName', 'maxLength', atMost(63)),
  ...conditionExamples,
];
