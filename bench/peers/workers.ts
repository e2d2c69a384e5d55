// The process that publishes for an arm: a loop of ours, the operator, or none where the controller manager does it.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { OperatorProcess } from '../../e2e/cluster/operatorProcess.ts';
import { operatorUser } from '../../e2e/cluster/users.ts';
import { seriesIn, sumOf } from '../../e2e/support/exposition.ts';
import { startBeside } from '../beside/access.ts';
import type { Kind } from './population.ts';
import type { Counts } from './results.ts';
import { VoidError } from './validity.ts';

export interface Worker {
  readonly pid: number;
  /** Since its start; of an operator only. */
  readonly counts?: () => Promise<Counts>;
  /** Throws a VoidError when it has ended, or a watch of it broke. */
  check(): Promise<void>;
  stop(): Promise<unknown>;
}

export interface WorkerPlace {
  readonly namespace: string;
  /** Of an operator: the path of another one than that of this tree. */
  readonly bundle?: string;
}

/** Undefined: the controller manager does it all. */
export async function startWorker(plane: ControlPlane, kind: Kind, place: WorkerPlace): Promise<Worker | undefined> {
  if (kind === 'bare') return startLoop(plane, 'bareLoop.ts', place);
  if (kind === 'label') return startLoop(plane, 'labelSwitch.ts', place);
  return kind === 'ours' ? startOperator(plane, place) : undefined;
}

async function startLoop(plane: ControlPlane, module: string, { namespace }: WorkerPlace): Promise<Worker> {
  const loop = await startBeside(plane, new URL(`../beside/${module}`, import.meta.url), [namespace]);
  const check = async (): Promise<void> => {
    if (loop.exit !== undefined) throw new VoidError(`${module} has ended: ${loop.log()}`);
  };
  return { pid: loop.pid, check, stop: () => loop.stop() };
}

async function startOperator(plane: ControlPlane, { namespace, bundle }: WorkerPlace): Promise<Worker> {
  const operator = await OperatorProcess.start(plane, {
    kubeconfig: plane.kubeconfig(operatorUser),
    args: [`--namespace=${namespace}`],
    ...(bundle === undefined ? {} : { bundle }),
  });
  const sum = async (): Promise<(name: string, labels?: Readonly<Record<string, string>>) => number> => {
    const series = seriesIn(await operator.metrics());
    return (name, labels) => sumOf(series, name, labels) ?? 0;
  };
  const counts = async (): Promise<Counts> => {
    const of = await sum();
    const requests = (verb: string, resource: string): number =>
      of('activestandby_api_request_duration_seconds_count', { verb, resource });
    return {
      reconciles: of('activestandby_reconcile_duration_seconds_count'),
      sliceWrites: requests('update', 'endpointslices'),
      statusWrites: requests('update', 'activestandbyservices/status'),
      events: requests('create', 'events'),
    };
  };
  const check = async (): Promise<void> => {
    const restarts = (await sum())('activestandby_watch_restarts_total');
    if (restarts > 0) throw new VoidError(`the operator of ${namespace} restarted ${restarts} watches`);
  };
  return { pid: operator.process.pid, counts, check, stop: () => operator.stop() };
}
