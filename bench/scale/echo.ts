// A process of its own, and the least that a failover can be: a watch of one pod, and a PUT for each of its events.
// How long that takes is the API server's share of every failover.
import { lines } from '../../src/kube/lines.ts';
import { collectionPath, objectPath, withQuery } from '../../src/kube/resourcePath.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import { listObjects } from '../../e2e/cluster/objects.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { apiOfParent } from './access.ts';
import { echoSlice, floorNamespace as namespace } from './floor.ts';

const api = apiOfParent();
const path = withQuery(collectionPath(pods, namespace), { watch: 'true' });
const { body } = await api.open('GET', path);
let known = (await listObjects<Pod>(api, pods, namespace)).length;
for await (const line of lines(body ?? new ReadableStream<Uint8Array>())) {
  // The watch begins with what is there.
  if (known-- > 0) continue;
  const { object } = parseJson<{ object: Pod }>(line);
  const slice = echoSlice(object.metadata?.resourceVersion ?? '');
  await api.text('PUT', objectPath(endpointSlices, slice.metadata), { body: slice });
}
