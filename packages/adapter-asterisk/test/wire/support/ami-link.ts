import { type AmiOptions, amiLink } from '../../../src/wire/connection.ts';
import { AmiServer, type AmiServerOptions, SECRET, USERNAME } from './ami-server.ts';
import { stopAfterEach } from './stops.ts';
import { Watched } from './watched.ts';

/** How the tests of a file open servers and links; each is closed after its test. */
export interface AmiStand {
  serve(options?: AmiServerOptions): Promise<AmiServer>;
  /** A link to this machine; its ActionIDs are `t-1`, `t-2`... */
  connect(port: number, options?: Partial<AmiOptions>): Watched;
}

export function amiStand(): AmiStand {
  const stopLater = stopAfterEach();
  return {
    async serve(options = {}) {
      const server = await AmiServer.start(options);
      stopLater(() => server.stop());
      return server;
    },
    connect(port, options = {}) {
      let n = 0;
      const ids = (): string => `t-${++n}`;
      const link = amiLink({ host: '127.0.0.1', port, username: USERNAME, secret: SECRET, ids, ...options });
      stopLater(() => link.stop());
      return new Watched(link);
    },
  };
}
