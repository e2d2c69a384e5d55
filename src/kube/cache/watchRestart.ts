// What went wrong with a watch, and how is it made anew?
import { ApiError } from '../api/apiError.ts';
import type { WatchRestart } from '../observer.ts';
import { SilenceError } from '../timing/deadline.ts';
import { GarbledLineError } from './watchEvent.ts';

export function restartReason(error: unknown): WatchRestart {
  if (!(error instanceof ApiError)) return 'broken';
  if (error.code === 410 || isVersionTooLarge(error)) return 'expired';
  if (error.code !== undefined) return 'refused';
  // Its own silence, or that of another watch over the same connections.
  if (error.cause instanceof SilenceError) return 'idle';
  return error.cause instanceof GarbledLineError ? 'garbled' : 'broken';
}

/** The server has not reached our version, and says so. A list shows whether its data went back. */
function isVersionTooLarge({ code, message }: ApiError): boolean {
  return code === 504 && message.includes('Too large resource version');
}
