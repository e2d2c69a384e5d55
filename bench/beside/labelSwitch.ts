// A separate process that marks the active with a label, which the selector of a Service asks for: the usual way without
// an operator of one's own. The old pod loses it before the new one gets it, so that never two have it.
import type { Pod } from '../../e2e/cluster/pods.ts';
import { pods } from '../../e2e/cluster/resources.ts';
import { objectPath } from '../../src/kube/api/resourcePath.ts';
import { accessOfParent } from './access.ts';
import { followPods } from './pairs.ts';
import { RawApi } from './rawApi.ts';

const [namespace = ''] = process.argv.slice(2);
const api = new RawApi(accessOfParent());

function setRole(pod: Pod, role: string | null): Promise<void> {
  const path = objectPath(pods, { namespace, name: pod.metadata?.name ?? '' });
  const body = { metadata: { labels: { role } } };
  return api.write({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json' });
}

await followPods(api, namespace, async ({ from, to }) => {
  if (from !== undefined) await setRole(from, null);
  await setRole(to, 'active');
});
throw new Error(`the watch of the pods of ${namespace} has ended`);
