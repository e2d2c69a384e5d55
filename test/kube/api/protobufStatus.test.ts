import { describe, expect, it } from '@jest/globals';
import { statusOfProtobuf } from '../../../src/kube/api/protobufStatus.ts';
import { field, nested } from '../../support/objects/protobufBytes.ts';

const status = nested(
  2,
  field(2, 'Failure'),
  field(3, `pods is ${'very '.repeat(40)}forbidden`),
  field(4, 'Forbidden'),
);

describe('a Status in protobuf', () => {
  it('is read, however long', () => {
    const body = Buffer.concat([Buffer.from('k8s\0'), nested(1, field(1, 'v1'), field(2, 'Status')), status]);
    expect(statusOfProtobuf(body)).toEqual({
      reason: 'Forbidden',
      message: `pods is ${'very '.repeat(40)}forbidden`,
    });
  });

  it('gives way to the text of a body that is not protobuf', () => {
    expect(statusOfProtobuf(Buffer.from('<h1>bad gateway</h1>'))).toEqual({
      reason: undefined,
      message: '<h1>bad gateway</h1>',
    });
    expect(statusOfProtobuf(Buffer.alloc(0)).message).toBe('no message');
  });
});
