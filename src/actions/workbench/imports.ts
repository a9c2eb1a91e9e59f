import type { JsonObject } from "../../lib/index.ts";

interface Configured {
  readonly configuration: JsonObject;
}

/**
 * Buckets of states are imported since we made them; an organization, its accounts and units since a company had them.
 * The first are there wherever we worked, the second in that company's AWS alone.
 */
function isStateBucket(block: JsonObject): boolean {
  return String(block.to).startsWith("aws_s3_bucket.");
}

/** For an AWS that nobody had before: a sandbox, in which there is nothing to take over. */
export function withoutAdopted<Stack extends Configured>(stack: Stack): Stack {
  return importing(stack, isStateBucket);
}

/** For a plan before the first deploy: there is no bucket of states yet. */
export function withoutStateBuckets<Stack extends Configured>(stack: Stack): Stack {
  return importing(stack, (block) => !isStateBucket(block));
}

function importing<Stack extends Configured>(stack: Stack, kept: (block: JsonObject) => boolean): Stack {
  const { import: blocks, ...configuration } = stack.configuration;
  if (!Array.isArray(blocks)) return stack;
  const left = (blocks as readonly JsonObject[]).filter(kept);
  return { ...stack, configuration: left.length === 0 ? configuration : { ...configuration, import: left } };
}
