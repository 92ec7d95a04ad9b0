/** What doctor found out about one link. */
export interface Finding {
  link: string;
  ok: boolean;
  detail: string;
  remedy?: string;
}
