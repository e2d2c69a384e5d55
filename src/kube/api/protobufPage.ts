// Lists a page as protobuf, which the API server encodes five times as fast as JSON; unused fields are never decoded.
import { PROTOBUF, readProtobufList, type ProtobufList } from '../protobuf/protobufList.ts';
import { withDeadline } from '../timing/deadline.ts';
import { streamYielding, yieldAfter } from '../timing/yield.ts';
import { describeNetworkError } from '../transport/networkError.ts';
import { openStream, type ApiCall, type Caller } from './apiCall.ts';
import { ApiError } from './apiError.ts';

export async function protobufPage<T>(
  caller: Caller,
  call: ApiCall,
  toItem: (message: Buffer) => T,
): Promise<ProtobufList<T>> {
  const { signal, deadlineMs = 10_000 } = call.request;
  return withDeadline({ clock: caller.clock, deadlineMs, signal }, async ({ signal: late }) => {
    const request = { ...call.request, accept: PROTOBUF, signal: late };
    const chunks = streamYielding(await openStream(caller, { ...call, request }), yieldAfter.bytes);
    try {
      return await readProtobufList(chunks, toItem);
    } catch (error) {
      const cause: unknown = late.aborted ? late.reason : error;
      throw new ApiError(call, { message: describeNetworkError(cause), cause });
    }
  });
}
