// What went wrong with a watch, and how is it made anew?
import { ApiError } from './apiError.ts';
import type { WatchRestart } from './observer.ts';
import { IdleError } from './watch.ts';
import { GarbledLineError } from './watchEvent.ts';

export function restartReason(error: unknown): WatchRestart {
  if (!(error instanceof ApiError)) return 'broken';
  if (error.code === 410) return 'expired';
  if (error.code !== undefined) return 'refused';
  if (error.cause instanceof IdleError) return 'idle';
  return error.cause instanceof GarbledLineError ? 'garbled' : 'broken';
}
