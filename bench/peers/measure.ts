// A whole run: failovers one by one, storms, starts and takeovers, each phase on a fresh control plane.
import type { ControllerManagerSettings } from '../../e2e/cluster/controllerManager.ts';
import { pods as podResource } from '../../e2e/cluster/resources.ts';
import { objectPath } from '../../src/kube/api/resourcePath.ts';
import { measureTakeover } from '../scale/takeover.ts';
import type { Arm, ArmSpec } from './arms.ts';
import { countWork } from './counting.ts';
import { measureFailovers, type FailoverPlan } from './failovers.ts';
import { failoverArms, startArm, stormArms, type Choice } from './plan.ts';
import { rounded } from './rounded.ts';
import type { ArmCounts, ArmStorms, PeersResults } from './results.ts';
import { onStand } from './stand.ts';
import { measureStarts } from './starts.ts';
import { measureStorms } from './storms.ts';

/** Of large clusters; the burst is twice the rate. */
const tuned: ControllerManagerSettings = { requestsPerSecond: 1000, args: ['--concurrent-service-endpoint-syncs=50'] };

/** Kubernetes' own. */
const untuned: ControllerManagerSettings = { requestsPerSecond: 20, args: ['--kube-api-burst=30'] };

export interface RunPlan extends FailoverPlan {
  readonly choice: Choice;
  /** Of each arm. */
  readonly storms: number;
  readonly starts: number;
  readonly takeovers: number;
}

export type Figures = Omit<PeersResults, 'place' | 'commit'>;

/** Nothing was measured yet. */
export const noFigures: Figures = {
  podBytes: 0,
  failovers: [],
  counts: [],
  storms: [],
  defaultStorms: [],
  takeoverSeconds: [],
};

/** The figures of each phase, as soon as they are there. Throws a VoidError when a watch breaks. */
export async function* measurePeers(plan: RunPlan): AsyncGenerator<Partial<Figures>, void, void> {
  const { choice, storms, starts, takeovers } = plan;
  yield await onStand({ controllerManager: tuned }, failoverArms(choice), (arms) => measureSingly(arms, plan));
  if (storms > 0) yield { storms: await stormsBeside(tuned, stormArms(choice), storms) };
  // The other arms do not depend on these settings, or would be slower still.
  const slow = stormArms({ only: ['selector'], bundles: [] });
  if (storms > 0 && choice.only.length === 0) yield { defaultStorms: await stormsBeside(untuned, slow, storms) };
  if (starts + takeovers > 0) yield await measureLeading(starts, takeovers);
}

function stormsBeside(
  controllerManager: ControllerManagerSettings,
  specs: readonly ArmSpec[],
  rounds: number,
): Promise<readonly ArmStorms[]> {
  return onStand({ controllerManager }, specs, (arms) => measureStorms(arms, rounds));
}

type Singly = Pick<Figures, 'failovers' | 'counts' | 'podBytes'>;

async function measureSingly(arms: readonly Arm[], plan: FailoverPlan): Promise<Singly> {
  const failovers = await measureFailovers(arms, plan);
  const counts: ArmCounts[] = [];
  for (const arm of arms) {
    const counted = await countWork(arm);
    if (counted !== undefined) counts.push(counted);
  }
  return { failovers, counts, podBytes: await podBytesOf(arms) };
}

async function podBytesOf([arm]: readonly Arm[]): Promise<number> {
  const [subject] = arm?.subjects ?? [];
  if (arm === undefined || subject === undefined) throw new Error('Cannot measure: no arm was chosen');
  const name = { namespace: subject.namespace, name: subject.pods[0] };
  return (await arm.stand.plane.api.text('GET', objectPath(podResource, name))).length;
}

async function measureLeading(starts: number, takeovers: number): Promise<Pick<Figures, 'starts' | 'takeoverSeconds'>> {
  return onStand({}, [startArm], async ([arm]) => {
    if (arm === undefined) throw new Error('unreachable: the stand has its arm');
    const measured = starts === 0 ? {} : { starts: await measureStarts(arm, starts) };
    await arm.stop();
    const takeoverSeconds: number[] = [];
    while (takeoverSeconds.length < takeovers) takeoverSeconds.push(await takeOver(arm, takeoverSeconds.length));
    return { ...measured, takeoverSeconds };
  });
}

async function takeOver(arm: Arm, index: number): Promise<number> {
  const [subject] = arm.subjects.slice(index);
  if (subject === undefined) throw new Error(`Cannot measure takeover ${index + 1}: there are too few objects`);
  const { actsAfterSeconds } = await measureTakeover({ plane: arm.stand.plane, services: arm.subjects.length }, () =>
    arm.failOver(subject),
  );
  return rounded(actsAfterSeconds);
}
