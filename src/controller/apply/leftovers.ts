// Removes what Kubernetes created from a selector that was set on our Service. The Endpoints go first: otherwise they
// would be mirrored into new slices.
import { ENDPOINTS_CONTROLLER, ENDPOINTS_MANAGED_BY_LABEL } from '../../api/names.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isNotFound } from '../../kube/api/apiError.ts';
import type { ObjectName } from '../../kube/resource.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { endpoints, endpointSlices } from '../cache/resources.ts';
import type { Leftovers, WriteTarget } from './plannedWrites.ts';

export async function removeLeftovers(
  { asvc, serviceName }: WriteTarget,
  { examineEndpoints, slices }: Leftovers,
  { client }: { readonly client: ApiClient },
): Promise<void> {
  const { namespace } = asvc.metadata;
  if (examineEndpoints) await removeEndpoints({ namespace, name: serviceName }, client);
  for (const { name, uid, resourceVersion } of slices) {
    await ignoringAbsence(client.delete(endpointSlices, { namespace, name }, { uid, resourceVersion }));
  }
}

/** Removes only Endpoints of Kubernetes' controller. Slices mirrored from a user's Endpoints are reported instead. */
async function removeEndpoints(object: ObjectName, client: ApiClient): Promise<void> {
  const found = await ignoringAbsence(client.get<KubeObject>(endpoints, object));
  if (found?.metadata?.labels?.[ENDPOINTS_MANAGED_BY_LABEL] !== ENDPOINTS_CONTROLLER) return;
  const { uid = '', resourceVersion = '' } = found.metadata;
  await ignoringAbsence(client.delete(endpoints, object, { uid, resourceVersion }));
}

async function ignoringAbsence<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
