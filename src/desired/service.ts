// Builds the desired Service. It never has a selector, so that Kubernetes leaves its endpoints to the operator.
import type { V1Service } from '@kubernetes/client-node';
import type { ActiveStandbyService, ServicePort as SpecPort } from '../api/activeStandbyService.generated.ts';
import { MANAGED_BY_LABEL, MANAGER } from '../api/names.ts';
import { serviceNameOf } from '../api/serviceName.ts';
import type { Wire } from '../kube/wire.ts';
import { ownerReference } from './ownership.ts';

export type Service = Wire<V1Service>;
export type CoreServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

export function desiredService(asvc: ActiveStandbyService): Service {
  const { type, ports = [] } = asvc.spec.service;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: serviceNameOf(asvc),
      namespace: asvc.metadata.namespace,
      labels: { [MANAGED_BY_LABEL]: MANAGER },
      ownerReferences: [ownerReference(asvc.metadata)],
    },
    spec: {
      type: 'ClusterIP',
      ...(type === 'Headless' ? { clusterIP: 'None' } : {}),
      // Explicit, because the default of a headless Service without a selector is dual-stack.
      ipFamilyPolicy: 'SingleStack',
      // With Local, clients on other nodes than the active's would reach no endpoint.
      internalTrafficPolicy: 'Cluster',
      ports: ports.map(desiredPort),
    },
  };
}

/** Sets every default of the API, so that desired and observed can be compared. */
function desiredPort({ name, port, targetPort, protocol, appProtocol }: SpecPort): CoreServicePort {
  return {
    ...(name === undefined ? {} : { name }),
    port,
    targetPort: targetPort ?? port,
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}
