// Clients that do not read, do not finish their request or come in large numbers, over real sockets.
import { afterEach, describe, expect, test } from '@jest/globals';
import { textResponse, type HttpResponse } from '../../src/http/response.ts';
import type { ServerLimits } from '../../src/http/limits.ts';
import { serve, type RunningServer } from '../../src/http/server.ts';
import { FakeClock } from '../support/clocks/fakeClock.ts';
import { RawClient } from '../support/servers/rawClient.ts';

const REQUEST = 'GET /endless HTTP/1.1\r\nhost: a\r\n\r\n';

let server: RunningServer;
let clients: RawClient[] = [];
let clock: FakeClock;

/** Endless responses of one server; counts those that began and the pieces that were requested. */
class Endless {
  begun = 0;
  pieces = 0;
  #onProgress = (): void => undefined;

  begin(): HttpResponse {
    this.begun += 1;
    this.#onProgress();
    return { status: 200, contentType: 'text/plain', body: this.#all() };
  }

  async untilBegun(count: number): Promise<void> {
    while (this.begun < count) await this.#progress();
  }

  /** Until two more pieces were read. */
  async untilMovedOn(): Promise<void> {
    const enough = this.pieces + 2;
    while (this.pieces < enough) await this.#progress();
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => (this.#onProgress = resolve));
  }

  *#all(): Generator<string, void, void> {
    for (;;) {
      this.pieces += 1;
      this.#onProgress();
      yield 'x'.repeat(65_536);
    }
  }
}

let endless: Endless;

async function start(limits: Partial<ServerLimits>): Promise<void> {
  const answers = new Endless();
  endless = answers;
  clock = new FakeClock();
  const routes = new Map([
    ['/healthz', () => textResponse(200, 'ok')],
    ['/endless', () => answers.begin()],
  ]);
  server = await serve(routes, { host: '127.0.0.1', port: 0 }, { clock, limits });
}

async function hang(request: string): Promise<RawClient> {
  const client = await RawClient.connect(server.port, request);
  clients.push(client);
  return client;
}

async function hangMany(count: number, request: string): Promise<readonly RawClient[]> {
  const hanging: RawClient[] = [];
  for (let index = 0; index < count; index += 1) hanging.push(await hang(request));
  return hanging;
}

/** Reads from all of them until that many have ended. */
function untilEnded(count: number, hanging: readonly RawClient[]): Promise<void> {
  let ended = 0;
  return new Promise((resolve) => {
    for (const client of hanging) void client.end().then(() => ++ended === count && resolve());
  });
}

async function get(path: string): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
  await answer.body?.cancel();
  return answer;
}

afterEach(async () => {
  for (const client of clients) client.hangUp();
  clients = [];
  await server.close();
});

describe('unread responses', () => {
  test('are limited: a few requests wait for 5 s, and all others get 503 at once, with Retry-After', async () => {
    await start({ answers: 2, waiting: 1 });
    await hangMany(2, REQUEST);
    await endless.untilBegun(2);
    const others = [get('/endless'), get('/endless')];
    const first = await Promise.race(others);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '5']);
    await clock.advance(5000);
    const both = await Promise.all(others);
    expect([both.map(({ status }) => status), endless.begun]).toEqual([[503, 503], 2]);
  });

  test('are aborted after 30 s, and the next waiting request is answered', async () => {
    await start({ answers: 1, waitMs: 60_000 });
    const [hanging] = await hangMany(1, REQUEST);
    await endless.untilBegun(1);
    const next = get('/endless');
    await clock.advance(29_999);
    expect(endless.begun).toBe(1);
    await clock.advance(1);
    expect((await next).status).toBe(200);
    expect(await hanging?.end()).toContain('200 OK');
  });

  test('end with their client, and a client that hung up while it waited is skipped', async () => {
    await start({ answers: 1 });
    const [reading] = await hangMany(1, REQUEST);
    await endless.untilBegun(1);
    for (const waiting of await hangMany(3, REQUEST)) waiting.hangUp();
    reading?.hangUp();
    expect((await get('/endless')).status).toBe(200);
    expect((await get('/endless')).status).toBe(200);
  });

  test('are limited for one connection that pipelines requests, too', async () => {
    await start({ answers: 2, waiting: 18 });
    await hang(REQUEST.repeat(20));
    await endless.untilBegun(2);
    expect([(await get('/endless')).status, endless.begun]).toEqual([503, 2]);
  });
});

describe('many connections', () => {
  test.each([
    ['say nothing', ''],
    ['never end their request', 'GET /healthz HTTP/1.1\r\nhost: a\r\n'],
    ['keep theirs after an answer', 'GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['never end a body', 'GET /healthz HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['do not read', REQUEST],
  ])('that %s do not block a probe: the least recently active ones are closed', async (_, request) => {
    await start({ connections: 4, answers: 100 });
    const hanging = await hangMany(20, request);
    const answer = await get('/healthz');
    expect(answer.status).toBe(200);
    await untilEnded(16, hanging);
  });

  test('do not end a response that is being read', async () => {
    await start({ connections: 2 });
    const reader = await hang(REQUEST);
    let isEnded = false;
    void reader.end().then(() => (isEnded = true));
    await endless.untilBegun(1);
    const silent: RawClient[] = [];
    for (let count = 0; count < 5; count += 1) {
      silent.push(await hang(''));
      await endless.untilMovedOn();
    }
    await untilEnded(4, silent);
    await endless.untilMovedOn();
    expect(isEnded).toBe(false);
  });
});

describe('a request', () => {
  test('that does not end in time gets 408', async () => {
    await start({ requestMs: 20 });
    const client = await hang('GET /healthz HTTP/1.1\r\nhost: a\r\n');
    expect(await client.end()).toContain('408 Request Timeout');
  });

  test('with endless headers gets 431', async () => {
    await start({});
    const client = await hang(`GET /healthz HTTP/1.1\r\na: ${'x'.repeat(9000)}`);
    expect(await client.end()).toContain('431');
  });

  test.each(['POST', 'GET'])('with a body is answered without reading the body: %s', async (method) => {
    await start({});
    const client = await hang(`${method} /healthz HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\nhello`);
    expect(await client.end()).toMatch(/^HTTP\/1.1 (200|405) [^]*connection: close/i);
  });
});
