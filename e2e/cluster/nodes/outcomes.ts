// What a client that asks again and again has seen: which pod answered when, and for how long none did. Times are
// milliseconds since 1970.
import { parseJson } from '../json.ts';

export interface Outcome {
  readonly sentMs: number;
  readonly endedMs: number;
  /** That answered. */
  readonly pod?: string;
  /** Why there was no answer. */
  readonly error?: string;
}

/** A last line that is not complete yet is left out. */
export function parseOutcomes(log: string): readonly Outcome[] {
  const lines = log.split('\n').slice(0, -1);
  return lines.filter((line) => line.startsWith('{')).map((line) => parseJson<Outcome>(line));
}

export interface Outage {
  /** The last answer of the pod before. */
  readonly fromMs: number;
  /** The first answer of another pod. */
  readonly toMs: number;
  readonly fromPod: string;
  readonly toPod: string;
  /** Requests sent between the two that had no answer. */
  readonly failed: number;
}

/** Each change from one answering pod to another, in the order of answers. */
export function outages(outcomes: readonly Outcome[]): readonly Outage[] {
  const answers = outcomes.filter(({ pod }) => pod !== undefined).toSorted((a, b) => a.endedMs - b.endedMs);
  return answers.flatMap((answer, index) => {
    const last = answers[index - 1];
    if (last?.pod === undefined || answer.pod === undefined || last.pod === answer.pod) return [];
    const [fromMs, toMs] = [last.endedMs, answer.endedMs];
    const failed = outcomes.filter(({ pod, sentMs }) => pod === undefined && sentMs >= fromMs && sentMs < toMs).length;
    return [{ fromMs, toMs, fromPod: last.pod, toPod: answer.pod, failed }];
  });
}

/** How many requests that were sent after a moment this pod has answered: of a former active there should be none. */
export function answersTo(outcomes: readonly Outcome[], pod: string, sentAfterMs: number): number {
  return outcomes.filter((outcome) => outcome.pod === pod && outcome.sentMs > sentAfterMs).length;
}
