// Prints where a benchmark ran, and its figures, as the Markdown of docs/performance.md.
import { cpus, loadavg, totalmem } from 'node:os';
import { kubernetesVersion } from '../e2e/cluster/binaries/versions.ts';

/** Writes a paragraph to standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

export function machine(): string {
  const processors = cpus();
  const [load = 0] = loadavg();
  return [
    `${processors.length} × ${processors[0]?.model ?? 'unknown'}`,
    `${Math.round(totalmem() / 1e9)} GB of memory`,
    `Node ${process.versions.node}`,
    `Kubernetes ${kubernetesVersion}`,
    new Date().toISOString().slice(0, 10),
    `load average ${load.toFixed(1)} at the start`,
  ].join(', ');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
