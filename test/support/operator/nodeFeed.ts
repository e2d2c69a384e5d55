// Feeds versions of nodes into a store and a node monitor.
import type { NodeMonitorOptions } from '../../../src/controller/nodes/nodeMonitor.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';
import type { Change } from '../../../src/kube/cache/change.ts';
import { Store } from '../../../src/kube/cache/store.ts';

export class NodeFeed {
  readonly nodes = new Store<NodeView>();
  #version = 1;

  /** Updates the store, and reports each change. */
  say(views: readonly NodeView[], onChange: (change: Change<NodeView>) => void): void {
    for (const view of views) {
      this.#version += 1;
      const metadata = { ...view.metadata, resourceVersion: String(this.#version) };
      for (const change of this.nodes.upsert({ ...view, metadata })) onChange(change);
    }
  }
}

/** Reports "held: 3 of 4" and "over". */
export function holdObserver(tell: (line: string) => void): NodeMonitorOptions['observer'] {
  return {
    counted: () => undefined,
    holdChanged: (hold) => tell(hold === undefined ? 'over' : `held: ${hold.unreachable} of ${hold.counted}`),
  };
}
