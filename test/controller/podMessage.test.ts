// What is read of a pod that comes in a list, some time before it is looked at?
import { expect, test } from '@jest/globals';
import { AnnotationKeys } from '../../src/controller/annotationKeys.ts';
import { toCachedAsvc } from '../../src/controller/cachedObject.ts';
import { podMessageReader } from '../../src/controller/podMessage.ts';
import { toPodView } from '../../src/controller/podView.ts';
import { asvcObject } from '../support/asvcs.ts';
import { field, nested } from '../support/protobufBytes.ts';

const DEFAULT = 'activestandby.dev/priority';
const annotations = { [DEFAULT]: '5', 'team/rank': '7', 'team/note': 'long' };
const entries = Object.entries(annotations).map(([key, value]) => nested(12, field(1, key), field(2, value)));
const bytes = nested(1, field(1, 'a'), field(3, 'shop'), field(5, 'a-uid'), field(6, '5'), ...entries);

function name(key: string, keys: AnnotationKeys): void {
  keys.insert('', toCachedAsvc(asvcObject('orders', { election: { priorityAnnotation: key } })));
}

test('whose deletion cost it has, which nobody has to ask for', () => {
  const cost = nested(12, field(1, 'controller.kubernetes.io/pod-deletion-cost'), field(2, '2147483600'));
  const keys = new AnnotationKeys();
  const pod = podMessageReader(keys)(nested(1, field(1, 'a'), field(5, 'a-uid'), field(6, '5'), cost));
  expect(toPodView(pod, keys)).toMatchObject({ deletionCost: 'ours', annotations: {} });
});

test('those annotations that were asked for when it was read, whatever is asked for later', () => {
  const keys = new AnnotationKeys();
  const read = podMessageReader(keys);
  const early = read(bytes);
  name('team/rank', keys);
  const late = read(bytes);
  name('team/note', keys);
  expect([early, late].map((object) => toPodView(object, keys))).toMatchObject([
    { annotations: { [DEFAULT]: '5' }, annotationKeys: [DEFAULT] },
    { annotations: { [DEFAULT]: '5', 'team/rank': '7' }, annotationKeys: [DEFAULT, 'team/rank'] },
  ]);
});
