import { expect, test } from '@jest/globals';
import { BlockList } from 'node:net';
import { Addresses, blocks, mostNodes } from './addresses.ts';

function listOf(...ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), 'ipv4');
  }
  return list;
}

const all = Array.from({ length: blocks }, (_, block) => new Addresses(block));

test('no two clusters have an address in common, and all are in the range that is reserved for tests', () => {
  const reserved = listOf('198.18.0.0/15');
  for (const { block, gateway, dns, pods } of all) {
    const others = all.filter((other) => other.block !== block);
    const foreign = listOf(...others.flatMap(({ link, services, pods }) => [link, services, pods]));
    const own = [gateway, dns, pods.split('/')[0] ?? ''];
    expect(own.filter((address) => foreign.check(address))).toEqual([]);
    expect(own.filter((address) => !reserved.check(address))).toEqual([]);
  }
});

test('nodes, Services and pods of a cluster are apart', () => {
  const one = new Addresses(17);
  expect({ link: one.link, services: one.services, pods: one.pods }).toEqual({
    link: '198.19.16.0/24',
    services: '198.19.17.0/24',
    pods: '198.19.24.0/21',
  });
  const last = one.podsOf(mostNodes - 1).split('/')[0] ?? '';
  expect(listOf(one.pods).check(last)).toBe(true);
  expect(listOf(one.link).check(one.client(100))).toBe(true);
  expect(one.node(mostNodes - 1)).not.toBe(one.client(0));
});
