// Interns what pods have in common (names of namespaces and nodes, labels, annotations, ports), so that tens of
// thousands of views fit into memory. A value is kept as long as a view in the store uses it.
import { isSameJson } from '../../api/isSameJson.ts';
import type { ContainerPort, PodView } from '../../election/podView.ts';
import { Interner } from '../../kube/cache/interner.ts';
import type { Sharing } from '../../kube/cache/sharing.ts';

type Texts = Readonly<Record<string, string>>;

export class PodViewInterner implements Sharing<PodView> {
  readonly #texts = new Interner<string>();
  readonly #sets = new Interner<Texts>();
  readonly #ports = new Interner<readonly ContainerPort[]>();

  /** The number of distinct strings, sets and port lists in use. */
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
    // A view from a list is shared already; a copy would take the same memory again.
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

/** Shares values with the previous pod of a list, where replicas are adjacent, until the store interns the view. */
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
  return isSameJson(value, previous) ? previous : value;
}
