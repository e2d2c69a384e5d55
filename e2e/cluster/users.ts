// The token users of the cluster, each with a kubeconfig file of its own; the audit log distinguishes them.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dump } from 'js-yaml';

export interface User {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}

/** Has all permissions; used by the harness and by tests that act as the user. */
export const adminUser = 'admin';
/** The operator under test: has only the permissions of config/, once `bindOperator` has run. */
export const operatorUser = 'operator';
export const controllerManagerUser = 'system:kube-controller-manager';

export function createUsers(further: readonly string[]): ReadonlyMap<string, User> {
  const users = [adminUser, operatorUser, controllerManagerUser, ...further].map((name) => ({
    name,
    token: randomUUID(),
    groups: groupsOf(name),
  }));
  return new Map(users.map((user) => [user.name, user]));
}

function groupsOf(name: string): readonly string[] {
  if (name === adminUser) return ['system:masters'];
  // The Node authorizer knows kubelets by it.
  return name.startsWith('system:node:') ? ['system:nodes'] : [];
}

/** The file for --token-auth-file: token, name, uid and groups. */
export function writeTokenFile(file: string, users: Iterable<User>): void {
  const lines = Array.from(users, ({ name, token, groups }) => `${token},${name},${name},"${groups.join(',')}"`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}

/** The key pair that signs ServiceAccount tokens. */
export function writeServiceAccountKeys(privateFile: string, publicFile: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(privateFile, privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }));
}

export interface Access {
  readonly server: string;
  readonly caFile: string;
  readonly user: User;
}

export function writeKubeconfig(file: string, { server, caFile, user }: Access): string {
  const ca = readFileSync(caFile).toString('base64');
  const name = 'active-standby';
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: user.name, user: { token: user.token } }],
    contexts: [{ name, context: { cluster: name, user: user.name, namespace: 'default' } }],
  };
  writeFileSync(file, dump(kubeconfig, { lineWidth: -1 }), { mode: 0o600 });
  return file;
}
