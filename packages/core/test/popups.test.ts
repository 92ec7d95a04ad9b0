import { enumWord, type Popup, PopupAction, PopupPhase } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onSite, type RunningCore, Site } from './support/site.ts';

/** A popup as a person would tell of it. */
const told = (p: Popup): string =>
  [p.extension, enumWord(PopupAction, p.action), enumWord(PopupPhase, p.phase), p.reason].join(' ').trim();

/** Plays a call to its end and checks every popup it had. */
async function shows(
  site: Site,
  native: string,
  scenario: string,
  expected: readonly string[],
): Promise<void> {
  await site.tell(scenario);
  const { callId } = await site.story(native);
  const popups = (): string[] => site.popups.values.filter((p) => p.callId === callId).map(told);
  await until('the popups', () => popups().length >= expected.length).catch(() => {});
  expect(popups()).toEqual(expected);
}

describe('what appears on screens', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start();
    await site.core();
  });
  afterAll(() => site.stop());

  test('a call that rings, is answered and ends', async () => {
    const scenario = `
      0  offered      customer:89990000001  call=a  native=a  did=3333333
      1  delivered    100  call=a
      3  established  100  call=a
      9  cleared      call=a
    `;
    await shows(site, 'a', scenario, ['100 show ringing', '100 update answered', '100 hide ended callEnded']);
    const first = site.popups.seen.find((p) => p.value.extension === '100');
    expect(first?.subject).toBe('callbus.v1.popup.100');
    expect(first?.value).toMatchObject({
      externalNumber: '+79990000001',
      externalNumberRaw: '89990000001',
      externalDigits: '79990000001',
      did: '3333333',
      instance: 'pbx',
    });
    expect((first?.value.expiresAt ?? 0) - (first?.value.issuedAt ?? 0)).toBe(5_000);
  });

  test('a group: the losers are withdrawn when one answers', async () => {
    const scenario = `
      0  offered      customer:89990000001  call=b  native=b
      1  delivered    100  call=b
      1  delivered    101  call=b
      3  established  101  call=b
      3  dropped      100  call=b
      9  cleared      call=b
    `;
    await shows(site, 'b', scenario, [
      '100 show ringing',
      '101 show ringing',
      '101 update answered',
      '100 hide ringing answeredElsewhere',
      '101 hide ended callEnded',
    ]);
  });

  test('a caller who gives up', async () => {
    const scenario = `
      0  delivered  100  call=c  native=c  dir=in  calling=num:89990000001
      9  cleared    call=c
    `;
    await shows(site, 'c', scenario, ['100 show ringing', '100 hide ended callCleared']);
  });

  test('a phone that rings again after another is shown again, and withdrawn again', async () => {
    const scenario = `
      0  offered    customer:89990000001  call=d  native=d
      1  delivered  100@x  call=d
      2  dropped    100@x  call=d
      3  delivered  100@y  call=d
      4  dropped    100@y  call=d
      5  cleared    call=d
    `;
    await shows(site, 'd', scenario, [
      '100 show ringing',
      '100 hide ringing connectionCleared',
      '100 show ringing',
      '100 hide ringing connectionCleared',
    ]);
  });

  test('two devices of one extension have one popup', async () => {
    const scenario = `
      0  offered    customer:89990000001  call=e  native=e
      1  delivered  100@x  call=e
      1  delivered  100@y  call=e
      9  cleared    call=e
    `;
    await shows(site, 'e', scenario, ['100 show ringing', '100 hide ended callCleared']);
  });

  test("an outbound call is the caller's, answered by the customer", async () => {
    const scenario = `
      0  originated   100  call=f  native=f  dir=out  called=num:89990000002
      5  established  customer  call=f
      9  cleared      call=f
    `;
    await shows(site, 'f', scenario, [
      '100 show originated',
      '100 update answered',
      '100 hide ended callEnded',
    ]);
  });

  test("click-to-call: the agent's own phone neither rings in nor answers", async () => {
    const scenario = `
      0  delivered    100  call=g  native=g  cause=makeCall  called=num:89990000002
      2  established  100  call=g
      3  delivered    customer:89990000002  call=g
      5  established  customer  call=g
      9  cleared      call=g
    `;
    await shows(site, 'g', scenario, [
      '100 show originated',
      '100 update answered',
      '100 hide ended callEnded',
    ]);
  });

  test('an IVR or voicemail that answers withdraws nothing and shows nothing', async () => {
    const scenario = `
      0  offered      customer:89990000001  call=h  native=h
      1  delivered    100  call=h
      2  established  ivr  call=h
      3  established  voicemail  call=h
      9  cleared      call=h
    `;
    await shows(site, 'h', scenario, ['100 show ringing', '100 hide ended callCleared']);
  });

  test('a mobile that takes the call withdraws every phone that rang', async () => {
    const scenario = `
      0  offered      customer:89990000001  call=i  native=i
      1  delivered    100  call=i
      1  delivered    mobile:89160000009  call=i
      3  established  mobile:89160000009  call=i
      9  cleared      call=i
    `;
    await shows(site, 'i', scenario, ['100 show ringing', '100 hide ringing answeredElsewhere']);
  });

  test('an attended transfer shows the customer to the one who takes over', async () => {
    const scenario = `
      0   offered      customer:89990000001  call=j  native=j
      1   established  100  call=j
      5   originated   100@c  call=j2  calling=100
      6   delivered    101@d  call=j2
      7   established  101@d  call=j2
      9   transferred  from=100  to=d  kind=attended  call=j
      9   merged       call=j  with=j2
      9   dropped      100  call=j
      20  cleared      call=j
    `;
    const before = site.popups.values.length;
    await shows(site, 'j', scenario, [
      '100 show answered',
      '101 show answered',
      '100 hide answered connectionCleared',
      '101 hide ended callEnded',
    ]);
    const others = site.popups.values.slice(before).map(told);
    expect(others).toContain('101 hide answered callsMerged');
  });

  test('an alert that is told after its leg is over is not shown', async () => {
    const scenario = `
      0  delivered    100  call=k  native=k  dir=in  calling=num:89990000001
      2  established  100  call=k
      3  reported     101  call=k  outcome=notAnswered  scope=connection
      4  delivered    101  call=k
      9  cleared      call=k
    `;
    await shows(site, 'k', scenario, ['100 show ringing', '100 update answered', '100 hide ended callEnded']);
  });

  test('an internal call shows who calls', async () => {
    const scenario = `
      0  originated  100  call=l  native=l  calling=100  called=101
      1  delivered   101  call=l
      9  cleared     call=l
    `;
    await shows(site, 'l', scenario, ['101 show ringing', '101 hide ended callCleared']);
    expect(site.popups.values.at(-1)).toMatchObject({ callerExtension: '100', externalNumber: null });
  });
});

