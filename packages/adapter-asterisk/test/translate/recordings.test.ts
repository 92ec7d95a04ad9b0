import { join } from 'node:path';
import { playRecording, type Recording, recordingsIn } from '@callbus/asterisk-lab';
import { type CallEventInit, EventType } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { AmiParser } from '../../src/index.ts';
import { translator } from './stage.ts';

/** Everything a recording tells, and what is kept of it afterwards. */
function toldBy(recording: Pick<Recording, 'bytes' | 'chunks'>): {
  events: CallEventInit[];
  left: { channels: number; bridges: number; calls: number };
} {
  const to = translator({ trunks: ['^PJSIP/itsp'] });
  const events: CallEventInit[] = [];
  let now = 0;
  const parser = new AmiParser({
    onGreeting: () => {},
    onMessage: (message) => events.push(...to.take(message, now)),
    onDropped: () => {},
  });
  playRecording(recording, (piece, at) => {
    now = at;
    parser.push(piece);
  });
  return { events, left: to.size };
}

const inPieces = (
  { bytes, chunks }: Recording,
  size: number,
): { bytes: Buffer; chunks: { length: number; at: number }[] } => ({
  bytes,
  chunks: chunks.flatMap(({ length, at }) =>
    Array.from({ length: Math.ceil(length / size) }, (_, i) => ({
      length: Math.min(size, length - i * size),
      at,
    })),
  ),
});

describe.each(['22', '16'])('a recording of Asterisk %s', (version) => {
  const recordings = recordingsIn(join(import.meta.dirname, '../recordings', version));

  test('leaves nothing behind, and every call it tells of ends once', () => {
    expect(recordings.length).toBeGreaterThan(50);
    const wrong = recordings.flatMap((recording) => {
      const { events, left } = toldBy(recording);
      const keys = new Set(events.map(({ key }) => key));
      const merged = new Set(events.flatMap(({ merge }) => merge?.otherKey ?? []));
      const ends = events.filter(({ type }) => type === EventType.CALL_CLEARED).map(({ key }) => key);
      const over = [...keys].filter((key) => !merged.has(key ?? ''));
      const fine =
        left.channels + left.bridges + left.calls === 0 && ends.sort().join() === over.sort().join();
      return fine ? [] : [{ scenario: recording.scenario, left, ends, over }];
    });
    expect(wrong).toEqual([]);
  });

  test.each([1, 7, 1_460])('tells the same in pieces of %i bytes', (size) => {
    const differ = recordings.filter(
      (recording) =>
        JSON.stringify(toldBy(inPieces(recording, size)).events) !== JSON.stringify(toldBy(recording).events),
    );
    expect(differ.map(({ scenario }) => scenario)).toEqual([]);
  });
});
