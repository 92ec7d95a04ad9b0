/** Something that comes once or never; a promise that somebody else keeps. */
export class Moment {
  readonly promise: Promise<boolean>;
  #keep: (came: boolean) => void = () => {};
  constructor() {
    this.promise = new Promise((resolve) => {
      this.#keep = resolve;
    });
  }
  keep(came: boolean): void {
    this.#keep(came);
  }
}
