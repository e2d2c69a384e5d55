// What the API server writes into its audit log: everything but the control plane's own traffic, and the bodies of the
// operator's writes. Blocking mode (the default) keeps the order and loses nothing.
import { operatorUser } from './users.ts';

const writes = ['create', 'update', 'patch', 'delete', 'deletecollection'];

export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  omitManagedFields: true,
  rules: [
    { level: 'None', users: ['system:apiserver', 'system:kube-controller-manager'] },
    { level: 'None', userGroups: ['system:serviceaccounts:kube-system'] },
    { level: 'Request', users: [operatorUser], verbs: writes },
    { level: 'Metadata' },
  ],
};
