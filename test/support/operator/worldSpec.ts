// The ActiveStandbyService of a world, of which a test gives only the fields that matter to it.
import type {
  ElectionPolicy,
  FailoverPolicy,
  HandoverPolicy,
  SwitchoverRequest,
} from '../../../src/api/activeStandbyService.generated.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';

export const ASVC = { namespace: 'shop', name: 'orders' };

export interface WorldSpec {
  readonly paused?: boolean;
  readonly selector?: object;
  readonly election?: Partial<ElectionPolicy>;
  readonly failover?: Partial<FailoverPolicy>;
  readonly handover?: Partial<HandoverPolicy>;
  readonly switchover?: SwitchoverRequest | undefined;
  readonly fencedPods?: readonly string[];
}

export function asvcObject(change: WorldSpec): KubeObject & { readonly spec: object } {
  const spec = { selector: { matchLabels: { app: 'orders' } }, service: { ports: [{ port: 80, targetPort: 'http' }] } };
  return {
    apiVersion: 'activestandby.dev/v1alpha1',
    kind: 'ActiveStandbyService',
    metadata: ASVC,
    spec: { ...spec, ...change },
  };
}

export function specOf(spec: unknown): object {
  return typeof spec === 'object' && spec !== null ? spec : {};
}
