// Whatever bytes come in place of an object, a list or a refusal: they are read right or rejected, and never throw
// anything else or make us wait. By day 5,000 mutated messages of each kind, by night as many as PROPERTY_RUNS says.
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

/** The only ways in which a message may be rejected. */
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

  test('is read right with fields that nobody asks for between all others', () => {
    expectAlways(unknownFields(bytes), (more) => demand(isSame(toView(more), expected), 'it is read otherwise'));
  });

  test('is read or rejected, however it is damaged', () => {
    expectAlways(anyMutation, (mutation) => {
      const damaged = mutated(bytes, mutation);
      nameInMessage(damaged);
      unlessRejected(() => JSON.stringify(toView(damaged)));
    });
  });

  test('that is damaged leaves all others of its list as they are, or the list is rejected', async () => {
    await expectAlwaysLater(anyMutation, async (mutation) => {
      const list = listBytes('7', [bytes, mutated(bytes, mutation), bytes]);
      const { items, unreadable } = await readProtobufList(pieces(list), toView);
      demand(items.length + unreadable.length === 3, 'one is missing');
      demand(isSame(items.at(0), expected) && isSame(items.at(-1), expected), 'another one is hurt');
    });
  });
});

test('a list is read or rejected, however it is damaged', async () => {
  const list = listBytes('7', [podBytes(fullPod), podBytes(fullPod)], 'more');
  await expectAlwaysLater(anyMutation, async (mutation) => {
    try {
      await readProtobufList(pieces(mutated(list, mutation)), readPod);
    } catch (error) {
      if (!isRejection(error)) throw error;
    }
  });
});

test('a refusal is read or rejected, however it is damaged', () => {
  expectAlways(anyMutation, (mutation) => void unlessRejected(() => statusOfProtobuf(mutated(refusal, mutation))));
});

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer, void, void> {
  for (let start = 0; start < bytes.length; start += 512) yield bytes.subarray(start, start + 512);
}
