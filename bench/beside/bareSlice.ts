// The EndpointSlice of a bare loop: what it must say, and nothing else.
import { SERVICE_NAME_LABEL } from '../../src/api/names.ts';
import type { ObjectName } from '../../src/kube/resource.ts';

export interface BareSlice extends ObjectName {
  /** The listed pod. */
  readonly pod: string;
  readonly ip: string;
  /** Different each time: an unchanged slice would cause no event. */
  readonly version: string;
}

export function bareSlice({ namespace, name, pod, ip, version }: BareSlice) {
  const labels = { [SERVICE_NAME_LABEL]: name };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name, labels, annotations: { 'bench.example/version': version } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [ip], conditions: { ready: true }, targetRef: { kind: 'Pod', namespace, name: pod } }],
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  };
}
