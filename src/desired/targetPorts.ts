// Computes the ports of the EndpointSlice for a pod. Port names are looked up in the pod, so that two versions of
// an application may listen on different numbers.
import type { V1EndpointSlice } from '@kubernetes/client-node';
import type { ActiveStandbyService, ServicePort } from '../api/activeStandbyService.generated.ts';
import type { NamedPort } from '../election/policy.ts';
import type { PodView } from '../election/podView.ts';
import type { Wire } from '../kube/wire.ts';

export type EndpointPort = NonNullable<Wire<V1EndpointSlice>['ports']>[number];

/** The named target ports, which a candidate must declare. */
export function namedPortsOf({ spec }: ActiveStandbyService): readonly NamedPort[] {
  return (spec.service.ports ?? []).flatMap(({ targetPort, protocol }) =>
    typeof targetPort === 'string' ? [{ name: targetPort, protocol }] : [],
  );
}

/** Leaves out named ports that the pod does not have; such a pod is not eligible. */
export function endpointPortsOf({ spec }: ActiveStandbyService, pod: PodView): readonly EndpointPort[] {
  return (spec.service.ports ?? []).flatMap((port) => {
    const number = targetNumber(port, pod);
    return number === undefined ? [] : [endpointPort(port, number)];
  });
}

/**
 * The ports of a slice without endpoints: the last published numbers, since some proxies ignore a slice without ports
 * and keep the old server. Leaves out named ports whose number is not known yet.
 */
export function idlePortsOf({ spec }: ActiveStandbyService, last: readonly EndpointPort[]): readonly EndpointPort[] {
  return (spec.service.ports ?? []).flatMap((port) => {
    const { name = '', protocol, targetPort = port.port } = port;
    const shown = last.find((before) => (before.name ?? '') === name && (before.protocol ?? 'TCP') === protocol)?.port;
    const number = typeof targetPort === 'number' ? targetPort : shown;
    return number === undefined ? [] : [endpointPort(port, number)];
  });
}

function targetNumber({ port, targetPort = port, protocol }: ServicePort, pod: PodView): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pod.namedPorts.find((own) => own.name === targetPort && own.protocol === protocol)?.number;
}

/** The name must equal the Service's, by which proxies match ports; an unnamed port is named "". */
function endpointPort({ name = '', protocol, appProtocol }: ServicePort, port: number): EndpointPort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
