import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetch } from 'undici';
import { freePort, listenAnywhere } from './ports.ts';
import { startUntilReady } from './readiness.ts';
import type { SupervisedProcess } from './supervisedProcess.ts';
import { Supervisor } from './supervisor.ts';

/** Listens on its port, or ends like Kubernetes' servers when the port is in use. */
const program = `
  const server = require('node:http').createServer((request, response) => response.end('mine'));
  server.on('error', () => { console.error('bind: address already in use'); process.exit(1); });
  server.listen(Number(process.argv[1]), '127.0.0.1');`;

describe('starting until ready', () => {
  let directory: string;
  let supervisor: Supervisor;
  let occupant: Server;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'active-standby-ready-'));
    supervisor = new Supervisor(directory);
    occupant = createServer((_, response) => response.end('not mine'));
  });

  afterEach(async () => {
    await supervisor.stop();
    occupant.close();
  });

  function run(script: string, port: number): Promise<SupervisedProcess> {
    const logFile = join(directory, 'log');
    return supervisor.start({ command: process.execPath, args: ['--eval', script, String(port)], logFile });
  }

  function startOn(ports: readonly number[], script = program): ReturnType<typeof startUntilReady<number>> {
    let attempts = 0;
    return startUntilReady<number>({
      name: 'the program',
      deadlineMs: 10_000,
      isReady: async (port) => (await (await fetch(`http://127.0.0.1:${port}`)).text()) === 'mine',
      async start() {
        const port = ports[attempts++] ?? 0;
        return { process: await run(script, port), server: port };
      },
    });
  }

  test('tries another port when the first is in use, and does not mistake the other server for its own', async () => {
    const taken = await listenAnywhere(occupant);
    const free = await freePort();
    expect((await startOn([taken, free])).server).toBe(free);
  });

  test('fails after a few ports', async () => {
    const taken = await listenAnywhere(occupant);
    await expect(startOn(Array<number>(5).fill(taken))).rejects.toThrow(/Cannot start the program: it ended[^]*in use/);
  });

  test('does not try again when it ends for another reason', async () => {
    const start = startOn([await freePort()], 'console.error("out of order"); process.exit(3);');
    await expect(start).rejects.toThrow(
      'Cannot start the program: it ended with {"code":3,"signal":null}\nout of order',
    );
  });

  test('a command that does not exist is an error that names it', async () => {
    const start = supervisor.start({ command: join(directory, 'none'), args: [], logFile: join(directory, 'log') });
    await expect(start).rejects.toThrow(/Cannot start .*none: spawn .*none ENOENT/);
  });
});
