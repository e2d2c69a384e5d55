// How do tens of thousands of views fit into memory? What pods have in common is kept once, as long as one of them is in
// the store: the names of namespaces and nodes, and labels, annotations and ports, the same in all replicas.
import { isDeepStrictEqual } from 'node:util';
import type { ContainerPort, PodView } from '../../election/podView.ts';
import { Interner } from '../../kube/cache/interner.ts';
import type { Sharing } from '../../kube/cache/sharing.ts';

type Texts = Readonly<Record<string, string>>;

export class PodViewInterner implements Sharing<PodView> {
  readonly #texts = new Interner<string>();
  readonly #sets = new Interner<Texts>();
  readonly #ports = new Interner<readonly ContainerPort[]>();

  /** How many different texts, sets and lists of ports are in use. */
  get size(): number {
    return this.#texts.size + this.#sets.size + this.#ports.size;
  }

  take(view: PodView): PodView {
    const { metadata, phase, nodeName, zone, subdomain } = view;
    const texts = {
      namespace: this.#text(metadata.namespace),
      phase: this.#text(phase),
      nodeName: this.#text(nodeName),
      zone: this.#text(zone),
      subdomain: this.#text(subdomain),
    };
    const labels = this.#set(metadata.labels);
    const annotations = this.#set(view.annotations);
    const namedPorts = this.#ports.take(JSON.stringify(view.namedPorts), view.namedPorts);
    const isShared = labels === metadata.labels && annotations === view.annotations && namedPorts === view.namedPorts;
    // As from a list, of which a copy would take as much room again. Its texts are shared there as well, or short.
    if (isShared) return view;
    const { namespace, ...others } = texts;
    return { ...view, ...others, metadata: { ...metadata, namespace, labels }, annotations, namedPorts };
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

/** In a list replicas come one after the other. What the one before says too is taken from it, until the store shares. */
export function internedWithPrevious(view: PodView, previous: PodView | undefined): PodView {
  if (previous === undefined) return view;
  const { metadata, phase, annotations, namedPorts } = view;
  return {
    ...view,
    metadata: {
      ...metadata,
      namespace: same(metadata.namespace, previous.metadata.namespace),
      labels: same(metadata.labels, previous.metadata.labels),
    },
    phase: same(phase, previous.phase),
    annotations: same(annotations, previous.annotations),
    namedPorts: same(namedPorts, previous.namedPorts),
  };
}

function same<T>(value: T, previous: T): T {
  return isDeepStrictEqual(value, previous) ? previous : value;
}
