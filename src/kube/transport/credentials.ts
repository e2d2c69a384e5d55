// Reads headers and TLS material from the kubeconfig, for each request: token files are read again, exec plugins run
// again, and rotated CAs are used.
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

/** Requests with equal TLS material share connections. */
export type TlsMaterial = Pick<
  RequestOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'rejectUnauthorized' | 'servername'
>;

export async function readCredentials(kubeConfig: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  // applySecurityAuthentication would make a connection agent for each call.
  await kubeConfig.applyToHTTPSOptions(options);
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const tls = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
  return { headers: { ...headersOf(options), ...basicAuth(options.auth) }, tls: definedOf(tls) };
}

function headersOf({ headers = {} }: RequestOptions): Record<string, string> {
  // Token files often end in a newline, which is invalid in a header.
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value).trim()]));
}

function basicAuth(auth: string | null | undefined): Record<string, string> {
  return auth ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
}

function definedOf(tls: { readonly [Name in keyof TlsMaterial]: TlsMaterial[Name] | undefined }): TlsMaterial {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
