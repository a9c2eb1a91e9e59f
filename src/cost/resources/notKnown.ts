/** A price or quantity depends on a value that only an apply will tell. */
export class NotKnown extends Error {
  constructor(path: string) {
    super(`${path} is not known before it is applied`);
    this.name = "NotKnown";
  }
}
