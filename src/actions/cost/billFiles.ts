import type { Bill } from "../../bill/index.ts";

/** What a bill was read from. */
export interface BillFiles {
  readonly files: readonly { readonly name: string; readonly focus: string }[];
  readonly passedOver: readonly string[];
}

export function billFiles({ found, versions }: Pick<Bill, "found" | "versions">): BillFiles {
  return {
    files: found.files.map(({ name }, index) => ({ name, focus: versions[index] ?? "" })),
    passedOver: found.passedOver,
  };
}
