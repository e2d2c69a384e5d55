// Prints where a benchmark ran, and its figures, as the Markdown of docs/performance.md.
import { cpus, loadavg, totalmem } from 'node:os';
import { kubernetesVersion } from '../e2e/cluster/binaries/versions.ts';

/** Writes a paragraph to standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

/** Where and of what figures are. */
export interface Place {
  readonly processors: string;
  readonly memoryGb: number;
  readonly node: string;
  readonly kubernetes: string;
  readonly date: string;
  /** Runnable processes at the start. */
  readonly load: number;
}

export function placeNow(): Place {
  const processors = cpus();
  const [load = 0] = loadavg();
  return {
    processors: `${processors.length} × ${processors[0]?.model ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.versions.node,
    kubernetes: kubernetesVersion,
    date: new Date().toISOString().slice(0, 10),
    load: Math.round(load * 10) / 10,
  };
}

export function machine({ processors, memoryGb, node, kubernetes, date, load } = placeNow()): string {
  const versions = `Node ${node}, Kubernetes ${kubernetes}`;
  return `${processors}, ${memoryGb} GB of memory, ${versions}, ${date}, load average ${load.toFixed(1)} at the start`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
