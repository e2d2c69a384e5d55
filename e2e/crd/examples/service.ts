// Examples for spec.service.
import { atMost, example, type Example } from './example.ts';

const NAME = 'spec.service.name';
const TYPE = 'spec.service.type';
const PORTS = 'spec.service.ports';
const FIRST = `${PORTS}[0]`;

function ports(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ name: `port-${index}`, port: index + 1 }));
}

const tcp = { name: 'tcp', port: 53, protocol: 'TCP' };
const udp = { name: 'udp', port: 53, protocol: 'UDP' };
const longestName = `${'a'.repeat(253)}/${'b'.repeat(63)}`;

export const serviceExamples: readonly Example[] = [
  example('spec', 'required', {
    good: { selector: { matchLabels: { a: 'b' } }, service: { type: 'Headless' } },
    bad: undefined,
  }),
  example('spec.service', 'required', { good: { type: 'Headless' }, bad: undefined }),
  example('spec.service', 'a Service with a cluster IP needs a port', {
    good: { type: 'Headless' },
    bad: { ports: [] },
  }),
  example('', 'metadata.name cannot be the name of a Service', {
    at: 'metadata.name',
    good: '1-orders',
    bad: 'orders.v2',
  }),
  example('', 'metadata.name cannot be the name of a Service', { at: 'metadata.name', ...atMost(63) }),
  example(NAME, 'maxLength', atMost(63)),
  example(NAME, 'pattern', { good: '1-orders', bad: 'Orders' }),
  example(NAME, 'use lowercase letters', { good: 'orders-1', bad: 'orders-' }),
  example(TYPE, 'enum', { good: 'Headless', bad: 'NodePort' }),
  example(PORTS, 'maxItems', { good: ports(32), bad: ports(33) }),
  example(PORTS, 'list of unique items', { good: [tcp, udp], bad: [tcp, { ...tcp, name: 'again' }] }),
  example(PORTS, 'list every pair of port and protocol once', {
    good: [tcp, udp],
    bad: [tcp, { name: 'again', port: 53 }],
  }),
  example(PORTS, 'give every port a name when', { good: [{ port: 1 }], bad: [{ port: 1 }, { port: 2, name: 'b' }] }),
  example(PORTS, 'give every port a unique name', { good: [tcp, udp], bad: [tcp, { ...udp, name: 'tcp' }] }),
  example(`${FIRST}.name`, 'maxLength', atMost(63)),
  example(`${FIRST}.name`, 'pattern', { good: 'http-1', bad: 'HTTP' }),
  example(`${FIRST}.name`, 'use lowercase letters', { good: '1', bad: '-http' }),
  example(`${FIRST}.port`, 'required', { good: 1, bad: undefined }),
  example(`${FIRST}.port`, 'minimum', { good: 1, bad: 0 }),
  example(`${FIRST}.port`, 'maximum', { good: 65535, bad: 65536 }),
  example(`${FIRST}.targetPort`, 'minimum', { good: 1, bad: 0 }),
  example(`${FIRST}.targetPort`, 'maximum', { good: 65535, bad: 65536 }),
  example(`${FIRST}.targetPort`, 'maxLength', atMost(15)),
  example(`${FIRST}.targetPort`, 'pattern', { good: 'web-1', bad: 'web--1' }),
  example(`${FIRST}.targetPort`, 'use a number', { good: 8080, bad: '8080' }),
  example(`${FIRST}.protocol`, 'enum', { good: 'SCTP', bad: 'HTTP' }),
  example(`${FIRST}.appProtocol`, 'maxLength', { good: longestName, bad: `${longestName}b` }),
  example(`${FIRST}.appProtocol`, 'use a protocol name', { good: 'kubernetes.io/h2c', bad: 'h2c and more' }),
];
