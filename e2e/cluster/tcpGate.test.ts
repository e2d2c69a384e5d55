import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TcpGate } from './tcpGate.ts';

async function answerTo(client: Socket, text: string): Promise<unknown> {
  client.write(text);
  const [answer]: unknown[] = await once(client, 'data');
  return answer;
}

describe('the network in front of the fault proxy', () => {
  let directory: string;
  let echo: Server;
  let gate: TcpGate;
  let received: string[];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'active-standby-gate-'));
    received = [];
    echo = createServer((socket) => {
      socket.on('data', (data) => received.push(String(data))).on('error', () => undefined);
      socket.pipe(socket);
    });
    const path = join(directory, 'echo.sock');
    await once(echo.listen(path), 'listening');
    gate = await TcpGate.open(path);
  });

  afterEach(async () => {
    await gate.close();
    echo.close();
    rmSync(directory, { recursive: true });
  });

  function connect(): Socket {
    return createConnection(gate.port, '127.0.0.1').setEncoding('utf8');
  }

  test('forwards bytes in both directions', async () => {
    const client = connect();
    expect(await answerTo(client, 'hello')).toBe('hello');
    expect(gate.connections).toBe(1);
    client.end();
    await once(client, 'close');
    expect(gate.connections).toBe(0);
  });

  test('frozen, old and new connections accept bytes and forward none, until it thaws', async () => {
    const client = connect();
    await answerTo(client, 'before');
    gate.freeze();
    const fresh = connect();
    const answers = Promise.all([answerTo(client, 'old'), answerTo(fresh, 'new')]);
    await once(fresh, 'connect');
    // The client has sent the bytes; a gate that forwarded them would do so within these turns.
    for (let turn = 0; turn < 50; turn++) await nextTurn();
    expect(received).toEqual(['before']);
    gate.thaw();
    expect(await answers).toEqual(['old', 'new']);
    client.destroy();
    fresh.destroy();
  });

  test('stranded, old connections forward nothing while new ones do', async () => {
    const old = connect();
    await answerTo(old, 'before');
    gate.strand();
    old.write('lost');
    const client = connect();
    expect(await answerTo(client, 'new')).toBe('new');
    expect(received).toEqual(['before', 'new']);
    old.destroy();
    client.destroy();
  });

  test('cut, every client gets a reset', async () => {
    const client = connect();
    await answerTo(client, 'hello');
    const error = once(client, 'error');
    gate.cut();
    expect(await error).toMatchObject([{ code: 'ECONNRESET' }]);
  });
});
