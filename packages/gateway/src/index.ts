/** The gateway. */
export { localKeyFile } from './auth.ts';
export { GatewayService } from './service.ts';
export { callView, popupView } from './view.ts';
