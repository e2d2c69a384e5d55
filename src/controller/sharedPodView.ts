// How do tens of thousands of views fit into memory? What pods have in common is kept once: the names of namespaces and
// nodes, and labels, annotations and ports, which are the same in all replicas of a Deployment.
import type { ContainerPort, PodView } from '../election/podView.ts';
import { Interner } from '../kube/interner.ts';

type Texts = Readonly<Record<string, string>>;

/** Replicas come one after the other in a list, so there is no need to remember many. */
const SETS_KEPT = 1000;

export function podViewSharing(): (view: PodView) => PodView {
  const texts = new Interner<string>();
  const ports = new Interner<readonly ContainerPort[]>();
  const sets = new Interner<Texts>(SETS_KEPT);
  const same = <T extends string | undefined>(text: T) => (text === undefined ? text : texts.same(text, () => text));
  const sameValues = (set: Texts): Texts =>
    Object.fromEntries(Object.entries(set).map(([key, value]) => [key, same(value)]));
  const sameSet = (set: Texts): Texts => sets.same(JSON.stringify(set), () => sameValues(set));
  return (view) => ({
    ...view,
    metadata: {
      ...view.metadata,
      namespace: same(view.metadata.namespace),
      labels: sameSet(view.metadata.labels),
    },
    phase: same(view.phase),
    // A copy has room for what is in it; an array that has grown has room for sixteen more.
    ips: [...view.ips],
    nodeName: same(view.nodeName),
    zone: same(view.zone),
    subdomain: same(view.subdomain),
    annotations: sameSet(view.annotations),
    namedPorts: ports.same(JSON.stringify(view.namedPorts), () => view.namedPorts),
  });
}
