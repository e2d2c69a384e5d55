// A wall clock that jumps: preloaded into a process (`node --import`), it shifts Date.now() by the milliseconds in a
// file. The monotonic clock is not affected, as when a real clock is set.
import { readFileSync } from 'node:fs';
import { SHIFT_FILE } from './wallClockFile.ts';

const realNow = Date.now.bind(Date);

Date.now = () => realNow() + shiftMs();

function shiftMs(): number {
  return Number(readFileSync(process.env[SHIFT_FILE] ?? '', 'utf8'));
}
