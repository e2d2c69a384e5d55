// How do tens of thousands of views fit into memory? What pods have in common is kept once: the names of namespaces and
// nodes, and the labels and ports, which are the same in all replicas of a Deployment.
import type { ContainerPort, PodView } from '../election/podView.ts';
import { Interner } from '../kube/interner.ts';

type Labels = PodView['metadata']['labels'];

/** Replicas come one after the other in a list, so there is no need to remember many. */
const LABEL_SETS_KEPT = 1000;

export function podViewSharing(): (view: PodView) => PodView {
  const texts = new Interner<string>();
  const ports = new Interner<readonly ContainerPort[]>();
  const labelSets = new Interner<Labels>(LABEL_SETS_KEPT);
  const same = <T extends string | undefined>(text: T) => (text === undefined ? text : texts.same(text, () => text));
  const sameValues = (labels: Labels): Labels =>
    Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, same(value)]));
  return (view) => ({
    ...view,
    metadata: {
      ...view.metadata,
      namespace: same(view.metadata.namespace),
      labels: labelSets.same(JSON.stringify(view.metadata.labels), () => sameValues(view.metadata.labels)),
    },
    phase: same(view.phase),
    // A copy has room for what is in it; an array that has grown has room for sixteen more.
    ips: [...view.ips],
    nodeName: same(view.nodeName),
    zone: same(view.zone),
    subdomain: same(view.subdomain),
    namedPorts: ports.same(JSON.stringify(view.namedPorts), () => view.namedPorts),
  });
}
