// What was asked for on the command line? The only place that reads flags and environment.
import { parseArgs } from 'node:util';
import type { KubeConfigEnvironment } from './kube/loadKubeConfig.ts';
import type { ListenAddress } from './http/server.ts';
import { logFormats, logLevels, type LogFormat, type LogLevel } from './telemetry/log.ts';

export interface Config {
  readonly help: boolean;
  readonly kubeconfig: string | undefined;
  readonly environment: KubeConfigEnvironment;
  readonly metricsAddress: ListenAddress;
  readonly healthAddress: ListenAddress;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** The pod's name in a cluster, else the machine's. */
  readonly instance: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const usage = `active-standby-operator: keeps exactly one of several pods in a Service

  --kubeconfig FILE                    default: KUBECONFIG, ~/.kube/config, then the pod's service account
  --leader-elect=false                 there is no leader election yet: run one replica
  --metrics-bind-address ADDRESS       host:port or :port of /metrics (default :8080)
  --health-probe-bind-address ADDRESS  host:port or :port of /healthz and /readyz (default :8081)
  --log-level LEVEL                    ${logLevels.join(', ')} (default info)
  --log-format FORMAT                  ${logFormats.join(', ')} (default json)
  --help
`;

const options = {
  kubeconfig: { type: 'string' },
  'leader-elect': { type: 'string', default: 'false' },
  'metrics-bind-address': { type: 'string', default: ':8080' },
  'health-probe-bind-address': { type: 'string', default: ':8081' },
  'log-level': { type: 'string', default: 'info' },
  'log-format': { type: 'string', default: 'json' },
  help: { type: 'boolean', default: false },
} as const;

export function configOfProcess(): Config {
  return readConfig(process.argv.slice(2), process.env);
}

export function readConfig(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Config {
  const flags = readFlags(args);
  refuseLeaderElection(flags['leader-elect']);
  return {
    help: flags.help,
    kubeconfig: flags.kubeconfig,
    environment: {
      KUBECONFIG: env['KUBECONFIG'],
      HOME: env['HOME'],
      KUBERNETES_SERVICE_HOST: env['KUBERNETES_SERVICE_HOST'],
    },
    metricsAddress: readAddress('metrics-bind-address', flags['metrics-bind-address']),
    healthAddress: readAddress('health-probe-bind-address', flags['health-probe-bind-address']),
    logLevel: readChoice('log-level', flags['log-level'], logLevels),
    logFormat: readChoice('log-format', flags['log-format'], logFormats),
    instance: env['POD_NAME'] ?? env['HOSTNAME'] ?? 'operator',
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: args.map(withValue), options, strict: true }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot read the command line: ${reason}`, { cause });
  }
}

/** `--leader-elect` alone means true, as in every Kubernetes component. */
function withValue(arg: string): string {
  return arg === '--leader-elect' ? '--leader-elect=true' : arg;
}

function refuseLeaderElection(value: string): void {
  if (value === 'false') return;
  throw new ConfigError(
    `Cannot run with --leader-elect=${value}: this version has no leader election; run one replica with --leader-elect=false`,
  );
}

function readAddress(flag: string, value: string): ListenAddress {
  const [, host = '', port = ''] = /^(.*):([0-9]{1,5})$/.exec(value) ?? [];
  if (port === '' || Number(port) > 65_535) {
    throw new ConfigError(
      `Cannot use --${flag} "${value}": host:port or :port is needed, such as 127.0.0.1:8080 or :8080`,
    );
  }
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return { host: bare === '' ? undefined : bare, port: Number(port) };
}

function readChoice<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new ConfigError(`Cannot use --${flag} "${value}": it must be one of ${choices.join(', ')}`);
  }
  return choice;
}
