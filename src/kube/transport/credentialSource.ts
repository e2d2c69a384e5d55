// The current credentials. Token files, certificates and CAs are read for each request; an exec plugin runs when its
// credentials have expired. Credentials that the server refuses are read again, starting with the kubeconfig.
import type { KubeConfig } from '@kubernetes/client-node';
import { readCredentials, type Credentials } from './credentials.ts';
import { withExecInfo } from './execInfo.ts';
import { describeNetworkError } from './networkError.ts';

export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  /** No request was sent: see networkError.ts. */
  readonly code = 'ERR_CREDENTIALS';
}

export class CredentialSource {
  readonly #reload: () => KubeConfig;
  #kubeConfig: KubeConfig;
  /** Shared by concurrent callers, so that an exec plugin runs once. */
  #reading: Promise<Credentials> | undefined;
  #latest: Credentials | undefined;

  constructor(kubeConfig: KubeConfig, reload: () => KubeConfig) {
    this.#kubeConfig = withExecInfo(kubeConfig);
    this.#reload = reload;
  }

  get kubeConfig(): KubeConfig {
    return this.#kubeConfig;
  }

  /** Rejects with a CredentialsError. */
  async read(): Promise<Credentials> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** The server answered 401 to these. Older ones than the latest are ignored. */
  refused(credentials: Credentials): void {
    if (credentials !== this.#latest) return;
    this.#latest = undefined;
    try {
      this.#kubeConfig = withExecInfo(this.#reload());
    } catch {
      // The file may be half written; the next refusal reads it again.
    }
  }

  async #read(): Promise<Credentials> {
    try {
      this.#latest = await readCredentials(this.#kubeConfig);
      return this.#latest;
    } catch (cause) {
      const reason = describeNetworkError(cause).trim();
      throw new CredentialsError(`cannot obtain credentials: ${reason}`, { cause });
    }
  }
}
