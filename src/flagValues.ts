// Parses the values of flags. Each function throws a ConfigError that says which values are valid.
import { durationToMs, isDuration } from './api/duration.ts';
import type { ListenAddress } from './http/server.ts';
import { timingProblem, type LeaseTiming } from './kube/leaderElection/leaseTiming.ts';
import type { CallRate } from './kube/transport/throttle.ts';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readAddress(flag: string, value: string): ListenAddress {
  const [, host = '', port = ''] = /^(.*):([0-9]{1,5})$/.exec(value) ?? [];
  if (port === '' || Number(port) > 65_535) {
    throw refused(flag, value, 'host:port or :port is needed, such as 127.0.0.1:8080 or :8080');
  }
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return { host: bare === '' ? undefined : bare, port: Number(port) };
}

export function readChoice<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw refused(flag, value, `it must be one of ${choices.join(', ')}`);
  return choice;
}

export function readCount(flag: string, value: string, least: number): number {
  const count = Number(value);
  if (!/^[0-9]+$/.test(value) || count < least || count > 100_000) {
    throw refused(flag, value, `a whole number from ${least} to 100000 is needed`);
  }
  return count;
}

/** Undefined: unlimited. */
export function readRate(qps: string, burst: string): CallRate | undefined {
  const perSecond = qps.trim() === '' ? NaN : Number(qps);
  if (!Number.isFinite(perSecond) || perSecond === 0) {
    throw refused('kube-api-qps', qps, 'a number of calls per second is needed; a negative one means unlimited');
  }
  const count = readCount('kube-api-burst', burst, 1);
  return perSecond < 0 ? undefined : { qps: perSecond, burst: count };
}

/** Without duplicates; empty: the whole cluster. */
export function readNamespaces(names: readonly string[]): readonly string[] {
  const invalid = names.find((name) => !isNamespace(name));
  if (invalid !== undefined) {
    throw refused('namespace', invalid, 'one namespace is needed; for several, repeat the flag');
  }
  return [...new Set(names)];
}

export function readNamespace(flag: string, name: string): string {
  if (!isNamespace(name)) throw refused(flag, name, 'the name of one namespace is needed');
  return name;
}

function isNamespace(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

export function readTiming(leaseDuration: string, renewDeadline: string, retryPeriod: string): LeaseTiming {
  const timing = {
    leaseDurationMs: readDuration('lease-duration', leaseDuration),
    renewDeadlineMs: readDuration('renew-deadline', renewDeadline),
    retryPeriodMs: readDuration('retry-period', retryPeriod),
  };
  const problem = timingProblem(timing);
  if (problem === undefined) return timing;
  const flags = `--lease-duration=${leaseDuration} --renew-deadline=${renewDeadline} --retry-period=${retryPeriod}`;
  throw new ConfigError(`Cannot elect a leader with ${flags}: ${problem}`);
}

/** In milliseconds. */
function readDuration(flag: string, value: string): number {
  if (!isDuration(value)) throw refused(flag, value, 'a duration is needed, such as 500ms, 6s or 1m30s');
  return durationToMs(value);
}

function refused(flag: string, value: string, reason: string): ConfigError {
  return new ConfigError(`Cannot use --${flag} "${value}": ${reason}`);
}
