// How do tens of thousands of views fit into memory? What pods have in common is kept once: the names of namespaces and
// nodes, the values of labels, and the ports, which are the same in all replicas.
import type { ContainerPort, PodView } from '../election/podView.ts';
import { Interner } from '../kube/interner.ts';

export function podViewSharing(): (view: PodView) => PodView {
  const texts = new Interner<string>();
  const ports = new Interner<readonly ContainerPort[]>();
  const same = <T extends string | undefined>(text: T) => (text === undefined ? text : texts.same(text, text));
  return (view) => ({
    ...view,
    metadata: {
      ...view.metadata,
      namespace: same(view.metadata.namespace),
      labels: Object.fromEntries(Object.entries(view.metadata.labels).map(([key, value]) => [key, same(value)])),
    },
    phase: same(view.phase),
    nodeName: same(view.nodeName),
    zone: same(view.zone),
    subdomain: same(view.subdomain),
    namedPorts: ports.same(JSON.stringify(view.namedPorts), view.namedPorts),
  });
}
