/** Waits until `work` has settled or `ms` have passed, whichever is first. Never rejects. */
export async function within(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.resolve(work).catch(() => {}), limit]);
  clearTimeout(timer);
}
