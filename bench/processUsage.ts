// What the kernel counts of a process: CPU time and memory.
import { readFileSync } from 'node:fs';

/** In MB (10^6). */
export interface Memory {
  readonly rss: number;
  readonly peak: number;
}

/** Of all its threads, in steps of 10 ms. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  // Fields 14 and 15 of proc(5), of which the first two are cut off; in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => (Number(RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e6;
  return { rss: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}
