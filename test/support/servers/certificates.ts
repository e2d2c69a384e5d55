// Certificates for servers and clients of a test, created on demand: just enough of X.509 for Node to accept them.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

interface Subject {
  readonly name: string;
  readonly isAuthority: boolean;
}

const ECDSA_WITH_SHA256 = sequence(oid([1, 2, 840, 10045, 4, 3, 2]));

/** Signs certificates that are valid for a day. */
export class Authority {
  readonly #name: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly cert: string;

  constructor(name: string) {
    this.#name = name;
    this.cert = this.#sign({ name, isAuthority: true }, this.#keys.publicKey);
  }

  /** For a server (an IP address or a DNS name) or a client (any name). */
  issue(name: string): Certificate {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { cert: this.#sign({ name, isAuthority: false }, publicKey), key };
  }

  #sign(subject: Subject, publicKey: KeyObject): string {
    const body = sequence(
      tagged(0xa0, integer(2)),
      integer(Date.now() % 2 ** 31),
      ECDSA_WITH_SHA256,
      commonName(this.#name),
      sequence(time(-3_600_000), time(86_400_000)),
      commonName(subject.name),
      publicKey.export({ type: 'spki', format: 'der' }),
      tagged(0xa3, sequence(...extensions(subject))),
    );
    const signature = sign('sha256', body, this.#keys.privateKey);
    const whole = sequence(body, ECDSA_WITH_SHA256, bits(signature));
    return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`;
  }
}

function extensions({ name, isAuthority }: Subject): readonly Buffer[] {
  const authority = sequence(oid([2, 5, 29, 19]), tagged(0x01, Buffer.from([0xff])), octets(sequence(boolean(true))));
  const address = isIP(name) === 4 ? tagged(0x87, Buffer.from(name.split('.').map(Number))) : undefined;
  const names = sequence(oid([2, 5, 29, 17]), octets(sequence(address ?? tagged(0x82, Buffer.from(name)))));
  return isAuthority ? [authority] : [names];
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid([2, 5, 4, 3]), tagged(0x0c, Buffer.from(name)))));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function integer(value: number): Buffer {
  const hex = value.toString(16);
  const even = hex.padStart(hex.length + (hex.length % 2), '0');
  // A leading bit that is set would make the number negative.
  return tagged(0x02, Buffer.from(Number.parseInt(even.slice(0, 2), 16) < 0x80 ? even : `00${even}`, 'hex'));
}

function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function oid([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function time(fromNowMs: number): Buffer {
  const text = new Date(Date.now() + fromNowMs).toISOString().replace(/[-:T]|\.\d+/g, '');
  return tagged(0x18, Buffer.from(text));
}
