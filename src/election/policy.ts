// What the spec asks of an election, in plain numbers.
import type { IpFamily } from './podView.ts';

export interface NamedPort {
  readonly name: string;
  readonly protocol: string;
}

export interface Policy {
  /** Hands off: no election and no repair, only a dead pod's address is withdrawn. */
  readonly paused: boolean;
  /** Undefined until the Service exists; then nobody can be elected. */
  readonly family: IpFamily | undefined;
  /** Target ports that each candidate must name itself. */
  readonly namedPorts: readonly NamedPort[];
  readonly minReadyMs: number;
  /** How long a not-ready active is tolerated, in milliseconds. */
  readonly delayMs: number;
  readonly noCandidate: 'Empty' | 'KeepLast';
}
