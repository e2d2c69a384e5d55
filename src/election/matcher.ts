// Rules on @thi.ng/fsm: a state is an ordered list of guarded rules, and one observation is fed through the
// states until no rule applies. A cycle becomes an error instead of a hang.
import { alts, fsm, Match, type Matcher } from '@thi.ng/fsm';
import { phases, type Phase } from '../api/phases.ts';
import type { Draft } from './draft.ts';
import type { Observation } from './observation.ts';

export interface Rule {
  readonly name: string;
  readonly when: (observation: Observation, draft: Draft) => boolean;
  readonly to: Phase;
  readonly update?: (observation: Observation, draft: Draft) => void;
}

export type Rules = Readonly<Record<Phase, readonly Rule[]>>;

/** No chain of rules is longer: Draining → Vacant → Active → Paused → Paused, and some to spare. */
const MAX_HOPS = 8;

export class ElectionError extends Error {
  override readonly name = 'ElectionError';
}

/** Feeds the observation through the rules to a fixpoint; the draft is the machine's context and its result. */
export function runToFixpoint(rules: Rules, observation: Observation, draft: Draft): void {
  const states = Object.fromEntries(phases.map((phase) => [phase, stateOf(phase, rules[phase])]));
  for (const _ of fsm<Observation, Draft, never>(states, draft, draft.phase, undefined, [observation]));
}

/** `alts` tries its last option first, hence the reversal; the fallback stays and consumes the observation. */
function stateOf(phase: Phase, rules: readonly Rule[]): Matcher<Observation, Draft, never> {
  return alts<Observation, Draft, never>(rules.map(on).toReversed(), () => [phase]);
}

/** FULL_NC hands the same observation on to the next state; FAIL means no more than "this rule does not apply". */
function on(rule: Rule): Matcher<Observation, Draft, never> {
  return () => (draft, observation) => {
    if (!rule.when(observation, draft)) return { type: Match.FAIL };
    enter(rule, draft);
    rule.update?.(observation, draft);
    return { type: Match.FULL_NC, body: [rule.to] };
  };
}

function enter(rule: Rule, draft: Draft): void {
  draft.hops += 1;
  draft.fired.push(rule.name);
  if (draft.hops > MAX_HOPS) {
    throw new ElectionError(`Cannot reach a decision: the rules ${draft.fired.join(', ')} form a cycle`);
  }
  draft.phase = rule.to;
}
