import { afterEach, describe, expect, it } from '@jest/globals';
import { readProtobufList } from '../../src/kube/protobufList.ts';
import { message, readMessage, shape, text, textMap } from '../../src/kube/protobuf.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { field, listBytes, nested } from '../support/protobufBytes.ts';
import { Reflected } from '../support/reflected.ts';
import { refusedStream, rawStream, ScriptedTransport, stream } from '../support/scriptedTransport.ts';

const metadata = shape({
  1: text('name'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  11: textMap('labels'),
});
const thingShape = shape({ 1: message('metadata', metadata) });
const fromProtobuf = (bytes: Buffer): KubeObject => readMessage<KubeObject>(bytes, thingShape, {});

function thing(name: string, version: number): Buffer {
  return nested(1, field(1, name), field(3, 'shop'), field(5, `uid-${name}`), field(6, String(version)));
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, void> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe('a protobuf list', () => {
  const bytes = listBytes('77', [thing('a', 1), thing('größer', 2)], 'more');

  it.each([1, 2, 7, 64, 100_000])('is read from pieces of %i bytes', async (size) => {
    const { metadata: page, items } = await readProtobufList(inPieces(bytes, size), fromProtobuf);
    expect(page).toEqual({ resourceVersion: '77', continue: 'more' });
    expect(items.map((item) => item.metadata?.name)).toEqual(['a', 'größer']);
  });

  it.each([
    ['cut off', bytes.subarray(0, -40)],
    ['not protobuf', Buffer.from('{"kind":"List"}')],
    ['empty', Buffer.alloc(0)],
  ])('is refused when it is %s', async (_, broken) => {
    await expect(readProtobufList(inPieces(broken, 16), fromProtobuf)).rejects.toThrow('Cannot read a protobuf');
  });
});

describe('a reflector of protobuf lists', () => {
  let reflected: Reflected;

  afterEach(() => reflected.stop());

  async function reflect(streams: ConstructorParameters<typeof ScriptedTransport>[1]) {
    const clock = new FakeClock();
    const transport = new ScriptedTransport([], streams);
    reflected = new Reflected(transport, { clock, fromProtobuf });
    await clock.advance(0);
    return { clock, transport };
  }

  it('asks for protobuf page by page, and then watches in JSON', async () => {
    const pages = [listBytes('9', [thing('a', 1)], 'more'), listBytes('9', [thing('b', 2)])];
    const { transport } = await reflect([...pages.map((page) => rawStream([page])), stream([])]);
    await reflected.reflector.synced;
    expect(reflected.told).toEqual(['Added uid-a@1 by list', 'Added uid-b@2 by list']);
    expect(transport.parameters('streamed', 'continue')).toEqual([null, 'more', null]);
    expect(transport.streamed.map(({ accept }) => accept)).toEqual([
      'application/vnd.kubernetes.protobuf',
      'application/vnd.kubernetes.protobuf',
      undefined,
    ]);
  });

  it('takes nothing of a list that is refused or breaks, and tries again', async () => {
    const whole = listBytes('9', [thing('a', 1), thing('b', 2)]);
    const { clock } = await reflect([
      refusedStream(503),
      rawStream([whole.subarray(0, 60)]),
      rawStream([whole]),
      stream([]),
    ]);
    expect(reflected.told).toEqual([]);
    await clock.advance(100);
    expect(reflected.errors.map(String)).toEqual([
      expect.stringContaining('Cannot list things'),
      expect.stringContaining('it ends too early'),
    ]);
    await clock.advance(200);
    expect(reflected.told).toHaveLength(2);
  });

  it('gives a page that does not end up at its deadline', async () => {
    const whole = listBytes('9', [thing('a', 1)]);
    const { clock } = await reflect([rawStream([whole.subarray(0, 30)], 'silence')]);
    await clock.advance(30_000);
    expect(reflected.errors.map(String)).toEqual([expect.stringContaining('no answer within 30000 ms')]);
  });
});
