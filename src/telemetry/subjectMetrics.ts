// What is there to know of each ActiveStandbyService? Gauges and counters only, and they go with their object.
// prom-client would take 4 KB for each object and write ten thousand of them without a break, so they are kept and
// written here, in pieces.
import { familyHead, sampleLine, type MetricFamily } from './exposition.ts';

export const candidateStates = ['active', 'eligible', 'settling', 'ineligible'] as const;
export type CandidateState = (typeof candidateStates)[number];

/** Namespace and name of an ActiveStandbyService. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
}

export interface SubjectState {
  readonly term: number;
  readonly hasActive: boolean;
  readonly candidates: Readonly<Record<CandidateState, number>>;
}

interface SubjectRecord extends Subject {
  state: SubjectState | undefined;
  lastFailoverSeconds: number | undefined;
  /** By cause. */
  transitions: ReadonlyMap<string, number>;
}

interface SubjectFamily extends MetricFamily {
  /** Pairs of what labels the sample beside the subject, and its value. */
  readonly samplesOf: (record: SubjectRecord) => readonly (readonly [Readonly<Record<string, string>>, number])[];
}

const subjectLabels = ['namespace', 'name'];

export const subjectFamilies: readonly SubjectFamily[] = [
  {
    name: 'activestandby_transitions_total',
    help: 'Changes of the published pod, those to none included.',
    type: 'counter',
    labelNames: [...subjectLabels, 'cause'],
    samplesOf: ({ transitions }) => [...transitions].map(([cause, count]) => [{ cause }, count]),
  },
  {
    name: 'activestandby_term',
    help: 'Number of the latest election: the fencing token.',
    type: 'gauge',
    labelNames: subjectLabels,
    samplesOf: ({ state }) => single(state?.term),
  },
  {
    name: 'activestandby_has_active',
    help: '1 while a pod is published, else 0.',
    type: 'gauge',
    labelNames: subjectLabels,
    samplesOf: ({ state }) => single(state && Number(state.hasActive)),
  },
  {
    name: 'activestandby_last_failover_seconds',
    help: 'Duration of the latest change of the published pod, from noticed to published.',
    type: 'gauge',
    labelNames: subjectLabels,
    samplesOf: ({ lastFailoverSeconds }) => single(lastFailoverSeconds),
  },
  {
    name: 'activestandby_candidates',
    help: 'Selected pods by state; the active one is counted as active only.',
    type: 'gauge',
    labelNames: [...subjectLabels, 'state'],
    samplesOf: ({ state }) => (state ? candidateStates.map((name) => [{ state: name }, state.candidates[name]]) : []),
  },
];

function single(value: number | undefined): ReturnType<SubjectFamily['samplesOf']> {
  return value === undefined ? [] : [[{}, value]];
}

/** Written without a break: less than a millisecond's work. */
const SUBJECTS_PER_PIECE = 100;

const noTransitions: SubjectRecord['transitions'] = new Map();

export class SubjectMetrics {
  readonly #records = new Map<string, SubjectRecord>();

  stateSeen(subject: Subject, state: SubjectState): void {
    this.#recordOf(subject).state = state;
  }

  /** Seconds are undefined where the change was not seen from end to end. */
  transitioned(subject: Subject, cause: string, seconds: number | undefined): void {
    const record = this.#recordOf(subject);
    record.transitions = new Map(record.transitions).set(cause, (record.transitions.get(cause) ?? 0) + 1);
    if (seconds !== undefined) record.lastFailoverSeconds = seconds;
  }

  forget(subject: Subject): void {
    this.#records.delete(keyOf(subject));
  }

  /** What Prometheus reads. Between two pieces anything may happen, also to what is written. */
  *pieces(): Generator<string, void, void> {
    for (const family of subjectFamilies) {
      let piece = `\n${familyHead(family)}`;
      let subjects = 0;
      for (const record of this.#records.values()) {
        piece += linesOf(family, record);
        subjects += 1;
        if (subjects % SUBJECTS_PER_PIECE > 0) continue;
        yield piece;
        piece = '';
      }
      yield piece;
    }
  }

  #recordOf(subject: Subject): SubjectRecord {
    const key = keyOf(subject);
    const known = this.#records.get(key);
    if (known !== undefined) return known;
    const record = { ...subject, state: undefined, lastFailoverSeconds: undefined, transitions: noTransitions };
    this.#records.set(key, record);
    return record;
  }
}

function keyOf({ namespace, name }: Subject): string {
  return `${namespace}/${name}`;
}

function linesOf({ name: metric, samplesOf }: SubjectFamily, record: SubjectRecord): string {
  const { namespace, name } = record;
  return samplesOf(record)
    .map(([labels, value]) => sampleLine(metric, { namespace, name, ...labels }, value))
    .join('');
}
