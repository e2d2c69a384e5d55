// Merges the five conditions of the operator with those of other controllers, which stay unchanged.
import type { Condition } from '../api/activeStandbyService.generated.ts';

/** The limit of the CRD. */
const MAX_CONDITIONS = 16;

/** Keeps the order, so that an unchanged list is not written. New conditions of ours come first and always fit. */
export function withOthers(ours: readonly Condition[], previous: readonly Condition[]): readonly Condition[] {
  const isOurs = ({ type }: Condition): boolean => ours.some((own) => own.type === type);
  const others = previous.filter((condition) => !isOurs(condition)).slice(0, MAX_CONDITIONS - ours.length);
  const byType = new Map([...ours, ...others].map((condition) => [condition.type, condition]));
  const isEachKnown = ours.every(({ type }) => previous.some((before) => before.type === type));
  const order = isEachKnown ? [...previous, ...ours] : [...ours, ...others];
  return [...new Set(order.map(({ type }) => type))].flatMap((type) => byType.get(type) ?? []);
}
