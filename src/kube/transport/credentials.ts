// With what do we prove who we are, and how do we know the server?
// Asked anew for each request: token files are read again, exec plugins run again, and rotated CAs are noticed.
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

/** What decides whether a connection may be shared. */
export type TlsMaterial = Pick<
  RequestOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'rejectUnauthorized' | 'servername'
>;

export async function readCredentials(kubeConfig: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  // Unlike applySecurityAuthentication this makes its connection agent once, and we never use that one.
  await kubeConfig.applyToHTTPSOptions(options);
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const tls = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
  return { headers: { ...headersOf(options), ...basicAuth(options.auth) }, tls: definedOf(tls) };
}

function headersOf({ headers = {} }: RequestOptions): Record<string, string> {
  // Token files tend to end in a newline, which no header may contain.
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value).trim()]));
}

function basicAuth(auth: string | null | undefined): Record<string, string> {
  return auth ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
}

function definedOf(tls: { readonly [Name in keyof TlsMaterial]: TlsMaterial[Name] | undefined }): TlsMaterial {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
