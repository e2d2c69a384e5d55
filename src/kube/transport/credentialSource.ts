// Whom are we to the server at this moment?
// Token files, certificates and authorities are read for each request, and programs that make credentials run when
// those they made have expired. What the server refuses is obtained anew, from the kubeconfig on.
import type { KubeConfig } from '@kubernetes/client-node';
import { readCredentials, type Credentials } from './credentials.ts';
import { withExecInfo } from './execInfo.ts';
import { describeNetworkError } from './networkError.ts';

export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  /** Tells that no request has left. */
  readonly code = 'ERR_CREDENTIALS';
}

export class CredentialSource {
  readonly #reload: () => KubeConfig;
  #kubeConfig: KubeConfig;
  /** Shared by all who ask at the same time: a program must not run for each of them. */
  #reading: Promise<Credentials> | undefined;
  #latest: Credentials | undefined;

  constructor(kubeConfig: KubeConfig, reload: () => KubeConfig) {
    this.#kubeConfig = withExecInfo(kubeConfig);
    this.#reload = reload;
  }

  get kubeConfig(): KubeConfig {
    return this.#kubeConfig;
  }

  async read(): Promise<Credentials> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** The server does not take these. The latest only: others are not in use any more. */
  refused(credentials: Credentials): void {
    if (credentials !== this.#latest) return;
    this.#latest = undefined;
    try {
      this.#kubeConfig = withExecInfo(this.#reload());
    } catch {
      // The file may be just being written: the next refusal tries again.
    }
  }

  async #read(): Promise<Credentials> {
    try {
      this.#latest = await readCredentials(this.#kubeConfig);
      return this.#latest;
    } catch (cause) {
      const reason = describeNetworkError(cause).trim();
      throw new CredentialsError(`credentials cannot be obtained: ${reason}`, { cause });
    }
  }
}
