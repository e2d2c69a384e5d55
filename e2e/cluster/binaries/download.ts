// Fetches one file over HTTP and keeps it only if its SHA-256 is the expected one. A server that sends nothing is
// abandoned soon, so that the next way of obtaining the file is tried.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { ClusterError, reasonOf } from '../clusterError.ts';

export interface Deadlines {
  readonly firstByteMs: number;
  /** The longest pause between bytes. */
  readonly silenceMs: number;
}

export const ordinaryDeadlines: Deadlines = { firstByteMs: 5_000, silenceMs: 20_000 };

export interface Download {
  readonly url: string;
  readonly sha256: string;
  readonly file: string;
  readonly deadlines: Deadlines;
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
}

export async function download({ url, sha256, file, deadlines, onProgress }: Download): Promise<void> {
  const hash = createHash('sha256');
  const target = await open(file, 'w');
  let received = 0;
  try {
    await receive(url, deadlines, async (chunk, total) => {
      hash.update(chunk);
      await target.write(chunk);
      received += chunk.length;
      onProgress(received, total);
    });
  } finally {
    await target.close();
  }
  const actual = hash.digest('hex');
  if (actual !== sha256) {
    throw new ClusterError(`download ${url}`, `its SHA-256 is ${actual}, and ${sha256} is expected`);
  }
}

export async function downloadText(url: string, deadlines: Deadlines): Promise<string> {
  const chunks: Uint8Array[] = [];
  await receive(url, deadlines, (chunk) => {
    chunks.push(chunk);
    return Promise.resolve();
  });
  return Buffer.concat(chunks).toString('utf8');
}

type Consume = (chunk: Uint8Array, totalBytes: number) => Promise<void>;

async function receive(url: string, deadlines: Deadlines, consume: Consume): Promise<void> {
  // Honours HTTPS_PROXY and NO_PROXY.
  const dispatcher = new EnvHttpProxyAgent({ allowH2: false });
  const controller = new AbortController();
  const giveUpAfter = (ms: number): NodeJS.Timeout =>
    setTimeout(() => controller.abort(new Error(`the server sent nothing for ${ms / 1000} s`)), ms);
  let timer = giveUpAfter(deadlines.firstByteMs);
  try {
    const response = await fetch(url, { dispatcher, signal: controller.signal });
    for await (const chunk of bodyOf(response)) {
      clearTimeout(timer);
      await consume(chunk, Number(response.headers.get('content-length') ?? 0));
      timer = giveUpAfter(deadlines.silenceMs);
    }
  } catch (error) {
    throw new ClusterError(`download ${url}`, innermostReason(error), error);
  } finally {
    clearTimeout(timer);
    await dispatcher.destroy();
  }
}

function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
  if (response.body === null) throw new Error('the answer has no body');
  return response.body;
}

/** The message of fetch is "fetch failed" or "terminated"; its cause has the reason. */
function innermostReason(error: unknown): string {
  return isNativeError(error) && error.cause !== undefined ? innermostReason(error.cause) : reasonOf(error);
}
