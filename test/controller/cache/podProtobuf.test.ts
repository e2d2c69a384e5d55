// The fields that are read of a pod in a protobuf list.
import { expect, test } from '@jest/globals';
import { LabelDemand } from '../../../src/controller/cache/labelDemand.ts';
import { podProtobufReader } from '../../../src/controller/cache/podProtobuf.ts';
import { toPodView } from '../../../src/controller/cache/podView.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { toCachedAsvc } from '../../support/objects/cached.ts';
import { field, nested } from '../../support/objects/protobufBytes.ts';

const PRIORITY = 'activestandby.dev/priority';

function bytesOf(texts: object, number: number): Buffer {
  const entries = Object.entries(texts).map(([key, value]) => nested(number, field(1, key), field(2, value)));
  return nested(1, field(1, 'a'), field(3, 'shop'), field(5, 'a-uid'), field(6, '5'), ...entries);
}

test('reads whether the deletion cost is ours', () => {
  const demand = new LabelDemand();
  const bytes = bytesOf({ 'controller.kubernetes.io/pod-deletion-cost': '2147483600' }, 12);
  expect(toPodView(podProtobufReader(demand)(bytes), demand)).toMatchObject({ deletionCost: 'ours', annotations: {} });
});

test('reads only the annotations that give its priority', () => {
  const priorities = { [PRIORITY]: '5', [`orders.${PRIORITY}`]: '7' };
  const demand = new LabelDemand();
  const object = podProtobufReader(demand)(bytesOf({ ...priorities, 'team/note': 'x'.repeat(1000) }, 12));
  expect(object.metadata?.annotations).toEqual(priorities);
  expect(toPodView(object, demand).annotations).toEqual(priorities);
});

test('reads the labels that are in demand at that time, whatever is in demand later', () => {
  const demand = new LabelDemand();
  const ask = (key: string) => {
    const selector = { matchExpressions: [{ key, operator: 'Exists' }] };
    demand.insert('', toCachedAsvc(asvcObject('orders', { selector })));
  };
  const zone = { 'topology.kubernetes.io/zone': 'z1' };
  const bytes = bytesOf({ app: 'orders', tier: 'x', 'team/note': 'y', 'pod-template-hash': 'f00', ...zone }, 11);
  const read = podProtobufReader(demand);
  ask('app');
  const early = read(bytes);
  ask('tier');
  const late = read(bytes);
  const hash = { 'pod-template-hash': 'f00' };
  expect(early.metadata?.labels).toEqual({ app: 'orders', ...hash, ...zone });
  expect([early, late].map((object) => toPodView(object, demand))).toMatchObject([
    { metadata: { labels: { app: 'orders', ...hash } }, labelsReadAt: 1, zone: 'z1' },
    { metadata: { labels: { app: 'orders', tier: 'x', ...hash } }, labelsReadAt: 2 },
  ]);
});
