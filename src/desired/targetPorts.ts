// Which ports does the EndpointSlice show for this pod?
// Names are looked up in the pod itself, so that two versions of an application may listen on different numbers.
import type { V1EndpointSlice } from '@kubernetes/client-node';
import type { ActiveStandbyService, ServicePort } from '../api/activeStandbyService.generated.ts';
import type { NamedPort } from '../election/policy.ts';
import type { PodView } from '../election/podView.ts';
import type { Wire } from '../kube/wire.ts';

export type EndpointPort = NonNullable<Wire<V1EndpointSlice>['ports']>[number];

/** The target ports that a candidate must name itself. */
export function namedPortsOf({ spec }: ActiveStandbyService): readonly NamedPort[] {
  return (spec.service.ports ?? []).flatMap(({ targetPort, protocol }) =>
    typeof targetPort === 'string' ? [{ name: targetPort, protocol }] : [],
  );
}

/** A named port that the pod does not have is left out; the pod is not eligible then. */
export function endpointPortsOf({ spec }: ActiveStandbyService, pod: PodView): readonly EndpointPort[] {
  return (spec.service.ports ?? []).flatMap((port) => {
    const number = targetNumber(port, pod);
    return number === undefined ? [] : [endpointPort(port, number)];
  });
}

/**
 * Of a slice that lists nobody: the numbers that were shown last, since some proxies take a slice without ports for none,
 * and keep the server that they know. Of a name that nobody has told of yet there is no number.
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

/** The name must equal the Service's: proxies join the two by it, and an unnamed port is named "". */
function endpointPort({ name = '', protocol, appProtocol }: ServicePort, port: number): EndpointPort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
