// A separate process with the least work of a failover: a watch of one pod, and a PUT for each of its events. Its time
// is the API server's share of every failover.
import { parseJson } from '../../e2e/cluster/json.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { collectionPath, objectPath, withQuery } from '../../src/kube/api/resourcePath.ts';
import { lines } from '../../src/kube/cache/lines.ts';
import { apiOfParent } from './access.ts';
import { echoSlice, floorNamespace as namespace } from './floor.ts';

const api = apiOfParent();
const { body } = await api.open('GET', withQuery(collectionPath(pods, namespace), { watch: 'true' }));
// The watch begins with the current pod; its echo shows that the process is ready.
for await (const line of lines(body ?? new ReadableStream<Uint8Array>())) {
  const { object } = parseJson<{ object: Pod }>(line);
  // An unchanged PUT would cause no event, and another echo may have run before.
  const slice = echoSlice(`${object.metadata?.resourceVersion} of ${process.pid}`);
  await api.text('PUT', objectPath(endpointSlices, slice.metadata), { body: slice });
}
