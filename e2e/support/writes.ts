// The operator's writes in a scene, by the API server's audit log and not by the operator's own reports.
import type { AuditedRequest, AuditMark } from '../cluster/audit.ts';
import { operatorUser } from '../cluster/users.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

export interface Moment {
  readonly mark: AuditMark;
  /** By the clock of this machine, which is also the API server's. */
  readonly at: string;
}

export async function now({ audit }: Stage): Promise<Moment> {
  const mark = await audit.mark();
  return { mark, at: new Date().toISOString().replace('Z', '000Z') };
}

/** Those that the server received later, refused ones included, in order: "update endpointslices". */
export async function writesSince(moment: Moment, scene: Scene, { audit }: Stage): Promise<readonly string[]> {
  const requests = await audit.mutatingRequests(operatorUser, moment.mark);
  // A watch may deliver a write before it is in the log: such a request is after the mark, but was received before.
  const own = requests.filter(({ namespace, receivedAt }) => namespace === scene.namespace && receivedAt > moment.at);
  return own.toSorted(byReceipt).map(({ verb, resource, subresource }) => {
    return `${verb} ${resource}${subresource === '' ? '' : `/${subresource}`}`;
  });
}

function byReceipt(a: AuditedRequest, b: AuditedRequest): number {
  return a.receivedAt < b.receivedAt ? -1 : 1;
}
