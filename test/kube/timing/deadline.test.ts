import { describe, expect, it } from '@jest/globals';
import { DeadlineError, withDeadline } from '../../../src/kube/timing/deadline.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

/** Something that goes on until it is aborted. */
function endless(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('a deadline', () => {
  it('ends what takes too long, and not before', async () => {
    const clock = new FakeClock();
    let error: unknown;
    const ended = withDeadline({ clock, deadlineMs: 100 }, endless).catch((cause: unknown) => (error = cause));
    await clock.advance(99);
    expect(error).toBeUndefined();
    await clock.advance(1);
    await ended;
    expect(error).toEqual(new DeadlineError('no answer within 100 ms'));
  });

  it('leaves no timer behind what is done in time', async () => {
    const clock = new FakeClock();
    expect(await withDeadline({ clock, deadlineMs: 100 }, async () => 'done')).toBe('done');
    expect(clock.pending).toBe(0);
  });

  it('lets somebody else end it earlier', async () => {
    const clock = new FakeClock();
    const other = new AbortController();
    const ended = withDeadline({ clock, deadlineMs: 100, signal: other.signal }, endless);
    other.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });
});
