import { CallBusError } from '@callbus/runtime';

/** A document of the agent that cannot be understood; names the tag or attribute. */
export class BadMessage extends CallBusError {
  /** @param kind what is wrong: `xml`, `dtd`, `field` or `object` */
  constructor(kind: 'xml' | 'dtd' | 'field' | 'object', message: string) {
    super(`1c-connect.${kind}`, message);
  }
}
