import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AwsClients } from "../../aws/index.ts";
import { recoverySwitchName } from "../../constructs/index.ts";
import { systemClock } from "../../lib/index.ts";
import { CALLER_TAGS } from "../../sandbox/index.ts";
import { environmentOf, namingOf, openProject } from "../project.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { reach } from "../workbench/site.ts";
import type { Target } from "../workbench/target.ts";
import { SWITCH_FILE } from "./books.ts";
import { readSwitch, type SwitchValue, setSwitch } from "./switchParameter.ts";

export interface RunbookSwitchOptions {
  readonly path?: string;
  readonly environment: string;
  /** What to set it to. Absent: it is only shown. */
  readonly to?: SwitchValue;
  /** Region that is gone, and is not asked. */
  readonly without?: string;
  /** @default "sandbox" */
  readonly target?: Target["kind"];
}

export interface RunbookSwitchResult {
  readonly environment: string;
  readonly target: Target["kind"];
  /** Name of the parameter, the same in every region. */
  readonly parameter: string;
  /** What each region's switch says now, or why nobody knows. */
  readonly regions: readonly (
    | { readonly region: string; readonly value: string }
    | { readonly region: string; readonly notKnown: string }
  )[];
}

/**
 * Shows the switch of every region, or sets it there. `off` also holds back runs of this folder, which read a file
 * beside their journals and not the parameter; `on` and `manual` take that file away.
 */
export async function runbookSwitch(
  { path, environment: name, to, without, target: kind = "sandbox" }: RunbookSwitchOptions,
  machine: Pick<Machine, "findSandbox"> = thisMachine,
): Promise<RunbookSwitchResult> {
  const project = await openProject(path, systemClock);
  const environment = environmentOf(project, name);
  const stateRoot = join(dirname(project.file), ".trireme");
  const reached = await reach(kind, project, environment, stateRoot, machine, without);
  const parameter = recoverySwitchName(namingOf(project.platform, environment));
  const gone = new Set([...reached.lostRegions, ...(without === undefined ? [] : [without])]);
  if (to !== undefined) await switchHere(join(stateRoot, kind, environment.name), to);
  const clients = new AwsClients(reached.target.clients(CALLER_TAGS.runbook));
  try {
    const regions = await Promise.all(
      environment.regions.map(async ({ name: region }) => {
        if (gone.has(region)) return { region, notKnown: "the region is gone, and was not asked" };
        try {
          if (to !== undefined) await setSwitch(clients.in(region), parameter, to);
          return { region, value: await readSwitch(clients.in(region), parameter) };
        } catch (error) {
          return { region, notKnown: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
    return { environment: name, target: kind, parameter, regions };
  } finally {
    clients.destroy();
  }
}

async function switchHere(siteDir: string, to: SwitchValue): Promise<void> {
  const file = join(siteDir, SWITCH_FILE);
  if (to !== "off") return rm(file, { force: true });
  await mkdir(siteDir, { recursive: true });
  await writeFile(file, "by trireme runbook switch\n");
}
