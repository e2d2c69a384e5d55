// Picks free ports below the range of outgoing connections, so that a port stays free while its server is stopped. Two
// clusters may still pick the same one: a server that cannot bind ends with "address already in use", and is started
// again on another port.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { ClusterError } from './clusterError.ts';

const lowest = 15_000;
const highest = 32_000;
const attempts = 20;

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(lowest, highest);
    if (await canListen(port)) return port;
  }
  throw new ClusterError('find a free port', `${attempts} ports between ${lowest} and ${highest} were all taken`);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** For a server of this process, which does not have to keep its port: any free one; returns it. */
export async function listenAnywhere(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new ClusterError('listen', 'the server has no port');
  return address.port;
}
