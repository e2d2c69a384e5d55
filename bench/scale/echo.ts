// A process of its own, and the least that a failover can be: a watch of one pod, and a PUT for each of its events.
// How long that takes is the API server's share of every failover.
import { parseJson } from '../../e2e/cluster/json.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { collectionPath, objectPath, withQuery } from '../../src/kube/api/resourcePath.ts';
import { lines } from '../../src/kube/cache/lines.ts';
import { apiOfParent } from './access.ts';
import { echoSlice, floorNamespace as namespace } from './floor.ts';

const api = apiOfParent();
const { body } = await api.open('GET', withQuery(collectionPath(pods, namespace), { watch: 'true' }));
// The watch begins with the pod as it is, whose echo tells that all is ready.
for await (const line of lines(body ?? new ReadableStream<Uint8Array>())) {
  const { object } = parseJson<{ object: Pod }>(line);
  // A PUT of what is there already would be no event, and another echo may have been here before.
  const slice = echoSlice(`${object.metadata?.resourceVersion} of ${process.pid}`);
  await api.text('PUT', objectPath(endpointSlices, slice.metadata), { body: slice });
}
