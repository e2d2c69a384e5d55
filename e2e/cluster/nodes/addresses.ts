// Which addresses has a cluster with nodes? A block of 198.18.0.0/15, which is reserved for tests of networks, so that no
// real network of this machine is hidden; there are as many clusters at once as there are blocks.

export const blocks = 32;
/** With the gateway first; clients have the upper half. */
const firstNode = 2;
const firstClient = 128;

/** IPv4 ranges in CIDR notation, or single addresses. */
export class Addresses {
  readonly block: number;
  readonly #prefix: (third: number) => string;

  constructor(block: number) {
    this.block = block;
    const [second, third] = [18 + Math.floor(block / 16), (block % 16) * 16];
    this.#prefix = (offset) => `198.${second}.${third + offset}`;
  }

  /** Of nodes and clients, all on one link. */
  get link(): string {
    return `${this.#prefix(0)}.0/24`;
  }

  /** This machine on that link: the control plane is here. */
  get gateway(): string {
    return `${this.#prefix(0)}.1`;
  }

  get services(): string {
    return `${this.#prefix(1)}.0/24`;
  }

  /** The ClusterIP of CoreDNS. */
  get dns(): string {
    return `${this.#prefix(1)}.10`;
  }

  /** Of all nodes. */
  get pods(): string {
    return `${this.#prefix(8)}.0/21`;
  }

  node(index: number): string {
    return `${this.#prefix(0)}.${firstNode + index}`;
  }

  podsOf(index: number): string {
    return `${this.#prefix(8 + index)}.0/24`;
  }

  client(index: number): string {
    return `${this.#prefix(0)}.${firstClient + index}`;
  }
}

export const mostNodes = 8;
