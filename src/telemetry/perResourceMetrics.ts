// Metrics of each ActiveStandbyService: gauges and counters only, removed with their object.
// prom-client would write ten thousand objects in one block of half a second, so they are stored and written here, in
// pieces.
import { familyHead, labelText, sampleLine, type MetricFamily } from './textFormat.ts';

export const candidateStates = ['active', 'eligible', 'settling', 'ineligible'] as const;
export type CandidateState = (typeof candidateStates)[number];

/** Namespace and name of an ActiveStandbyService. */
export interface ResourceName {
  readonly namespace: string;
  readonly name: string;
}

export interface ResourceState {
  readonly term: number;
  readonly hasActive: boolean;
  readonly candidates: Readonly<Record<CandidateState, number>>;
}

interface ResourceRecord {
  /** Label text, built once: a scrape writes it at least six times for each of ten thousand objects. */
  readonly labels: string;
  state: ResourceState | undefined;
  lastFailoverSeconds: number | undefined;
  /** Count by cause. */
  transitions: ReadonlyMap<string, number>;
}

interface ResourceFamily extends MetricFamily {
  /** Pairs of a sample's labels and its value. */
  readonly samplesOf: (record: ResourceRecord) => readonly (readonly [string, number])[];
}

const resourceLabels = ['namespace', 'name'];

const stateLabels = candidateStates.map((state) => [state, labelText({ state })] as const);

export const perResourceFamilies: readonly ResourceFamily[] = [
  {
    name: 'activestandby_transitions_total',
    help: 'Changes of the published pod, including changes to none.',
    type: 'counter',
    labelNames: [...resourceLabels, 'cause'],
    samplesOf: ({ labels, transitions }) =>
      [...transitions].map(([cause, count]) => [`${labels},${labelText({ cause })}`, count]),
  },
  {
    name: 'activestandby_term',
    help: 'Number of the latest election, which is the fencing token.',
    type: 'gauge',
    labelNames: resourceLabels,
    samplesOf: ({ labels, state }) => single(labels, state?.term),
  },
  {
    name: 'activestandby_has_active',
    help: '1 while a pod is published, else 0.',
    type: 'gauge',
    labelNames: resourceLabels,
    samplesOf: ({ labels, state }) => single(labels, state && Number(state.hasActive)),
  },
  {
    name: 'activestandby_last_failover_seconds',
    help: 'Duration of the latest change of the published pod, from detected to published.',
    type: 'gauge',
    labelNames: resourceLabels,
    samplesOf: ({ labels, lastFailoverSeconds }) => single(labels, lastFailoverSeconds),
  },
  {
    name: 'activestandby_candidates',
    help: 'Selected pods by state; the active pod counts as active only.',
    type: 'gauge',
    labelNames: [...resourceLabels, 'state'],
    samplesOf: ({ labels, state }) =>
      state ? stateLabels.map(([name, text]) => [`${labels},${text}`, state.candidates[name]]) : [],
  },
];

function single(labels: string, value: number | undefined): ReturnType<ResourceFamily['samplesOf']> {
  return value === undefined ? [] : [[labels, value]];
}

/** Written without yielding: less than a millisecond of work. */
const RESOURCES_PER_PIECE = 100;

const noTransitions: ResourceRecord['transitions'] = new Map();

export class PerResourceMetrics {
  /** By label text. */
  readonly #records = new Map<string, ResourceRecord>();

  stateSeen(resource: ResourceName, state: ResourceState): void {
    this.#recordOf(resource).state = state;
  }

  /** `seconds` is undefined if the change was not observed completely. */
  transitioned(resource: ResourceName, cause: string, seconds: number | undefined): void {
    const record = this.#recordOf(resource);
    record.transitions = new Map(record.transitions).set(cause, (record.transitions.get(cause) ?? 0) + 1);
    if (seconds !== undefined) record.lastFailoverSeconds = seconds;
  }

  forget(resource: ResourceName): void {
    this.#records.delete(labelsOf(resource));
  }

  /** The exposition for Prometheus. The records may change between two pieces. */
  *pieces(): Generator<string, void, void> {
    for (const family of perResourceFamilies) {
      let piece = `\n${familyHead(family)}`;
      let resources = 0;
      for (const record of this.#records.values()) {
        piece += linesOf(family, record);
        resources += 1;
        if (resources % RESOURCES_PER_PIECE > 0) continue;
        yield piece;
        piece = '';
      }
      yield piece;
    }
  }

  #recordOf(resource: ResourceName): ResourceRecord {
    const labels = labelsOf(resource);
    const known = this.#records.get(labels);
    if (known !== undefined) return known;
    const record = { labels, state: undefined, lastFailoverSeconds: undefined, transitions: noTransitions };
    this.#records.set(labels, record);
    return record;
  }
}

function labelsOf({ namespace, name }: ResourceName): string {
  return labelText({ namespace, name });
}

function linesOf({ name, samplesOf }: ResourceFamily, record: ResourceRecord): string {
  return samplesOf(record)
    .map(([labels, value]) => sampleLine(name, labels, value))
    .join('');
}
