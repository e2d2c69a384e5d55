// An EndpointSlice is written even when other clients have filled it with metadata.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endpointSlices } from '../../../src/controller/cache/resources.ts';
import { withoutForeignMetadata } from '../../../src/desired/foreignMetadata.ts';
import { eventResource } from '../../../src/kube/events/eventObject.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { nth, refuse } from '../../support/model/fault.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.leading();
});

afterEach(() => operator.stop());

const isUpdate = ({ verb, resource }: ModelRequest): boolean => verb === 'update' && resource === endpointSlices;

function fill(metadata: object): void {
  const { slice } = operator;
  operator.model.put(endpointSlices, { ...slice, metadata: { ...slice.metadata, ...metadata } });
}

function annotated(annotations: object): void {
  fill({ annotations: { ...operator.slice.metadata?.annotations, ...annotations } });
}

function notes(): readonly string[] {
  return operator.model.list(eventResource).map(({ reason, note }) => `${String(reason)}: ${String(note)}`);
}

describe('a slice that is refused as invalid', () => {
  test('is written at once without the metadata of other clients, and an Event says so', async () => {
    annotated({ 'example.com/filler': 'x'.repeat(1000) });
    fill({ labels: { ...operator.slice.metadata?.labels, 'example.com/team': 'a' } });
    await operator.settle();
    operator.client.inject(refuse(422, nth(1, isUpdate)));
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('b@2');
    const { annotations = {}, labels = {} } = operator.slice.metadata ?? {};
    expect(Object.keys({ ...annotations, ...labels }).filter((key) => key.startsWith('example.com'))).toEqual([]);
    await operator.clock.advance(5000);
    expect(notes()).toContainEqual(
      'ForeignMetadataDropped: EndpointSlice orders-asvc-ipv4 was refused as invalid and is written without ' +
        'metadata of other clients: annotation example.com/filler, label example.com/team',
    );
  });

  test('is not sent again when it carries no metadata of other clients', async () => {
    operator.client.inject(refuse(422, nth(1, isUpdate)));
    operator.pod('a', false);
    operator.client.requests.length = 0;
    await operator.settle();
    expect(operator.client.requests.filter(isUpdate)).toHaveLength(1);
  });
});

describe('the dropped metadata', () => {
  test('is never ours: our labels, annotations and owner stay', async () => {
    annotated({ 'example.com/filler': 'x' });
    const before = operator.slice;
    const { slice, dropped } = withoutForeignMetadata(before) ?? {};
    expect(dropped).toEqual(['annotation example.com/filler']);
    const { 'example.com/filler': filler, ...annotations } = before.metadata?.annotations ?? {};
    expect(filler).toBe('x');
    expect(slice).toEqual({ ...before, metadata: { ...before.metadata, annotations } });
  });
});
