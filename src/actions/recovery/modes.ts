import { graphFromStacks } from "../../graph/index.ts";
import {
  failureModes,
  type ModelledAvailability,
  type ModelledLoss,
  modelLosses,
  type RecoveryFinding,
  type RecoverySubject,
  type ReplayedOutage,
  subjectOfGraph,
} from "../../recovery/index.ts";
import { type GraphOptions, graph } from "../graph/graph.ts";
import { environmentOf, openProject, synthesizeUnit } from "../project.ts";
import { recoveryOf } from "./model.ts";

/** A configuration of ours, or a plan, a state or a folder of anybody's. */
export interface RecoveryModesOptions extends Omit<GraphOptions, "maxBytes"> {
  /** @default the first that customers depend on, or else the first */
  readonly environment?: string;
  /** Times that each loss happens. @default 10000 */
  readonly samples?: number;
}

export interface RecoveryModesResult {
  /** Its name, or the file or folder that was read. */
  readonly platform: string;
  /** Absent where only a graph is given. */
  readonly environment?: string;
  readonly journeys: readonly {
    readonly name: string;
    readonly rtoSeconds: number;
    readonly rpoSeconds: number;
  }[];
  readonly names: RecoverySubject["names"];
  readonly losses: readonly ModelledLoss[];
  /** Outages of AWS that happened, against what is served from where they struck. */
  readonly outages: readonly ReplayedOutage[];
  readonly availability: readonly ModelledAvailability[];
  readonly findings: readonly RecoveryFinding[];
  readonly samples: number;
  /** What was taken for granted or could not be seen. */
  readonly unseen: readonly string[];
  readonly seconds: number;
}

/** What each loss does to each journey, service and store, and how long it takes to come back: modelled. */
export async function recoveryModes(options: RecoveryModesOptions): Promise<RecoveryModesResult> {
  const { plan, state, dir } = options;
  return (plan ?? state ?? dir) === undefined ? ofProject(options) : ofGraph(options);
}

/** Stores and regions alone: a graph has no services, no journeys and no objectives. */
async function ofGraph({ samples = 10_000, ...source }: RecoveryModesOptions): Promise<RecoveryModesResult> {
  const started = source.clock.now();
  const subject = subjectOfGraph(await graph(source));
  return {
    platform: subject.name,
    journeys: [],
    names: subject.names,
    losses: modelLosses(failureModes(subject), { samples }),
    outages: [],
    availability: [],
    findings: [],
    samples,
    unseen: subject.unseen,
    seconds: (source.clock.now() - started) / 1000,
  };
}

async function ofProject(options: RecoveryModesOptions): Promise<RecoveryModesResult> {
  const started = options.clock.now();
  const project = await openProject(options.path, options.clock);
  const { platform } = project;
  const chosen =
    options.environment ??
    (platform.environments.find(({ production }) => production) ?? platform.environments[0])?.name;
  const environment = environmentOf(project, chosen);
  const { stacks } = synthesizeUnit(platform, environment);
  const own = graphFromStacks(stacks, { name: environment.name });
  const { subject, ...modelled } = recoveryOf(platform, environment, own, options.samples ?? 10_000);
  return {
    platform: platform.name,
    environment: environment.name,
    journeys: subject.journeys.map(({ name, objectives: { rtoSeconds, rpoSeconds } }) => ({
      name,
      rtoSeconds,
      rpoSeconds,
    })),
    names: subject.names,
    ...modelled,
    unseen: subject.unseen,
    seconds: (options.clock.now() - started) / 1000,
  };
}
