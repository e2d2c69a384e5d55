// Classifies the error of a watch as the reason of its restart.
import { ApiError } from '../api/apiError.ts';
import type { WatchRestart } from '../observer.ts';
import { SilenceError } from '../timing/deadline.ts';
import { GarbledLineError } from './watchEvent.ts';

export function restartReason(error: unknown): WatchRestart {
  if (!(error instanceof ApiError)) return 'broken';
  if (error.code === 410 || isVersionTooLarge(error)) return 'expired';
  if (error.code !== undefined) return 'refused';
  // This watch was silent, or another one over the same connections.
  if (error.cause instanceof SilenceError) return 'idle';
  return error.cause instanceof GarbledLineError ? 'garbled' : 'broken';
}

/** The server has not reached the requested version. A list shows whether its data were rolled back. */
function isVersionTooLarge({ code, message }: ApiError): boolean {
  return code === 504 && message.includes('Too large resource version');
}
