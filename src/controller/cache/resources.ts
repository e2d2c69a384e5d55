// The resources that the controller reads and writes.
import { GROUP, KIND, PLURAL, VERSION } from '../../api/names.ts';
import type { Resource } from '../../kube/resource.ts';

export const activeStandbyServices: Resource = { group: GROUP, version: VERSION, plural: PLURAL, kind: KIND };
export const pods: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
export const nodes: Resource = { group: '', version: 'v1', plural: 'nodes', kind: 'Node' };
export const services: Resource = { group: '', version: 'v1', plural: 'services', kind: 'Service' };
export const endpoints: Resource = { group: '', version: 'v1', plural: 'endpoints', kind: 'Endpoints' };
export const endpointSlices: Resource = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
};
