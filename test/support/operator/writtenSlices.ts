// Invariants of every slice that an operator writes, whatever has happened before.
import { LEDGER_ANNOTATION, TERM_ANNOTATION } from '../../../src/api/names.ts';
import { readLedger } from '../../../src/desired/ledgerRecord.ts';
import type { Written } from './modelOperator.ts';
import type { World } from './world.ts';

export class WrittenSlices {
  readonly #world: World;
  /** The pod that each term belongs to. */
  readonly #holders = new Map<number, string>();
  #seen = 0;
  #term = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The violations in the slices that were written since the last call. */
  faults(): readonly string[] {
    const { written } = this.#world;
    const fresh = written.slice(this.#seen);
    this.#seen = written.length;
    return fresh.flatMap((each) => [...this.#faultsOfListing(each), ...this.#faultsOfRecord(each)]);
  }

  /** A pod is deleted only after a planned change has published another one, and never while it is published. */
  faultsOfDemotions(): readonly string[] {
    const { written, demoted } = this.#world;
    const ledgers = written.map(({ slice }) => readLedger(slice));
    return demoted.flatMap(({ uid, slice }) => [
      ...((slice?.endpoints ?? []).some(({ targetRef }) => targetRef?.uid === uid)
        ? [`${uid} is deleted while it is published`]
        : []),
      ...(ledgers.some((ledger) => ledger?.demote === true && ledger.from?.uid === uid)
        ? []
        : [`${uid} is deleted before another pod has taken its place`]),
    ]);
  }

  /** The requests that moved the active, with repetitions. */
  moves(): readonly string[] {
    const ledgers = this.#world.written.filter((each) => !isSameRecord(each)).map(({ slice }) => readLedger(slice));
    const terms = new Map(ledgers.map((ledger) => [ledger?.term, ledger]));
    return [...terms.values()].flatMap((ledger) =>
      ledger?.cause === 'Switchover' && ledger.intent === 'Serving' ? [ledger.requestID ?? ''] : [],
    );
  }

  #faultsOfListing({ slice: { endpoints = [] } }: Written): readonly string[] {
    const listed = endpoints.flatMap(({ addresses, targetRef }) =>
      addresses.map((address) => ({ name: targetRef?.name ?? '', address })),
    );
    const dead = listed.filter(({ name, address }) => !this.#world.isAlive(name, address));
    return [
      ...(listed.length > 1 ? ['two addresses are listed'] : []),
      ...dead.map(({ name }) => `${name} is not alive`),
    ];
  }

  #faultsOfRecord(written: Written): readonly string[] {
    // While paused, a listed pod may be removed from a record that is not trusted.
    if (isSameRecord(written)) return [];
    const { term, holder, intent, cause } = readLedger(written.slice) ?? {};
    if (term === undefined || holder === undefined) return ['the record is damaged'];
    // A drained pod may continue although it would not be elected.
    const isNew = term > this.#term && intent === 'Serving' && cause !== 'HandoverAborted';
    const faults = [
      ...(term < this.#term ? [`term ${term} comes after ${this.#term}`] : []),
      ...((this.#holders.get(term) ?? holder.uid) === holder.uid ? [] : [`term ${term} was another pod's`]),
      ...(isNew && !this.#world.isEligible(holder.name) ? [`${holder.name} is elected and not eligible`] : []),
    ];
    this.#holders.set(term, holder.uid);
    this.#term = term;
    return faults;
  }
}

function isSameRecord({ slice, before }: Written): boolean {
  const names = [TERM_ANNOTATION, LEDGER_ANNOTATION];
  return names.every((name) => slice.metadata?.annotations?.[name] === before?.metadata?.annotations?.[name]);
}
