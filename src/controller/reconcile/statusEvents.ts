// Records the Events of a status before it is written.
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import { isSameJson } from '../../api/isSameJson.ts';
import { GROUP, KIND, VERSION } from '../../api/names.ts';
import { switchoverEvent, transitionEvent, type ElectionEvent } from '../../desired/electionEvent.ts';
import type { PublishedTransition } from '../../desired/outcome.ts';
import type { EventRecorder } from '../../kube/events/events.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { settlesWithin } from '../../kube/timing/settlesWithin.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';

/** How long the status waits for its Events. */
const EVENT_WAIT_MS = 2000;

interface StatusChange {
  readonly status: ActiveStandbyServiceStatus;
  readonly previous: ActiveStandbyServiceStatus;
  readonly transitions: readonly PublishedTransition[];
}

interface StatusEventsOptions {
  readonly clock: Clock;
  readonly events: Pick<EventRecorder, 'record'>;
}

export class StatusEvents {
  readonly #options: StatusEventsOptions;
  readonly #recorded = new WeakSet<PublishedTransition>();

  constructor(options: StatusEventsOptions) {
    this.#options = options;
  }

  /** Records the Event of each transition once; resolves when all are sent or dropped, or after 2 s. */
  async record(asvc: CachedAsvc, change: StatusChange): Promise<void> {
    const unrecorded = change.transitions.filter((transition) => !this.#recorded.has(transition));
    for (const transition of unrecorded) this.#recorded.add(transition);
    await this.#send(asvc, [
      ...unrecorded.map((transition) => transitionEvent(asvc.metadata, transition)),
      ...requestEvents(asvc, change),
    ]);
  }

  /** Records an Event that belongs to no status. */
  announce(asvc: CachedAsvc, event: ElectionEvent): void {
    void this.#send(asvc, [event]);
  }

  async #send({ metadata }: CachedAsvc, electionEvents: readonly ElectionEvent[]): Promise<void> {
    if (electionEvents.length === 0) return;
    const { namespace, name, uid } = metadata;
    const regarding = { apiVersion: `${GROUP}/${VERSION}`, kind: KIND, namespace, name, uid };
    const { events, clock } = this.#options;
    const records = electionEvents.map((event) => events.record({ ...event, regarding }));
    await settlesWithin(clock, EVENT_WAIT_MS, Promise.all(records));
  }
}

/** Repeated with each retry of the same status, which is harmless: the Event's name stays the same. */
function requestEvents({ metadata }: CachedAsvc, { status, previous }: StatusChange): readonly ElectionEvent[] {
  const { switchover } = status;
  if (switchover === undefined || isSameJson(switchover, previous.switchover)) return [];
  const event = switchoverEvent(metadata, switchover);
  return event === undefined ? [] : [event];
}
