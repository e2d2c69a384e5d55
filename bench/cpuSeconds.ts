// CPU time of a process, of all its threads. Other processes on the machine do not count.
import { readFileSync } from 'node:fs';

export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  // The kernel counts in hundredths of a second: fields 14 and 15 of proc(5), of which the first two are cut off.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
