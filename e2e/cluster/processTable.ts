// The processes of a cluster whose parent has ended: those of its supervisor's process group with its directory in
// their arguments. Neither a reused process id nor a user's own kubectl is mistaken for one of them.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly group: number;
  readonly args: string;
}

export interface ClusterName {
  /** The supervisor's, which leads a process group of its own. */
  readonly pid: number;
  readonly directory: string;
}

export function processesOf({ pid, directory }: ClusterName): readonly number[] {
  const ours = allProcesses().filter(({ group, args }) => group === pid && args.includes(directory));
  return ours.map((process) => process.pid);
}

export function allProcesses(): readonly Process[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

/** For Linux: a minimal image has no ps. */
function fromProc(): readonly Process[] {
  const ids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  return ids.flatMap((id) => readProcess(id) ?? []);
}

function readProcess(id: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // "pid (name) state parent group …", and the name may contain anything.
    const [, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const args = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid: Number(id), group: Number(group), args };
  } catch {
    // Ended meanwhile.
    return undefined;
  }
}

/** For other systems. */
export function fromPs(): readonly Process[] {
  const table = execFileSync('ps', ['-ww', '-eo', 'pid=,pgid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return table.split('\n').flatMap((line) => {
    const [, pid, group, args = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), group: Number(group), args }];
  });
}
