// Runs a command of the system to its end.
import { execFile } from 'node:child_process';
import { ClusterError } from '../clusterError.ts';

/** Returns what it prints; the error has what it complains about. */
export function run(command: string, ...args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(command, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
    if (error) reject(new ClusterError(`run ${command} ${args.join(' ')}`, stderr.trim() || error.message, error));
    else resolve(stdout);
  });
  return promise;
}
