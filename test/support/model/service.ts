// Fills in the fields of a Service that the API server fills in.
import { fieldsOf, type Fields, type ModelObject } from './object.ts';

export function completeService(service: ModelObject): ModelObject {
  const spec = fieldsOf(service['spec']);
  const defaults = { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' };
  const families = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  const clusterIP = typeof spec['clusterIP'] === 'string' ? spec['clusterIP'] : addressFor(service.metadata.uid);
  const ports = Array.isArray(spec['ports']) ? { ports: spec['ports'].map(completePort) } : {};
  const complete = { ...defaults, ...families, clusterIPs: [clusterIP], ...spec, clusterIP, ...ports };
  return { status: { loadBalancer: {} }, ...service, spec: complete };
}

function completePort(port: unknown): Fields {
  const fields = fieldsOf(port);
  return { protocol: 'TCP', targetPort: fields['port'], ...fields };
}

/** UIDs of the model end in a number. */
function addressFor(uid: string): string {
  const number = Number(uid.slice(-12));
  return `10.96.${Math.floor(number / 250) % 256}.${(number % 250) + 1}`;
}
