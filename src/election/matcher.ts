// Runs the rules on @thi.ng/fsm: a state is an ordered list of guarded rules, and one input goes through the states
// until no rule applies. A cycle of rules throws an ElectionError instead of looping for ever.
import { alts, fsm, Match, type Matcher } from '@thi.ng/fsm';
import { phases, type Phase } from '../api/phases.ts';
import type { Draft } from './draft.ts';
import type { ElectionInput } from './electionInput.ts';

export interface Rule {
  readonly name: string;
  readonly when: (input: ElectionInput, draft: Draft) => boolean;
  readonly to: Phase;
  readonly update?: (input: ElectionInput, draft: Draft) => void;
}

export type Rules = Readonly<Record<Phase, readonly Rule[]>>;

/** The longest chain of rules is Draining → Vacant → Active → Paused → Paused; the rest is reserve. */
const MAX_HOPS = 8;

export class ElectionError extends Error {
  override readonly name = 'ElectionError';
}

/** Applies rules until none fires, changing the draft. Throws an ElectionError on a cycle. */
export function runToFixpoint(rules: Rules, input: ElectionInput, draft: Draft): void {
  const states = Object.fromEntries(phases.map((phase) => [phase, stateOf(phase, rules[phase])]));
  for (const _ of fsm<ElectionInput, Draft, never>(states, draft, draft.phase, undefined, [input]));
}

/** `alts` tries its last option first, hence the reversal; the fallback stays and consumes the input. */
function stateOf(phase: Phase, rules: readonly Rule[]): Matcher<ElectionInput, Draft, never> {
  return alts<ElectionInput, Draft, never>(rules.map(on).toReversed(), () => [phase]);
}

/** FULL_NC hands the same input on to the next state; FAIL means no more than "this rule does not apply". */
function on(rule: Rule): Matcher<ElectionInput, Draft, never> {
  return () => (draft, input) => {
    if (!rule.when(input, draft)) return { type: Match.FAIL };
    enter(rule, draft);
    rule.update?.(input, draft);
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
