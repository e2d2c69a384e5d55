// One signal that several signals may abort.
import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { LinkedAbort, withSignals } from '../../../src/kube/timing/linkedAbort.ts';

const enough = new Error('enough');

describe('a linked abort', () => {
  it.each(['first', 'second'] as const)('has the reason of the %s signal that it follows', (which) => {
    const sources = { first: new AbortController(), second: new AbortController() };
    const linked = new LinkedAbort();
    for (const { signal } of Object.values(sources)) linked.follow(signal);
    expect(linked.signal.aborted).toBe(false);
    sources[which].abort(enough);
    expect(linked.signal.reason).toBe(enough);
  });

  it('is aborted at once by a signal that is aborted already', () => {
    const linked = new LinkedAbort();
    linked.follow(AbortSignal.abort(enough));
    expect(linked.signal.reason).toBe(enough);
  });

  it('keeps the first reason', () => {
    const source = new AbortController();
    const linked = new LinkedAbort();
    linked.follow(source.signal);
    linked.abort(enough);
    source.abort(new Error('later'));
    expect(linked.signal.reason).toBe(enough);
  });

  it.each([
    ['succeeds', async () => 'done'],
    ['fails', () => Promise.reject(enough)],
  ])('leaves no listener when its work %s, and is not aborted afterwards', async (_, work) => {
    const source = new AbortController();
    let signal: AbortSignal | undefined;
    const ended = withSignals([undefined, source.signal], (linked) => {
      signal = linked.signal;
      expect(getEventListeners(source.signal, 'abort')).toHaveLength(1);
      return work();
    });
    await Promise.allSettled([ended]);
    expect(getEventListeners(source.signal, 'abort')).toEqual([]);
    source.abort(enough);
    expect(signal?.aborted).toBe(false);
  });
});
