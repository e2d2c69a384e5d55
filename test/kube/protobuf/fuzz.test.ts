// Mutated bytes of an object, a list or a Status are read or rejected; they never cause another error or a hang.
// 5,000 mutated messages of each kind by default, or as many as PROPERTY_RUNS says (nightly).
import { describe, test } from '@jest/globals';
import { LabelDemand } from '../../../src/controller/cache/labelDemand.ts';
import { MetadataError } from '../../../src/controller/cache/metadata.ts';
import { readNodeProtobuf } from '../../../src/controller/cache/nodeProtobuf.ts';
import { toNodeView } from '../../../src/controller/cache/nodeView.ts';
import { podProtobufReader } from '../../../src/controller/cache/podProtobuf.ts';
import { toPodView } from '../../../src/controller/cache/podView.ts';
import { statusOfProtobuf } from '../../../src/kube/api/protobufStatus.ts';
import { ProtobufError } from '../../../src/kube/protobuf/protobuf.ts';
import { readProtobufList } from '../../../src/kube/protobuf/protobufList.ts';
import { nameInMessage } from '../../../src/kube/protobuf/protobufName.ts';
import { fullNode, fullPod } from '../../support/objects/fullObjects.ts';
import { anyMutation, mutated, unknownFields } from '../../support/objects/mutations.ts';
import { field, listBytes, nested } from '../../support/objects/protobufBytes.ts';
import { nodeBytes, podBytes } from '../../support/objects/protobufObjects.ts';
import { demand, expectAlways, expectAlwaysLater, isSame } from '../../support/properties.ts';

const labels = new LabelDemand();
const readPod = podProtobufReader(labels);

const kinds = [
  ['pod', podBytes(fullPod), (bytes: Buffer): object => toPodView(readPod(bytes), labels)],
  ['node', nodeBytes(fullNode), (bytes: Buffer): object => toNodeView(readNodeProtobuf(bytes))],
] as const;

const refusal = Buffer.concat([
  Buffer.from('k8s\0'),
  nested(2, field(2, 'Failure'), field(3, 'pods is forbidden'), field(4, 'Forbidden')),
]);

/** The only errors by which a message may be rejected. */
function isRejection(error: unknown): boolean {
  return error instanceof ProtobufError || error instanceof MetadataError;
}

function unlessRejected<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isRejection(error)) return undefined;
    throw error;
  }
}

describe.each(kinds)('a %s', (_, bytes, toView) => {
  const expected = toView(bytes);

  test('is read correctly with unknown fields between all others', () => {
    expectAlways(unknownFields(bytes), (more) => demand(isSame(toView(more), expected), 'it is read differently'));
  });

  test('is read or rejected after any damage', () => {
    expectAlways(anyMutation, (mutation) => {
      const damaged = mutated(bytes, mutation);
      nameInMessage(damaged);
      unlessRejected(() => JSON.stringify(toView(damaged)));
    });
  });

  test('that is damaged does not affect the others of its list, or the list is rejected', async () => {
    await expectAlwaysLater(anyMutation, async (mutation) => {
      const list = listBytes('7', [bytes, mutated(bytes, mutation), bytes]);
      const { items, unreadable } = await readProtobufList(pieces(list), toView);
      demand(items.length + unreadable.length === 3, 'one is missing');
      demand(isSame(items.at(0), expected) && isSame(items.at(-1), expected), 'another one is affected');
    });
  });
});

test('a list is read or rejected after any damage', async () => {
  const list = listBytes('7', [podBytes(fullPod), podBytes(fullPod)], 'more');
  await expectAlwaysLater(anyMutation, async (mutation) => {
    try {
      await readProtobufList(pieces(mutated(list, mutation)), readPod);
    } catch (error) {
      if (!isRejection(error)) throw error;
    }
  });
});

test('a Status is read or rejected after any damage', () => {
  expectAlways(anyMutation, (mutation) => void unlessRejected(() => statusOfProtobuf(mutated(refusal, mutation))));
});

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer, void, void> {
  for (let start = 0; start < bytes.length; start += 512) yield bytes.subarray(start, start + 512);
}
