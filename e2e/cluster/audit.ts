// The requests of a user, read from the API server's audit log, which is written in blocking mode and loses nothing.
import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from './api.ts';
import { ClusterError } from './clusterError.ts';
import { parseJson } from './json.ts';

export interface AuditedRequest {
  readonly user: string;
  /** get, list, watch, create, update, patch, delete … */
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
  /** RFC 3339 with microseconds. */
  readonly receivedAt: string;
  readonly completedAt: string;
  /** The body of a write; of the operator's own writes only. */
  readonly body: unknown;
}

/** A position in the log. */
export type AuditMark = number;

const mutatingVerbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
const deadlineMs = 5_000;
const pollMs = 10;

export class AuditLog {
  readonly #file: string;
  readonly #api: Api;

  constructor(file: string, api: Api) {
    this.#file = file;
    this.#api = api;
  }

  /** All requests that were answered before are before the mark. */
  async mark(): Promise<AuditMark> {
    const { size } = await stat(this.#file);
    const { end } = await this.#readUpToNow(size);
    return end;
  }

  /** Completed requests in the order of their completion; watches only once they have ended. */
  async requests(user: string, since: AuditMark): Promise<readonly AuditedRequest[]> {
    const { text } = await this.#readUpToNow(since);
    const entries = text.split('\n').filter((line) => line.includes('"ResponseComplete"'));
    return entries.map((line) => toRequest(parseJson<AuditEntry>(line))).filter((request) => request.user === user);
  }

  /** Refused ones included: see their code. */
  async mutatingRequests(user: string, since: AuditMark): Promise<readonly AuditedRequest[]> {
    return (await this.requests(user, since)).filter(({ verb }) => mutatingVerbs.has(verb));
  }

  /** Sends a request: once it is in the log, everything earlier is, too. */
  async #readUpToNow(from: AuditMark): Promise<{ text: string; end: AuditMark }> {
    const marker = `mark=${randomUUID()}`;
    await this.#api.text('GET', `/version?${marker}`);
    const giveUpMs = performance.now() + deadlineMs;
    while (performance.now() < giveUpMs) {
      const content = await this.#read(from);
      const markerEnd = content.indexOf('\n', content.indexOf(marker));
      if (content.includes(marker) && markerEnd !== -1) {
        return { text: content.subarray(0, markerEnd).toString('utf8'), end: from + markerEnd + 1 };
      }
      await delay(pollMs);
    }
    throw new ClusterError(`read ${this.#file}`, `our own request is not in it after ${deadlineMs / 1000} s`);
  }

  async #read(from: AuditMark): Promise<Buffer> {
    const file = await open(this.#file, 'r');
    try {
      const { size } = await file.stat();
      const { buffer } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
      return buffer;
    } finally {
      await file.close();
    }
  }
}

interface AuditEntry {
  readonly verb: string;
  readonly user: { readonly username?: string };
  readonly objectRef?: Readonly<Record<string, string>>;
  readonly responseStatus?: { readonly code?: number };
  readonly requestObject?: unknown;
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

function toRequest(entry: AuditEntry): AuditedRequest {
  const { apiGroup = '', resource = '', subresource = '', namespace = '', name = '' } = entry.objectRef ?? {};
  return {
    user: entry.user.username ?? '',
    verb: entry.verb,
    group: apiGroup,
    resource,
    subresource,
    namespace,
    name,
    code: entry.responseStatus?.code ?? 0,
    receivedAt: entry.requestReceivedTimestamp,
    completedAt: entry.stageTimestamp,
    body: entry.requestObject,
  };
}
