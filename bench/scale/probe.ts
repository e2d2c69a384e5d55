// Measures how long the operator's main thread runs without yielding. Loaded into its process from outside (`node
// --import`), so that the operator needs no code for it. Records the time between two ticks of a short timer, in CPU
// time of this thread, and the share of garbage collection. Other processes do not count.
import { appendFileSync } from 'node:fs';
import { performance, PerformanceObserver } from 'node:perf_hooks';

const file = process.env['SCALE_PROBE_FILE'] ?? '';
const TICK_MS = 2;

/** Shorter blocks are ignored. */
const SHORTEST_MS = 10;

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

let blocks: (Span & { readonly cpuMs: number })[] = [];
let pauses: Span[] = [];
let last = now();

function now() {
  const { user, system } = process.threadCpuUsage();
  return { atMs: performance.now(), cpuMs: (user + system) / 1000 };
}

function tick(): void {
  const { atMs, cpuMs } = now();
  if (cpuMs - last.cpuMs > SHORTEST_MS) blocks.push({ startMs: last.atMs, endMs: atMs, cpuMs: cpuMs - last.cpuMs });
  last = { atMs, cpuMs };
}

/** Garbage collections are reported after their end, so blocks are written a second later. */
function flush(): void {
  const untilMs = performance.now() - 1000;
  const lines = blocks
    .filter(({ endMs }) => endMs < untilMs)
    .map((block) => ({ atMs: performance.timeOrigin + block.startMs, cpuMs: block.cpuMs, gcMs: gcIn(block) }));
  blocks = blocks.filter(({ endMs }) => endMs >= untilMs);
  const oldestMs = Math.min(untilMs, ...blocks.map(({ startMs }) => startMs));
  pauses = pauses.filter(({ endMs }) => endMs >= oldestMs);
  if (lines.length > 0) appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Collections are measured by the clock: on a busy machine they took less CPU. */
function gcIn({ startMs, endMs, cpuMs }: (typeof blocks)[number]): number {
  const inside = pauses.map((pause) => Math.max(0, Math.min(endMs, pause.endMs) - Math.max(startMs, pause.startMs)));
  return Math.min(
    inside.reduce((sum, ms) => sum + ms, 0),
    cpuMs,
  );
}

const observer = new PerformanceObserver((list) => {
  for (const { startTime: startMs, duration } of list.getEntries()) pauses.push({ startMs, endMs: startMs + duration });
});
observer.observe({ entryTypes: ['gc'] });
setInterval(tick, TICK_MS).unref();
setInterval(flush, 1000).unref();
