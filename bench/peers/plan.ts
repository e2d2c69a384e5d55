// Which arms there are, and which of them a run measures.
import { basename, dirname } from 'node:path';
import type { ArmSpec } from './arms.ts';

export interface Choice {
  /** Ids of arms; empty: all. */
  readonly only: readonly string[];
  /** Paths of further bundles of the operator, each an arm. */
  readonly bundles: readonly string[];
}

const FEW = 20;
const MANY = 1000;

/** Objects that fail at once. */
const STORM = 500;

/** What the tables call them. */
const titles: Readonly<Record<string, string>> = {
  bare: 'bare loop: a watch, one PUT',
  'bare-twin': 'its twin, which shows the noise',
  selector: 'EndpointSlice controller, one pod write: its best case',
  readiness: 'the same after a readiness failover: old pod unready, new one ready',
  label: 'label switch + EndpointSlice controller',
  ours: 'ActiveStandbyService',
  'ours-many': 'ActiveStandbyService, many objects',
};

export function titleOf(arm: string): string {
  return titles[arm] ?? `\`${arm}\``;
}

/** The bare loop comes first, and the ratios are those to it. */
export const bare = 'bare';
export const twin = 'bare-twin';

/** Arms with few objects whose failovers are measured one after the other, and one with many. */
export function failoverArms(choice: Choice): readonly ArmSpec[] {
  const arms: readonly ArmSpec[] = [
    { id: bare, kind: 'bare', objects: FEW },
    { id: twin, kind: 'bare', objects: FEW },
    { id: 'selector', kind: 'selector', objects: FEW },
    { id: 'readiness', kind: 'readiness', objects: FEW },
    { id: 'label', kind: 'label', objects: FEW },
    { id: 'ours', kind: 'ours', objects: FEW },
    { id: 'ours-many', kind: 'ours', objects: MANY },
  ];
  return [...chosen(arms, choice), ...bundleArms(choice, FEW)];
}

export function stormArms(choice: Choice): readonly ArmSpec[] {
  const arms = (['bare', 'selector', 'label', 'ours'] as const).map((id) => ({ id, kind: id, objects: STORM }));
  return [...chosen(arms, choice), ...bundleArms(choice, STORM)];
}

/** Of the arm whose first failovers and memory are measured. */
export const startArm: ArmSpec = { id: 'ours-starts', kind: 'ours', objects: 50 };

function bundleArms({ bundles }: Choice, objects: number): readonly ArmSpec[] {
  return bundles.map((bundle) => ({ id: bundleId(bundle), kind: 'ours', objects, bundle }));
}

/** Without the rest of the path, which is that of one machine. */
function bundleId(bundle: string): string {
  return `bundle-${basename(dirname(bundle))}`;
}

function chosen(arms: readonly ArmSpec[], { only }: Choice): readonly ArmSpec[] {
  return only.length === 0 ? arms : arms.filter(({ id }) => only.includes(id));
}
