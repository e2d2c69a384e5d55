import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { connect } from '../../../src/kube/connect.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { Reflected, thing } from '../../support/servers/reflected.ts';
import { ScriptedServer } from '../../support/servers/scriptedServer.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

type Watch = (response: ServerResponse) => void;

/** A reflector over real connections with scripted watches; the last one is repeated. */
async function reflect(watches: readonly Watch[], options = {}) {
  let served = 0;
  const server = await ScriptedServer.start((request, response) => {
    if (!request.url?.includes('watch=true')) {
      response.end(JSON.stringify({ metadata: { resourceVersion: '10' }, items: [] }));
      return;
    }
    response.flushHeaders();
    watches[Math.min(served++, watches.length - 1)]?.(response);
  });
  const connection = connect(server.kubeConfig, { observer: silentObserver, userAgent: 'test' });
  const reflected = new Reflected(connection.transport, options);
  const stop = async (): Promise<void> => {
    await reflected.stop();
    await connection.close();
  };
  cleanups.push(stop, () => server.stop());
  return { server, reflected, stop };
}

function line(name: string, version: number): string {
  return `${JSON.stringify({ type: 'ADDED', object: thing(name, version) })}\n`;
}

const silent: Watch = () => undefined;

describe('a watch over a connection', () => {
  it('reads lines that arrive byte by byte, cut within characters', async () => {
    const bytes = Buffer.from(line('größer-🦕', 11) + line('b', 12));
    const dribble: Watch = (response) => {
      let sent = 0;
      const next = (): void => {
        if (sent < bytes.length) response.write(bytes.subarray(sent, ++sent), () => setImmediate(next));
      };
      next();
    };
    const { reflected } = await reflect([dribble]);
    await reflected.until(() => reflected.store.size === 2);
    expect(reflected.store.get('shop/größer-🦕')?.metadata.resourceVersion).toBe('11');
  });

  it('reads many lines of one chunk', async () => {
    const all = Array.from({ length: 5000 }, (_, index) => line(`thing-${index}`, 11 + index)).join('');
    const { reflected } = await reflect([(response) => void response.write(all)]);
    await reflected.until(() => reflected.store.size === 5000);
    expect(reflected.restarts).toEqual([]);
  });

  it.each([
    ['reset', (response: ServerResponse) => response.socket?.resetAndDestroy()],
    ['closed within a line', (response: ServerResponse) => response.end('{"type":"ADD')],
    ['closed without the end of the answer', (response: ServerResponse) => response.socket?.destroySoon()],
  ])('resumes at the last event when it is %s', async (_, breakIt) => {
    const broken: Watch = (response) => response.write(line('a', 11), () => breakIt(response));
    const { server, reflected } = await reflect([broken, (response) => void response.write(line('b', 12))]);
    await reflected.until(() => reflected.store.size === 2);
    expect(reflected.restarts).toEqual(['broken']);
    expect(server.requests.at(-1)).toContain('resourceVersion=11');
  });

  it('without data for too long is restarted, and its connection closed', async () => {
    const { server, reflected } = await reflect([silent, (response) => void response.write(line('a', 11))], {
      idleTimeoutMs: 200,
    });
    await reflected.until(() => reflected.store.size === 1);
    expect(reflected.restarts).toEqual(['idle']);
    expect(server.requests.filter((request) => request.includes('watch'))).toHaveLength(2);
  });

  it('reuses connections when the server ends it', async () => {
    const versions = Array.from({ length: 8 }, (_, index) => 11 + index);
    const watches = versions.map(
      (version): Watch =>
        (response) =>
          void response.end(line(`v${version}`, version)),
    );
    const { server, reflected } = await reflect([...watches, silent]);
    await reflected.until(() => reflected.store.size === versions.length);
    expect(reflected.restarts).toEqual([]);
    expect(server.connections).toBeLessThanOrEqual(3);
  });

  it('leaves nothing open when it is stopped', async () => {
    const { server, reflected, stop } = await reflect([silent]);
    await reflected.reflector.synced;
    await stop();
    await server.allClosed();
    expect(reflected.restarts).toEqual([]);
  });
});
