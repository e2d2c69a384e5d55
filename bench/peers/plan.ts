// Which arms there are, and which of them a run measures.
import { basename, dirname } from 'node:path';
import type { ArmSpec } from './arms.ts';

export interface Plan {
  /** Ids of arms; empty: all. */
  readonly only: readonly string[];
  /** Paths of further bundles of the operator, each an arm. */
  readonly bundles: readonly string[];
}

const FEW = 20;
const MANY = 1000;

/** Objects that fail at once. */
const STORM = 500;

/** The bare loop comes first, and the ratios are those to it. */
export const bare = 'bare';
export const twin = 'bare-twin';

/** Arms with few objects whose failovers are measured one after the other, and one with many. */
export function failoverArms(plan: Plan): readonly ArmSpec[] {
  const arms: readonly ArmSpec[] = [
    { id: bare, kind: 'bare', objects: FEW },
    { id: twin, kind: 'bare', objects: FEW },
    { id: 'selector', kind: 'selector', objects: FEW },
    { id: 'readiness', kind: 'readiness', objects: FEW },
    { id: 'label', kind: 'label', objects: FEW },
    { id: 'ours', kind: 'ours', objects: FEW },
    { id: 'ours-many', kind: 'ours', objects: MANY },
  ];
  return [...chosen(arms, plan), ...bundleArms(plan, FEW)];
}

export function stormArms(plan: Plan): readonly ArmSpec[] {
  const arms = (['bare', 'selector', 'label', 'ours'] as const).map((id) => ({ id, kind: id, objects: STORM }));
  return [...chosen(arms, plan), ...bundleArms(plan, STORM)];
}

function bundleArms({ bundles }: Plan, objects: number): readonly ArmSpec[] {
  return bundles.map((bundle) => ({ id: bundleId(bundle), kind: 'ours', objects, bundle }));
}

/** Without the rest of the path, which is that of one machine. */
function bundleId(bundle: string): string {
  return `bundle-${basename(dirname(bundle))}`;
}

function chosen(arms: readonly ArmSpec[], { only }: Plan): readonly ArmSpec[] {
  return only.length === 0 ? arms : arms.filter(({ id }) => only.includes(id));
}
