// The stage of most tests: a control plane with the CRD, and the operator with exactly the permissions of config/. One
// stage serves a whole file; each test opens a scene of its own.
import { AuditLog } from '../cluster/audit.ts';
import { bindOperator, installCrds } from '../cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane, type ControlPlaneOptions } from '../cluster/controlPlane.ts';
import { OperatorProcess, type OperatorOptions } from '../cluster/operatorProcess.ts';
import { operatorUser } from '../cluster/users.ts';

export interface Stage {
  readonly plane: ControlPlane;
  readonly operator: OperatorProcess;
  readonly audit: AuditLog;
  stop(): Promise<void>;
}

/** Takes about 5 s. */
export async function startStage(options: ControlPlaneOptions = {}): Promise<Stage> {
  const plane = await startPreparedPlane(options);
  return { plane, operator: await startOperator(plane), audit: auditOf(plane), stop: () => plane.stop() };
}

/** Without an operator, for tests that start it themselves. */
export async function startPreparedPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const plane = await startControlPlane(options);
  await installCrds(plane);
  await bindOperator(plane);
  return plane;
}

/** Resolves once it is ready. It ends with the control plane. */
export function startOperator(plane: ControlPlane, options: Partial<OperatorOptions> = {}): Promise<OperatorProcess> {
  return OperatorProcess.start(plane, { kubeconfig: plane.kubeconfig(operatorUser), ...options });
}

export function auditOf({ files, api }: ControlPlane): AuditLog {
  return new AuditLog(files.auditFile, api);
}
