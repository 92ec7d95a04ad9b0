// Countries of the field that have several zones, by the zone of their capital.
const CAPITALS: Record<string, string> = {
  RU: 'Europe/Moscow',
  KZ: 'Asia/Almaty',
  UZ: 'Asia/Tashkent',
  UA: 'Europe/Kyiv',
  MN: 'Asia/Ulaanbaatar',
  DE: 'Europe/Berlin',
  CN: 'Asia/Shanghai',
};

/** The IANA zone a country's offices most likely keep; UTC where the country has several and none stands out. */
export function timeZoneOfCountry(country: string): string {
  const capital = CAPITALS[country];
  if (capital) return capital;
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?(): string[] | undefined };
  const zones = locale.getTimeZones?.() ?? [];
  return zones.length === 1 ? (zones[0] as string) : 'UTC';
}
