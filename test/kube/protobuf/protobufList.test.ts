import { afterEach, describe, expect, it } from '@jest/globals';
import { message, readMessage, shape, text, textMap } from '../../../src/kube/protobuf/protobuf.ts';
import { readProtobufList } from '../../../src/kube/protobuf/protobufList.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { field, listBytes, nested, varint } from '../../support/objects/protobufBytes.ts';
import { Reflected, thing as jsonThing } from '../../support/servers/reflected.ts';
import {
  json,
  refusal,
  refusedStream,
  rawStream,
  ScriptedTransport,
  stream,
} from '../../support/servers/scriptedTransport.ts';

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

/** An object whose name can be read, but one of whose labels ends beyond the object. */
function damaged(name: string): Buffer {
  const labels = Buffer.concat([Buffer.from([11 * 8 + 2]), varint(2 ** 31)]);
  return nested(1, field(1, name), field(3, 'shop'), labels);
}

const ITEM_TAG = Buffer.from([2 * 8 + 2]);

/** A list with one thing, with a wrong length of its item. */
function withItemLength(whole: Buffer, length: number): Buffer {
  const item = field(2, thing('a', 1));
  const rest = item.subarray(1 + varint(thing('a', 1).length).length);
  return replaced(whole, item, Buffer.concat([ITEM_TAG, varint(length), rest]));
}

/** Replaces these bytes; a single one at the start of the item. */
function replaced(whole: Buffer, bytes: Buffer, by: Buffer): Buffer {
  const at = bytes.length === 1 ? whole.indexOf(field(2, thing('a', 1))) : whole.indexOf(bytes);
  return Buffer.concat([whole.subarray(0, at), by, whole.subarray(at + bytes.length)]);
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
  ])('is rejected when it is %s', async (_, broken) => {
    await expect(readProtobufList(inPieces(broken, 16), fromProtobuf)).rejects.toThrow('Cannot read a protobuf');
  });
});

describe('a reflector of protobuf lists', () => {
  let reflected: Reflected;

  afterEach(() => reflected.stop());

  async function reflect(
    streams: ConstructorParameters<typeof ScriptedTransport>[1],
    answers: ConstructorParameters<typeof ScriptedTransport>[0] = [],
  ) {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(answers, streams);
    reflected = new Reflected(transport, { clock, fromProtobuf });
    await clock.advance(0);
    return { clock, transport };
  }

  it('requests protobuf page by page, and then watches in JSON', async () => {
    const pages = [listBytes('9', [thing('a', 1)], 'more'), listBytes('9', [thing('b', 2)])];
    const { transport } = await reflect([...pages.map((page) => rawStream([page])), stream([])]);
    await reflected.reflector.synced;
    expect(reflected.reported).toEqual(['Added uid-a@1 by list', 'Added uid-b@2 by list']);
    expect(transport.parameters('streamed', 'continue')).toEqual([null, 'more', null]);
    expect(transport.streamed.map(({ accept }) => accept)).toEqual([
      'application/vnd.kubernetes.protobuf',
      'application/vnd.kubernetes.protobuf',
      undefined,
    ]);
  });

  it('stores nothing of a list that is refused or breaks, and retries', async () => {
    const whole = listBytes('9', [thing('a', 1), thing('b', 2)]);
    const { clock } = await reflect([
      refusedStream(503),
      rawStream([whole.subarray(0, 60)]),
      rawStream([whole]),
      stream([]),
    ]);
    expect(reflected.reported).toEqual([]);
    await clock.advance(100);
    expect(reflected.errors.map(String)).toEqual([
      expect.stringContaining('Cannot list things'),
      expect.stringContaining('it ends too early'),
    ]);
    await clock.advance(200);
    expect(reflected.reported).toHaveLength(2);
  });

  it('reads an unreadable item again as JSON', async () => {
    const { transport } = await reflect(
      [rawStream([listBytes('9', [damaged('a'), thing('b', 2)])]), stream([])],
      [json({ items: [jsonThing('a', 1)] })],
    );
    expect(reflected.reported).toEqual(['Added uid-b@2 by list', 'Added uid-a@1 by list']);
    expect(transport.sent.map(({ path }) => path)).toEqual([
      '/apis/test.io/v1/namespaces/shop/things?limit=250&fieldSelector=metadata.name%3Da',
    ]);
    expect(reflected.rejected).toEqual([]);
  });

  it.each([
    ['gone', json({ items: [] })],
    ['as bad in JSON', json({ items: [jsonThing('a', 1, { label: 'poison' })] })],
    ['refused', refusal(500)],
  ])('leaves out and reports an unreadable item that is %s, and stores all others', async (_, answer) => {
    const list = listBytes('9', [damaged('a'), thing('b', 2)]);
    await reflect([rawStream([list]), stream([])], [answer]);
    await reflected.reflector.synced;
    expect(reflected.reported).toEqual(['Added uid-b@2 by list']);
    expect(reflected.rejected).toEqual(['shop/a']);
  });

  it('leaves out an item without a readable name', async () => {
    const { transport } = await reflect([rawStream([listBytes('9', [Buffer.from('???'), thing('b', 2)])]), stream([])]);
    expect([reflected.reported, reflected.rejected]).toEqual([['Added uid-b@2 by list'], ['?']]);
    expect(transport.sent).toEqual([]);
  });

  it('reads at most a hundred items of a list again', async () => {
    const bad = Array.from({ length: 300 }, (_, number) => damaged(`a${number}`));
    const { transport } = await reflect([rawStream([listBytes('9', bad)]), stream([])], [refusal(500)]);
    await reflected.reflector.synced;
    expect([transport.sent.length, reflected.rejected.length]).toEqual([100, 300]);
  });

  it.each([
    ['is longer than any object', (whole: Buffer) => withItemLength(whole, 2 ** 31)],
    ['has no valid length', (whole: Buffer) => withItemLength(whole, -1)],
    ['is of another wire type', (whole: Buffer) => replaced(whole, ITEM_TAG, Buffer.from([2 * 8 + 5]))],
  ])('requests JSON when an item of the list %s', async (_, damage) => {
    const whole = listBytes('9', [thing('a', 1)]);
    const { clock } = await reflect(
      [rawStream([damage(whole)]), stream([])],
      [json({ metadata: { resourceVersion: '9' }, items: [jsonThing('a', 1)] })],
    );
    await clock.advance(100);
    expect(reflected.reported).toEqual(['Added uid-a@1 by list']);
    expect(reflected.errors.map(String)).toEqual([expect.stringContaining('Cannot read a protobuf list')]);
  });

  it('requests JSON when a list ends too early for the second time', async () => {
    const whole = listBytes('9', [thing('a', 1)]);
    const cut = rawStream([whole.subarray(0, 40)]);
    const { clock } = await reflect(
      [cut, cut, stream([])],
      [json({ metadata: { resourceVersion: '9' }, items: [jsonThing('a', 1)] })],
    );
    await clock.advance(300);
    expect(reflected.reported).toEqual(['Added uid-a@1 by list']);
  });

  it('aborts an endless page at its deadline', async () => {
    const whole = listBytes('9', [thing('a', 1)]);
    const { clock } = await reflect([rawStream([whole.subarray(0, 30)], 'silence')]);
    await clock.advance(30_000);
    expect(reflected.errors.map(String)).toEqual([expect.stringContaining('no answer within 30000 ms')]);
  });
});
