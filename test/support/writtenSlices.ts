// What must be true of each slice that an operator writes, whatever has happened before.
import { expect } from '@jest/globals';
import { LEDGER_ANNOTATION, TERM_ANNOTATION } from '../../src/api/names.ts';
import { readLedger } from '../../src/desired/ledgerRecord.ts';
import type { Written } from './modelOperator.ts';
import type { World } from './world.ts';

export class WrittenSlices {
  readonly #world: World;
  /** The pod that each term was given to. */
  readonly #holders = new Map<number, string>();
  #seen = 0;
  #term = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Looks at what has been written since the last time. */
  expectSound(): void {
    const { written } = this.#world;
    for (const each of written.slice(this.#seen)) {
      this.#expectOneLivingPod(each);
      // While hands are off, what is listed may be taken out of a record that is not believed.
      if (!isSameRecord(each)) this.#expectSoundRecord(each);
    }
    this.#seen = written.length;
  }

  #expectOneLivingPod({ slice: { endpoints = [] } }: Written): void {
    const listed = endpoints.flatMap(({ addresses, targetRef }) =>
      addresses.map((address) => ({ name: targetRef?.name ?? '', address })),
    );
    expect(listed.length).toBeLessThanOrEqual(1);
    for (const { name, address } of listed) expect(this.#world.isAlive(name, address)).toBe(true);
  }

  #expectSoundRecord({ slice }: Written): void {
    const { term = -1, holder = { name: '', uid: '' }, intent } = readLedger(slice) ?? {};
    expect(term).toBeGreaterThanOrEqual(this.#term);
    expect(this.#holders.get(term) ?? holder.uid).toBe(holder.uid);
    if (term > this.#term && intent === 'Serving') expect(this.#world.isEligible(holder.name)).toBe(true);
    this.#holders.set(term, holder.uid);
    this.#term = term;
  }
}

function isSameRecord({ slice, before }: Written): boolean {
  const names = [TERM_ANNOTATION, LEDGER_ANNOTATION];
  return names.every((name) => slice.metadata?.annotations?.[name] === before?.metadata?.annotations?.[name]);
}
