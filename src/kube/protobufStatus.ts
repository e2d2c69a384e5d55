// What does the API say of a request that it refuses, when it was asked to speak protobuf?
import { PROTOBUF_MAGIC } from './protobufList.ts';
import { eachField, readMessage, shape, text } from './protobuf.ts';
import { statusOf, type StatusText } from './status.ts';

/** In the envelope: what is enveloped. */
const RAW = 2;

const statusShape = shape({ 3: text('message'), 4: text('reason') });

/** Anything else, such as a proxy's page, is read as text. */
export function statusOfProtobuf(body: Buffer): StatusText {
  const start = PROTOBUF_MAGIC.length;
  if (!body.subarray(0, start).equals(PROTOBUF_MAGIC)) return statusOf(body.toString('utf8'));
  let status: { message?: string; reason?: string } = {};
  eachField(body.subarray(start), (number, value) => {
    if (number === RAW && typeof value !== 'number') status = readMessage(value, statusShape, {});
  });
  return statusOf(JSON.stringify(status));
}
