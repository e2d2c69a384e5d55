// The resources that tests use.
import { GROUP, KIND, PLURAL, VERSION } from '../../src/api/names.ts';
import type { Resource } from '../../src/kube/resource.ts';

export const pods: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
export const nodes: Resource = { group: '', version: 'v1', plural: 'nodes', kind: 'Node' };
export const services: Resource = { group: '', version: 'v1', plural: 'services', kind: 'Service' };
export const endpoints: Resource = { group: '', version: 'v1', plural: 'endpoints', kind: 'Endpoints' };
export const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace' };
export const configMaps: Resource = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap' };
export const events: Resource = { group: 'events.k8s.io', version: 'v1', plural: 'events', kind: 'Event' };

export const leases: Resource = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease' };

export const endpointSlices: Resource = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
};

export const activeStandbyServices: Resource = { group: GROUP, version: VERSION, plural: PLURAL, kind: KIND };
