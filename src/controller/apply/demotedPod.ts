// Deletes the old active after a planned change. The UID is a precondition, so a new pod of the same name (StatefulSet)
// is never deleted.
import type { PodIdentity } from '../../election/podView.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isConflict, isNotFound } from '../../kube/api/apiError.ts';
import { pods } from '../cache/resources.ts';
import type { WriteTarget } from './plannedWrites.ts';

export async function deleteDemoted(
  { asvc }: WriteTarget,
  pod: PodIdentity | undefined,
  { client }: { readonly client: ApiClient },
): Promise<void> {
  if (pod === undefined) return;
  const { namespace } = asvc.metadata;
  try {
    await client.delete(pods, { namespace, name: pod.name }, { uid: pod.uid });
  } catch (error) {
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}
