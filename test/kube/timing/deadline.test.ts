import { describe, expect, it } from '@jest/globals';
import { DeadlineError, withDeadline } from '../../../src/kube/timing/deadline.ts';
import type { LinkedAbort } from '../../../src/kube/timing/linkedAbort.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

/** Work that runs until it is aborted. */
function endless({ signal }: LinkedAbort): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('a deadline', () => {
  it('aborts work when it is reached, and not before', async () => {
    const clock = new FakeClock();
    let error: unknown;
    const ended = withDeadline({ clock, deadlineMs: 100 }, endless).catch((cause: unknown) => (error = cause));
    await clock.advance(99);
    expect(error).toBeUndefined();
    await clock.advance(1);
    await ended;
    expect(error).toEqual(new DeadlineError('no answer within 100 ms'));
  });

  it('leaves no timer when work ends in time', async () => {
    const clock = new FakeClock();
    expect(await withDeadline({ clock, deadlineMs: 100 }, async () => 'done')).toBe('done');
    expect(clock.pending).toBe(0);
  });

  it('lets the given signal abort the work earlier', async () => {
    const clock = new FakeClock();
    const other = new AbortController();
    const ended = withDeadline({ clock, deadlineMs: 100, signal: other.signal }, endless);
    other.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });
});
