/**
 * Converts HCL to JSON, one file a message, in a thread of its own. The converter is Go in WebAssembly: deep
 * nesting overflows its stack and leaves it broken, and it prints to the console when it dies. All of that ends
 * with the thread.
 */
import { parentPort } from "node:worker_threads";
import { parse } from "@cdktn/hcl2json";

export interface HclRequest {
  readonly file: string;
  readonly text: string;
}

export type HclReply =
  | { readonly kind: "parsed"; readonly json: unknown }
  | { readonly kind: "refused"; readonly message: string };

parentPort?.on("message", ({ file, text }: HclRequest) => {
  parse(file, text).then(
    (json: unknown) => parentPort?.postMessage({ kind: "parsed", json } satisfies HclReply),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ kind: "refused", message } satisfies HclReply);
    },
  );
});
