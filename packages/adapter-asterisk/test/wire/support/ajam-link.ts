import { type AjamOptions, ajamLink } from '../../../src/wire/ajam.ts';
import { AjamServer, type AjamServerOptions } from './ajam-server.ts';
import { SECRET, USERNAME } from './ami-server.ts';
import { stopAfterEach } from './stops.ts';
import { Watched } from './watched.ts';

/** How the tests of a file open HTTP servers and links; each is closed after its test. */
export interface AjamStand {
  serve(options?: AjamServerOptions): Promise<AjamServer>;
  connect(url: string, options?: Partial<AjamOptions>): Watched;
  stopLater(stop: () => Promise<void>): void;
}

export function ajamStand(): AjamStand {
  const stopLater = stopAfterEach();
  return {
    stopLater,
    async serve(options = {}) {
      const server = await AjamServer.start(options);
      stopLater(() => server.stop());
      return server;
    },
    connect(url, options = {}) {
      const link = ajamLink({ url, username: USERNAME, secret: SECRET, ...options });
      stopLater(() => link.stop());
      return new Watched(link);
    },
  };
}
