// The files that kube-apiserver reads and writes, and its arguments.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditPolicy } from './auditPolicy.ts';
import type { ControlPlaneNetwork } from './network.ts';
import { writeServiceAccountKeys, writeTokenFile, type User } from './users.ts';

export interface ApiServerFiles {
  /** Where the server writes its self-signed certificate. */
  readonly certDirectory: string;
  /** That certificate with its CA: for clients to verify, and for a proxy to serve with. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly auditFile: string;
  readonly auditPolicyFile: string;
  readonly tokenFile: string;
  readonly serviceAccountKeyFile: string;
  readonly serviceAccountPublicKeyFile: string;
}

export function apiServerFiles(directory: string): ApiServerFiles {
  const certDirectory = join(directory, 'pki');
  return {
    certDirectory,
    certFile: join(certDirectory, 'apiserver.crt'),
    keyFile: join(certDirectory, 'apiserver.key'),
    auditFile: join(directory, 'audit.log'),
    auditPolicyFile: join(directory, 'audit-policy.json'),
    tokenFile: join(directory, 'tokens.csv'),
    serviceAccountKeyFile: join(directory, 'service-account.key'),
    serviceAccountPublicKeyFile: join(directory, 'service-account.pub'),
  };
}

export function writeInputs(files: ApiServerFiles, users: Iterable<User>): void {
  writeServiceAccountKeys(files.serviceAccountKeyFile, files.serviceAccountPublicKeyFile);
  writeTokenFile(files.tokenFile, users);
  writeFileSync(files.auditPolicyFile, JSON.stringify(auditPolicy));
}

export interface ApiServerPlace {
  readonly etcdUrl: string;
  readonly network: ControlPlaneNetwork;
}

export function apiServerArguments(files: ApiServerFiles, { etcdUrl, network }: ApiServerPlace): string[] {
  return [
    `--etcd-servers=${etcdUrl}`,
    '--storage-media-type=application/json',
    '--etcd-compaction-interval=0',
    `--bind-address=${network.address}`,
    `--advertise-address=${network.address}`,
    ...network.apiServerArguments,
    `--cert-dir=${files.certDirectory}`,
    `--token-auth-file=${files.tokenFile}`,
    `--service-account-key-file=${files.serviceAccountPublicKeyFile}`,
    `--service-account-signing-key-file=${files.serviceAccountKeyFile}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--audit-policy-file=${files.auditPolicyFile}`,
    `--audit-log-path=${files.auditFile}`,
    '--audit-log-maxsize=10240',
  ];
}
