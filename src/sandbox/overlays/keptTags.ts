/** Tags as services of billing write them. */
export interface KeptTag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags of what the emulator does not have, by ARN. */
export class KeptTags {
  readonly #byArn = new Map<string, Map<string, string>>();

  add(arn: string, tags: unknown): void {
    const kept = this.#byArn.get(arn) ?? new Map<string, string>();
    for (const { Key, Value } of (Array.isArray(tags) ? tags : []) as KeptTag[]) kept.set(Key, Value);
    this.#byArn.set(arn, kept);
  }

  remove(arn: string, keys: unknown): void {
    for (const key of (Array.isArray(keys) ? keys : []) as string[]) this.#byArn.get(arn)?.delete(key);
  }

  forget(arn: string): void {
    this.#byArn.delete(arn);
  }

  has(arn: string): boolean {
    return this.#byArn.has(arn);
  }

  of(arn: string): readonly KeptTag[] {
    return [...(this.#byArn.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
  }
}
