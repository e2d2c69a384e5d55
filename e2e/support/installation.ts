// The operator as `kubectl apply -f install.yaml` installs it: with the permissions of its ServiceAccount, by tokens of
// the API server, and the arguments of its Deployment. Where there are no nodes, a process plays each pod.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Deployment } from '@kubernetes/client-node';
import type { KubeObject, Wire } from '../../src/kube/wire.ts';
import { findBinaries } from '../cluster/binaries/findBinaries.ts';
import { untilEstablished } from '../cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane, type ControlPlaneOptions } from '../cluster/controlPlane.ts';
import { OperatorProcess, type OperatorOptions } from '../cluster/operatorProcess.ts';
import { adminUser, writeKubeconfig } from '../cluster/users.ts';

export const NAMESPACE = 'activestandby-system';
export const operatorAccount = `system:serviceaccount:${NAMESPACE}:activestandby-operator`;
const ACCOUNT_FILES = '/var/run/secrets/kubernetes.io/serviceaccount';

export type Deployment = KubeObject & Wire<V1Deployment>;

export interface Output {
  readonly succeeded: boolean;
  readonly out: string;
  readonly err: string;
}

/** As a user of this cluster, with kubectl in the path. */
export function runAsUser(plane: ControlPlane, command: string, ...args: readonly string[]): Promise<Output> {
  const folder = join(plane.directory, 'bin');
  mkdirSync(folder, { recursive: true });
  const kubectl = join(folder, 'kubectl');
  if (!existsSync(kubectl)) symlinkSync(findBinaries().kubectl, kubectl);
  const PATH = `${folder}:${process.env['PATH']}`;
  return runCommand([command, ...args], { PATH, KUBECONFIG: plane.kubeconfig(adminUser) });
}

export function runCommand([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Output> {
  const { promise, resolve } = Promise.withResolvers<Output>();
  // Tests may themselves run below a make, with flags of its own.
  execFile(command, args, { env: { ...process.env, MAKEFLAGS: '', ...env } }, (error, out, err) =>
    resolve({ succeeded: error === null, out, err }),
  );
  return promise;
}

/** The file that `make manifests` makes of a folder of config/. */
export async function makeInstallYaml(plane: ControlPlane, config = 'config/'): Promise<string> {
  const file = join(plane.directory, 'install.yaml');
  const { succeeded, err } = await runAsUser(plane, 'make', 'manifests', `CONFIG=${config}`, `INSTALL_YAML=${file}`);
  if (!succeeded) throw new Error(`Cannot make the manifests of ${config}: ${err}`);
  return file;
}

export async function install(plane: ControlPlane, config?: string): Promise<Output> {
  const output = await runAsUser(plane, 'kubectl', 'apply', '-f', await makeInstallYaml(plane, config));
  await untilEstablished(plane, '-f', 'crds');
  return output;
}

export async function startInstalledPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const plane = await startControlPlane(options);
  await install(plane);
  return plane;
}

export function deployment({ api }: ControlPlane): Promise<Deployment> {
  return api.request('GET', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/activestandby-operator`);
}

export interface PodProcess {
  /** Without those for its ports: processes share those of one machine. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export async function podOfDeployment(plane: ControlPlane, name: string): Promise<PodProcess> {
  const [container] = (await deployment(plane)).spec?.template.spec?.containers ?? [];
  const fields: Readonly<Record<string, string>> = { 'metadata.name': name, 'metadata.namespace': NAMESPACE };
  const variables = (container?.env ?? []).map(({ name: variable, value, valueFrom }) => {
    return [variable, value ?? fields[valueFrom?.fieldRef?.fieldPath ?? ''] ?? ''];
  });
  const args = (container?.args ?? []).filter((arg) => !arg.includes('-bind-address='));
  return { args, env: Object.fromEntries(variables) };
}

/** What a kubelet mounts into the pod, and the variables by which the pod finds the API server. */
export async function accountOfPod(plane: ControlPlane) {
  const { hostname, port } = new URL(plane.server);
  const files = {
    token: await requestToken(plane),
    'ca.crt': readFileSync(plane.files.certFile, 'utf8'),
    namespace: NAMESPACE,
  };
  return {
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`${ACCOUNT_FILES}/${name}`, text])),
    env: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
  };
}

async function requestToken({ api }: ControlPlane): Promise<string> {
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/activestandby-operator/token`;
  const { status } = await api.request<{ status: { token: string } }>('POST', path, { body: { spec: {} } });
  return status.token;
}

export interface PodOptions extends Partial<OperatorOptions> {
  /** A proxy in place of the API server. */
  readonly server?: string;
}

/** A process in place of a pod of the Deployment; returns once it is ready. */
export async function startPod(plane: ControlPlane, name: string, options: PodOptions = {}): Promise<OperatorProcess> {
  const { server = plane.server, ...rest } = options;
  const user = { name: operatorAccount, token: await requestToken(plane), groups: [] };
  const file = join(plane.directory, `${name}.kubeconfig`);
  const kubeconfig = writeKubeconfig(file, { server, caFile: plane.files.certFile, user });
  return OperatorProcess.start(plane, { kubeconfig, ...(await podOfDeployment(plane, name)), ...rest });
}