test('after a restart no popup is shown that is late, and none twice', () =>
  onSite(async (site) => {
    const settings = { popups: { maxAgeMs: 500 } };
    const first: RunningCore = await site.core(settings);
    await site.tell('0 offered customer:89990000001 native=n-1\n 1 delivered 100');
    await until('the popup', () => site.popups.seen.length === 1);
    await first.abandon();
    await site.tell('2 delivered 101 native=n-1');
    const missed = site.bus.clock.now();
    await until('its time is over', () => site.bus.clock.now() > missed + 600);
    await site.core(settings);
    await site.tell('5 delivered 102\n 9 cleared');
    await site.story('n-1');
    await until('the end', () => site.popups.values.some((p) => told(p) === '102 hide ended callCleared'));
    const shows = site.popups.values.filter((p) => p.action === PopupAction.SHOW).map((p) => p.extension);
    expect(shows).toEqual(['100', '102']);
  }));

test('after a quick restart a popup that is still in time is shown, once', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell('0 offered customer:89990000001 native=n-1\n 1 delivered 100');
    await until('the popup', () => site.popups.seen.length === 1);
    await first.abandon();
    await site.tell('2 delivered 101');
    await site.core();
    await until('the missed one', () => site.popups.values.some((p) => p.extension === '101'));
    await site.tell('3 established 101\n 9 cleared');
    await site.story('n-1');
    await until('the end', () => site.popups.values.some((p) => told(p) === '101 hide ended callEnded'));
    expect(site.popups.values.map(told)).toEqual([
      '100 show ringing',
      '101 show ringing',
      '101 update answered',
      '100 hide ringing answeredElsewhere',
      '101 hide ended callEnded',
    ]);
  }));
