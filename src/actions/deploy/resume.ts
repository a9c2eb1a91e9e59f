import type { Host } from "../../host/index.ts";
import { type UnfinishedRun, unfinishedRun } from "../../terraform/index.ts";

/** Says what an earlier run left unfinished, before anything is planned: the plans then start from what is there. */
export async function tellUnfinished(workRoot: string, host: Host): Promise<UnfinishedRun | undefined> {
  const found = await unfinishedRun(workRoot);
  if (found === undefined) return undefined;
  host.notify({ code: "resuming", level: "warn", text: unfinishedText(found), data: { ...found } });
  return found;
}

function unfinishedText({ operation, since, ended, done, failed, inDoubt }: UnfinishedRun): string {
  const how = ended ? "ended with something left to do" : "was cut off";
  return [
    `The ${operation} begun at ${since} ${how}. Going on from what is there:`,
    `${done.length} ${done.length === 1 ? "stack was" : "stacks were"} brought to an end`,
    ...failed.map(({ stack, code }) => `${stack} failed (${code})`),
    ...inDoubt.map(({ stack, since: begun }) => `${stack}, begun at ${begun}: nobody knows how far it came`),
  ].join("\n");
}
