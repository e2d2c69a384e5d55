// Reads reason and message of a failed request that asked for protobuf.
import { message, readMessage, shape, text } from '../protobuf/protobuf.ts';
import { PROTOBUF_MAGIC } from '../protobuf/protobufList.ts';
import { statusOf, type StatusText } from './status.ts';

const envelope = shape({ 2: message('raw', shape({ 3: text('message'), 4: text('reason') })) });

/** A body that is not protobuf, such as a proxy's page, is read as JSON or text. */
export function statusOfProtobuf(body: Buffer): StatusText {
  const start = PROTOBUF_MAGIC.length;
  if (!body.subarray(0, start).equals(PROTOBUF_MAGIC)) return statusOf(body.toString('utf8'));
  const { raw = {} } = readMessage<{ raw?: object }>(body.subarray(start), envelope, {});
  return statusOf(JSON.stringify(raw));
}
