// Reads the configuration of the process from flags and environment; no other module does.
import { parseArgs } from 'node:util';
import { reasonOf } from './api/reasonOf.ts';
import {
  ConfigError,
  readAddress,
  readChoice,
  readCount,
  readNamespace,
  readNamespaces,
  readRate,
  readTiming,
} from './flagValues.ts';
import type { ListenAddress } from './http/server.ts';
import type { LeaseTiming } from './kube/leaderElection/leaseTiming.ts';
import { serviceAccountNamespace, type KubeConfigEnvironment } from './kube/loadKubeConfig.ts';
import type { CallRate } from './kube/transport/throttle.ts';
import { logFormats, logLevels, type LogFormat, type LogLevel } from './telemetry/log.ts';

export interface Config {
  readonly help: boolean;
  readonly kubeconfig: string | undefined;
  readonly environment: KubeConfigEnvironment;
  /** Empty: the whole cluster. */
  readonly namespaces: readonly string[];
  /** Undefined: no leader election; this process always leads. */
  readonly leaderElection: LeaderElectionConfig | undefined;
  readonly metricsAddress: ListenAddress;
  readonly healthAddress: ListenAddress;
  /** Maximum number of reconciles and API calls at the same time. */
  readonly concurrency: number;
  /** Undefined: unlimited. */
  readonly callRate: CallRate | undefined;
  readonly perResourceMetrics: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** The name of the pod, else of the host. */
  readonly instance: string;
}

export interface LeaderElectionConfig {
  /** The namespace of the Lease. */
  readonly namespace: string;
  readonly timing: LeaseTiming;
}

export const usage = `active-standby-operator: keeps exactly one of several pods in a Service

  --kubeconfig FILE                    default: KUBECONFIG, ~/.kube/config, then the pod's service account
  --namespace NAME                     act in this namespace only; repeat it for several (default: all)
  --leader-elect=false                 lead without a Lease, for a single replica (default true)
  --leader-election-namespace NAME     namespace of the Lease (default: that of the pod, else "default")
  --lease-duration DURATION            another replica takes over after this time without a renewal, rounded up to seconds (default 3s)
  --renew-deadline DURATION            a leader that cannot renew stops writing after this time (default 2500ms)
  --retry-period DURATION              time between two renewals or attempts (default 300ms)
  --metrics-bind-address ADDRESS       host:port or :port of /metrics (default :8080)
  --health-probe-bind-address ADDRESS  host:port or :port of /healthz and /readyz (default :8081)
  --concurrency NUMBER                 maximum API calls in flight; failovers go first (default 16)
  --kube-api-qps NUMBER                maximum API calls per second; -1: unlimited (default 200)
  --kube-api-burst NUMBER              maximum API calls at once after a quiet time (default 1000)
  --per-resource-metrics=false         no metrics for each ActiveStandbyService, only totals (default true)
  --log-level LEVEL                    ${logLevels.join(', ')} (default info)
  --log-format FORMAT                  ${logFormats.join(', ')} (default json)
  --help
`;

const options = {
  kubeconfig: { type: 'string' },
  namespace: { type: 'string', multiple: true },
  'leader-elect': { type: 'string', default: 'true' },
  'leader-election-namespace': { type: 'string' },
  'lease-duration': { type: 'string', default: '3s' },
  'renew-deadline': { type: 'string', default: '2500ms' },
  'retry-period': { type: 'string', default: '300ms' },
  'metrics-bind-address': { type: 'string', default: ':8080' },
  'health-probe-bind-address': { type: 'string', default: ':8081' },
  concurrency: { type: 'string', default: '16' },
  'kube-api-qps': { type: 'string', default: '200' },
  'kube-api-burst': { type: 'string', default: '1000' },
  'per-resource-metrics': { type: 'string', default: 'true' },
  'log-level': { type: 'string', default: 'info' },
  'log-format': { type: 'string', default: 'json' },
  help: { type: 'boolean', default: false },
} as const;

export function configOfProcess(): Config {
  return readConfig(process.argv.slice(2), { POD_NAMESPACE: serviceAccountNamespace(), ...process.env });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a ConfigError that names the flag and its valid values. */
export function readConfig(args: readonly string[], env: Environment): Config {
  const flags = readFlags(args);
  return {
    help: flags.help,
    kubeconfig: flags.kubeconfig,
    environment: {
      KUBECONFIG: env['KUBECONFIG'],
      HOME: env['HOME'],
      KUBERNETES_SERVICE_HOST: env['KUBERNETES_SERVICE_HOST'],
    },
    namespaces: readNamespaces(flags.namespace ?? []),
    leaderElection: readLeaderElection(flags, env),
    metricsAddress: readAddress('metrics-bind-address', flags['metrics-bind-address']),
    healthAddress: readAddress('health-probe-bind-address', flags['health-probe-bind-address']),
    concurrency: readCount('concurrency', flags.concurrency, 2),
    callRate: readRate(flags['kube-api-qps'], flags['kube-api-burst']),
    perResourceMetrics: readChoice('per-resource-metrics', flags['per-resource-metrics'], ['true', 'false']) === 'true',
    logLevel: readChoice('log-level', flags['log-level'], logLevels),
    logFormat: readChoice('log-format', flags['log-format'], logFormats),
    instance: env['POD_NAME'] ?? env['HOSTNAME'] ?? 'operator',
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: args.map(withValue), options, strict: true }).values;
  } catch (cause) {
    throw new ConfigError(`Cannot read the command line: ${reasonOf(cause)}`, { cause });
  }
}

/** A boolean flag without a value means true, as in Kubernetes components. */
function withValue(arg: string): string {
  return arg === '--leader-elect' || arg === '--per-resource-metrics' ? `${arg}=true` : arg;
}

function readLeaderElection(flags: ReturnType<typeof readFlags>, env: Environment): LeaderElectionConfig | undefined {
  const timing = readTiming(flags['lease-duration'], flags['renew-deadline'], flags['retry-period']);
  if (readChoice('leader-elect', flags['leader-elect'], ['true', 'false']) === 'false') return undefined;
  // An empty variable counts as unset.
  const namespace = flags['leader-election-namespace'] ?? (env['POD_NAMESPACE'] || 'default');
  return { namespace: readNamespace('leader-election-namespace', namespace), timing };
}
