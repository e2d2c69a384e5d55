// A separate process with the least work of a failover: a watch of the pods of one namespace, and one PUT of a slice for
// each active that is not ready. Its time is the share of the API server in every failover.
import { endpointSlices } from '../../e2e/cluster/resources.ts';
import { objectPath } from '../../src/kube/api/resourcePath.ts';
import { accessOfParent } from './access.ts';
import { bareSlice } from './bareSlice.ts';
import { followPods } from './pairs.ts';
import { RawApi } from './rawApi.ts';

const [namespace = ''] = process.argv.slice(2);
const api = new RawApi(accessOfParent());

await followPods(api, namespace, ({ app: name, to }) => {
  const pod = to.metadata?.name ?? '';
  // Also the first PUT after a start must cause an event: it shows that the process is ready.
  const version = `${to.metadata?.resourceVersion} of ${process.pid}`;
  const body = bareSlice({ namespace, name, pod, ip: to.status?.podIP ?? '', version });
  return api.write({ method: 'PUT', path: objectPath(endpointSlices, { namespace, name }), body });
});
throw new Error(`the watch of the pods of ${namespace} has ended`);
