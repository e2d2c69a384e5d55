// Finds Services that the schema accepts but the API server would refuse. Repeats the CRD's CEL rules, since an
// object may have been stored under another version of the CRD.
import type { ActiveStandbyService, ServicePort } from './activeStandbyService.generated.ts';
import { isQualifiedName } from './labelSyntax.ts';
import type { SpecProblem } from './problem.ts';
import { serviceNameOf } from './serviceName.ts';

const SERVICE_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const PORTS = 'spec.service.ports';

export function serviceProblems(object: ActiveStandbyService): readonly SpecProblem[] {
  const { type, ports = [] } = object.spec.service;
  const name = serviceNameOf(object);
  return [
    ...(SERVICE_NAME.test(name) ? [] : [{ path: 'spec.service.name', message: `"${name}" cannot name a Service` }]),
    ...(type === 'ClusterIP' && ports.length === 0 ? [{ path: PORTS, message: 'must not be empty' }] : []),
    ...portsProblems(ports),
  ];
}

function portsProblems(ports: readonly ServicePort[]): readonly SpecProblem[] {
  return ports.flatMap((port, index) => {
    const earlier = ports.slice(0, index);
    return portMessages(port, earlier, ports.length).map((message) => ({ path: `${PORTS}[${index}]`, message }));
  });
}

function portMessages(port: ServicePort, earlier: readonly ServicePort[], count: number): readonly string[] {
  const { name, appProtocol } = port;
  return [
    ...(name === undefined && count > 1 ? ['needs a name, because there are other ports'] : []),
    ...(name !== undefined && earlier.some((other) => other.name === name) ? [`has the name ${name} twice`] : []),
    ...(earlier.some((other) => isSamePort(other, port)) ? [`repeats ${port.port}/${port.protocol}`] : []),
    ...(isTargetPort(port.targetPort) ? [] : ['has a targetPort that is neither a number nor a container port name']),
    ...(appProtocol === undefined || isQualifiedName(appProtocol) ? [] : ['has an appProtocol that is not a name']),
  ];
}

function isSamePort(a: ServicePort, b: ServicePort): boolean {
  return a.port === b.port && a.protocol === b.protocol;
}

/** Checks that a port name has a letter; the schema has checked everything else. */
function isTargetPort(targetPort: number | string | undefined): boolean {
  return typeof targetPort !== 'string' || /[a-z]/.test(targetPort);
}
