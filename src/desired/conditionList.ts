// Which conditions stand in the status? Ours, of which each stands once, and those of other controllers as they are.
import type { Condition } from '../api/activeStandbyService.generated.ts';

/** As the CRD bounds the list. */
const MAX_CONDITIONS = 16;

/** Each keeps its place, so that what is unchanged is not written. New ones of ours come first, and all of ours stay. */
export function withOthers(ours: readonly Condition[], previous: readonly Condition[]): readonly Condition[] {
  const isOurs = ({ type }: Condition): boolean => ours.some((own) => own.type === type);
  const others = previous.filter((condition) => !isOurs(condition)).slice(0, MAX_CONDITIONS - ours.length);
  const byType = new Map([...ours, ...others].map((condition) => [condition.type, condition]));
  const isEachKnown = ours.every(({ type }) => previous.some((before) => before.type === type));
  const order = isEachKnown ? [...previous, ...ours] : [...ours, ...others];
  return [...new Set(order.map(({ type }) => type))].flatMap((type) => byType.get(type) ?? []);
}
