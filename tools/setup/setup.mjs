import { setupSay } from '../../packages/runtime/src/setup/messages.mjs';
import { ensureNats, ensurePackages, tell } from './project.mjs';

ensurePackages();
const { path, version } = await ensureNats();
tell(setupSay('installed', { what: 'nats-server', version, path }));
