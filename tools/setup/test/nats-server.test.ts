import { expect, test } from 'vitest';
import { NotAccepted, NotThere } from '../../../packages/runtime/src/setup/apt.mjs';
import { whyNot } from '../../../packages/runtime/src/setup/nats-server.mjs';

const why = (error: Error, next?: string): string => whyNot(error, 'bookworm', next, {});

test('a suite whose nats-server is too old is passed over, and what is taken instead is said', () => {
  expect(why(new NotAccepted('2.9.10-1'), 'trixie')).toBe(
    'В bookworm слишком старый nats-server: 2.9.10-1, а нужен 2.10.0 или новее. Беру из trixie',
  );
  expect(why(new NotThere('nats-server'), 'trixie')).toBe('В bookworm нет nats-server. Беру из trixie');
});

test('the last suite has none behind it', () => {
  expect(why(new Error('first line\nE: Unable to fetch'))).toBe(
    'Взять nats-server из bookworm не удалось: E: Unable to fetch',
  );
});
