// The CRD in the cluster, with fewer rules for a while, so that objects are stored that the rules of a newer operator
// refuse.
import { setTimeout as delay } from 'node:timers/promises';
import { RefusedError } from '../cluster/api.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/activestandbyservices.activestandby.dev';
const specSchema = '/spec/versions/0/schema/openAPIV3Schema/properties/spec';
const deadlineMs = 10_000;
const pollMs = 50;

type Json = Readonly<Record<string, unknown>>;

export class InstalledCrd {
  readonly #plane: ControlPlane;
  readonly #original: { readonly spec: Json };

  private constructor(plane: ControlPlane, original: { readonly spec: Json }) {
    this.#plane = plane;
    this.#original = original;
  }

  static async read(plane: ControlPlane): Promise<InstalledCrd> {
    return new InstalledCrd(plane, await plane.api.request('GET', path));
  }

  /** Replaces the schema of a field of spec, named by its path. */
  async loosen(field: readonly string[], schema: Json): Promise<void> {
    await this.#patch([{ op: 'replace', path: pointerTo(field), value: schema }]);
  }

  /** Adds a field to spec, or replaces it, as a newer version would. */
  async extend(field: readonly string[], schema: Json): Promise<void> {
    await this.#patch([{ op: 'add', path: pointerTo(field), value: schema }]);
  }

  async restore(): Promise<void> {
    await this.#patch([{ op: 'replace', path: '/spec', value: this.#original.spec }]);
  }

  /** The API server serves a changed CRD some time later, without a signal. */
  async untilAccepted<T>(write: () => Promise<T>): Promise<T> {
    const giveUpMs = performance.now() + deadlineMs;
    for (;;) {
      try {
        return await write();
      } catch (error) {
        const isRefused = error instanceof RefusedError && error.status === 422;
        if (!isRefused || performance.now() > giveUpMs) throw error;
      }
      await delay(pollMs);
    }
  }

  async #patch(body: readonly Json[]): Promise<void> {
    await this.#plane.api.request('PATCH', path, { body, contentType: 'application/json-patch+json' });
  }
}

function pointerTo(field: readonly string[]): string {
  return specSchema + field.map((name) => `/properties/${name}`).join('');
}
