// How do tens of thousands of views fit into memory? What pods have in common is kept once, as long as one of them is in
// the store: the names of namespaces and nodes, and labels, annotations and ports, the same in all replicas.
import type { ContainerPort, PodView } from '../election/podView.ts';
import { Interner } from '../kube/interner.ts';
import type { Sharing } from '../kube/store.ts';

type Texts = Readonly<Record<string, string>>;

export class PodViewSharing implements Sharing<PodView> {
  readonly #texts = new Interner<string>();
  readonly #sets = new Interner<Texts>();
  readonly #ports = new Interner<readonly ContainerPort[]>();

  /** How many different texts, sets and lists of ports are in use. */
  get size(): number {
    return this.#texts.size + this.#sets.size + this.#ports.size;
  }

  take(view: PodView): PodView {
    const { metadata, annotations, namedPorts } = view;
    const { namespace, labels } = metadata;
    return {
      ...view,
      metadata: { ...metadata, namespace: this.#text(namespace), labels: this.#set(labels) },
      phase: this.#text(view.phase),
      // A copy has room for what is in it; an array that has grown has room for sixteen more.
      ips: [...view.ips],
      nodeName: this.#text(view.nodeName),
      zone: this.#text(view.zone),
      subdomain: this.#text(view.subdomain),
      annotations: this.#set(annotations),
      namedPorts: this.#ports.take(JSON.stringify(namedPorts), namedPorts),
    };
  }

  release({ metadata, phase, nodeName, zone, subdomain, annotations, namedPorts }: PodView): void {
    for (const text of [metadata.namespace, phase, nodeName, zone, subdomain]) {
      if (text !== undefined) this.#texts.release(text);
    }
    this.#sets.release(JSON.stringify(metadata.labels));
    this.#sets.release(JSON.stringify(annotations));
    this.#ports.release(JSON.stringify(namedPorts));
  }

  #text<T extends string | undefined>(text: T): T | string {
    return text === undefined ? text : this.#texts.take(text, text);
  }

  #set(set: Texts): Texts {
    return this.#sets.take(JSON.stringify(set), set);
  }
}
