// The messages between a supervisor and its parent, as JSON over Node's IPC channel.

export interface SpawnRequest {
  readonly type: 'spawn';
  readonly id: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

export type Request = SpawnRequest | { readonly type: 'stop' } | { readonly type: 'release' };

export type Report =
  | { readonly type: 'started'; readonly id: number; readonly pid: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'exited'; readonly id: number; readonly code: number | null; readonly signal: string | null }
  | { readonly type: 'released' };
