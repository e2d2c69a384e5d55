// Passes KUBERNETES_EXEC_INFO to exec plugins, as Kubernetes specifies and some plugins require; client-node does not.
// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
import { readFileSync } from 'node:fs';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';

const VARIABLE = 'KUBERNETES_EXEC_INFO';

interface ExecConfig {
  readonly apiVersion?: string;
  readonly provideClusterInfo?: boolean;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
}

interface ExecUser extends User {
  readonly exec: ExecConfig;
}

export function withExecInfo(kubeConfig: KubeConfig): KubeConfig {
  const cluster = kubeConfig.getCurrentCluster();
  const users = kubeConfig.users.map((user) =>
    hasExec(user) && !hasExecInfo(user) ? addExecInfo(user, cluster) : user,
  );
  const { clusters, contexts, currentContext } = kubeConfig;
  kubeConfig.loadFromOptions({ clusters, contexts, users, currentContext });
  return kubeConfig;
}

function hasExec(user: User): user is ExecUser {
  return typeof user.exec === 'object' && user.exec !== null;
}

function hasExecInfo({ exec }: ExecUser): boolean {
  return exec.env?.some(({ name }) => name === VARIABLE) === true;
}

function addExecInfo(user: ExecUser, cluster: Cluster | null): User {
  const { env, apiVersion = 'client.authentication.k8s.io/v1', provideClusterInfo = false } = user.exec;
  const spec = { interactive: false, ...(provideClusterInfo && cluster ? { cluster: describe(cluster) } : {}) };
  const info = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec });
  return { ...user, exec: { ...user.exec, env: [...(env ?? []), { name: VARIABLE, value: info }] } };
}

function describe({ server, tlsServerName, skipTLSVerify, caData, caFile, proxyUrl }: Cluster): object {
  const authority = caFile === undefined ? caData : readFileSync(caFile).toString('base64');
  return {
    server,
    'tls-server-name': tlsServerName,
    'insecure-skip-tls-verify': skipTLSVerify,
    'certificate-authority-data': authority,
    'proxy-url': proxyUrl,
  };
}
