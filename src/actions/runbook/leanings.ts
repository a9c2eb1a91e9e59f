import type { Environment, Platform } from "../../config/index.ts";
import {
  alertTopicArn,
  clusterName,
  nameOf,
  recoveryLockName,
  recoveryRoleArn,
  recoverySwitchName,
  repositoryName,
} from "../../constructs/index.ts";
import { type Resource, type ResourceGraph, valueAt } from "../../graph/index.ts";
import {
  callsOf,
  type Leaning,
  NOWHERE,
  type Runbook,
  type Step,
  stepsOf,
  surplusOf,
} from "../../runbooks/index.ts";
import type { RecoveryMachine } from "../../stacks/index.ts";
import { GLOBAL_CONTROL_REGION, publicHosts } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";

/** Something that must be in the region in which a recovery runs, and how it is found in a graph. */
interface Need extends Pick<Leaning, "kind" | "name" | "step" | "remedy"> {
  /** Of all resources that it could be: where each is. */
  readonly found: readonly string[];
}

/**
 * A machine's runbook with what it leans on beside its calls: its role, switch, topic and keys, and what must be in the
 * region for customers to be served from there: secrets of the databases, images, the cluster, the public names. Each is
 * looked for in the graph of what is really made, so that what a change takes away is missed.
 */
export function withLeanings(
  { name, runbook }: RecoveryMachine,
  { platform, environment }: { readonly platform: Platform; readonly environment: Environment },
  graph: ResourceGraph,
): Runbook {
  const needs = new Needs(platform, environment, graph, runbook);
  return {
    ...runbook,
    leansOn: [
      ...runbook.leansOn,
      ...needs.inRegion().map((need) => leaningOf(need, runbook)),
      ...needs.everywhere(name),
      quota(runbook),
    ],
  };
}

/** Where the region has it, there; else where it is, which may be the region that is lost. */
function leaningOf({ found, ...need }: Need, { runsIn, lost }: Runbook): Leaning {
  const elsewhere = lost !== undefined && found.includes(lost) ? lost : found[0];
  return { ...need, plane: "data", region: found.includes(runsIn) ? runsIn : (elsewhere ?? NOWHERE) };
}

/** No resource of Terraform's tells it, so it is for people: the plan of capacity says how much. */
function quota({ runsIn }: Runbook): Leaning {
  return {
    kind: "quota",
    name: "vCPUs of running instances, for the load of both regions",
    region: runsIn,
    plane: "data",
    remedy: "Have the quota raised beforehand; a request takes days.",
  };
}

class Needs {
  readonly #platform: Platform;
  readonly #environment: Environment;
  readonly #graph: ResourceGraph;
  readonly #runbook: Runbook;

  constructor(platform: Platform, environment: Environment, graph: ResourceGraph, runbook: Runbook) {
    this.#platform = platform;
    this.#environment = environment;
    this.#graph = graph;
    this.#runbook = runbook;
  }

  inRegion(): readonly Need[] {
    return [
      ...this.#forTheMachine(),
      ...this.#forItsStores(),
      // Whoever gives a region back serves from where he is already.
      ...(this.#runbook.lost === undefined ? [] : this.#forCustomers()),
    ];
  }

  /** What is in no region: by their data plane these work wherever one is; what is missing would want the control plane. */
  everywhere(machine: string): readonly Leaning[] {
    const role = recoveryRoleArn(this.#naming, machine).split("/").at(-1) ?? "";
    const roles = this.#places("aws_iam_role", "name", role);
    const global = (
      kind: "role" | "name",
      name: string,
      there: boolean,
      remedy: string,
      step?: string,
    ): Leaning => ({
      kind,
      name,
      region: there ? "everywhere" : GLOBAL_CONTROL_REGION,
      plane: there ? "data" : "control",
      ...(step === undefined ? {} : { step }),
      remedy,
    });
    return [
      global("role", role, roles.length > 0, "Make the role in the global stack, before it is needed."),
      ...publicHosts({ platform: this.#platform, environment: this.#environment }).map((host) =>
        global(
          "name",
          host,
          this.#places("aws_route53_record", "name", host).length > 0,
          "Make its records and health checks beforehand: changing records is answered by us-east-1.",
          this.#stepWith(`-${host}`),
        ),
      ),
    ];
  }

  get #naming() {
    return namingOf(this.#platform, this.#environment);
  }

  #forTheMachine(): readonly Need[] {
    const naming = this.#naming;
    const { acts, locks, tells } = surplusOf(this.#runbook);
    const lock = recoveryLockName(naming);
    const parameter = recoverySwitchName(naming);
    const latch = stepsOf(this.#runbook).flatMap(({ step }) => alarmsRead(step));
    const acting = this.#firstStep(({ action }) => action?.kind === "call");
    return [
      ...(acts
        ? [
            {
              kind: "parameter" as const,
              name: parameter,
              ...acting,
              found: this.#places("aws_ssm_parameter", "name", parameter),
              remedy: "Make the switch in every region: one that cannot be read stops every step that acts.",
            },
          ]
        : []),
      ...(locks.length > 0
        ? [
            {
              kind: "table" as const,
              name: lock,
              found: this.#places("aws_dynamodb_table", "name", lock),
              remedy: "Make the lock in every region: without it a machine asks a person before it acts.",
            },
          ]
        : []),
      ...latch.map(({ step, alarm }) => ({
        kind: "alarm" as const,
        name: alarm,
        step,
        found: this.#places("aws_cloudwatch_metric_alarm", "alarm_name", alarm),
        remedy: "Make the alarm in the region that takes over: without it nothing keeps the names away.",
      })),
      ...functionsAsked(this.#runbook).map(({ step, name }) => ({
        kind: "function" as const,
        name,
        step,
        found: this.#places("aws_lambda_function", "function_name", name),
        remedy: "Make the function in every region: a machine asks routing controls by nothing else.",
      })),
      ...tells.map((severity) => {
        const name = alertTopicArn(naming, this.#runbook.runsIn, severity).split(":").at(-1) ?? "";
        return {
          kind: "topic" as const,
          name,
          found: this.#places("aws_sns_topic", "name", name),
          remedy: "Make the topic in every region: without it a question fails its step.",
        };
      }),
    ];
  }

  /** Keys of the home and of single stores, and secrets of databases. */
  #forItsStores(): readonly Need[] {
    const naming = this.#naming;
    const { runsIn } = this.#runbook;
    const home = this.#environment.regions.find(({ name }) => name === runsIn)?.home.toLowerCase() ?? "";
    const key = (purpose: string, step?: string): Need => {
      const alias = `alias/${nameOf(naming, purpose)}`;
      return {
        kind: "key",
        name: alias,
        ...(step === undefined ? {} : { step }),
        found: this.#places("aws_kms_alias", "name", alias),
        remedy: "Make a replica of the key in every region that holds what it sealed.",
      };
    };
    const stores = this.#environment.stores.filter(({ id }) => this.#stepWith(`-${id}`) !== undefined);
    return [
      key(home),
      ...stores.filter(({ key: own }) => own === "own").map(({ id }) => key(id, this.#stepWith(`-${id}`))),
      ...stores.flatMap(({ id }) => this.#secretsOf(id)),
    ];
  }

  #secretsOf(store: string): readonly Need[] {
    const secrets = this.#graph
      .byType("aws_secretsmanager_secret")
      .filter((each) => new RegExp(`[-/]${store}(?:[-/]|$)`).test(this.#text(each, "name") ?? ""));
    const byName = Map.groupBy(secrets, (each) => this.#text(each, "name") ?? "");
    return [...byName].map(([name, same]) => ({
      kind: "secret",
      name,
      ...this.#optionalStep(`-${store}`),
      found: same.flatMap((each) => [...(each.region === undefined ? [] : [each.region]), ...replicas(each)]),
      remedy: "Replicate the secret to every region that holds a copy of the store.",
    }));
  }

  /** What a region that takes customers over serves them with. */
  #forCustomers(): readonly Need[] {
    const naming = this.#naming;
    const region = this.#environment.regions.find(({ name }) => name === this.#runbook.runsIn);
    if (region === undefined || region.cluster === "none") return [];
    const cluster = clusterName(naming);
    return [
      {
        kind: "capacity",
        name: `the cluster ${cluster}`,
        found: this.#places("aws_eks_cluster", "name", cluster),
        remedy: "Keep a cluster there, at least a pilot light.",
      },
      ...this.#platform.services.map(({ name }) => {
        const repository = repositoryName(naming, name);
        return {
          kind: "image" as const,
          name: repository,
          found: this.#places("aws_ecr_repository", "name", repository),
          remedy: "Replicate the images to a registry in every region with a cluster.",
        };
      }),
    ];
  }

  #places(type: string, field: string, wanted: string): readonly string[] {
    return this.#graph
      .byType(type)
      .filter((each) => each.mode === "managed" && this.#text(each, field) === wanted)
      .flatMap(({ region }) => region ?? []);
  }

  #text({ values }: Resource, field: string): string | undefined {
    const seen = valueAt(values, field);
    return seen.kind === "known" && typeof seen.value === "string" ? seen.value : undefined;
  }

  #stepWith(ending: string): string | undefined {
    return stepsOf(this.#runbook).find(({ step }) => step.id.endsWith(ending))?.step.id;
  }

  #optionalStep(ending: string): { readonly step?: string } {
    const step = this.#stepWith(ending);
    return step === undefined ? {} : { step };
  }

  #firstStep(fits: (step: ReturnType<typeof stepsOf>[number]["step"]) => boolean): {
    readonly step?: string;
  } {
    const found = stepsOf(this.#runbook).find(({ step }) => fits(step));
    return found === undefined ? {} : { step: found.step.id };
  }
}

/** Functions by which a runbook asks for what Step Functions cannot, each with the first step that does. */
function functionsAsked(runbook: Runbook): readonly { readonly step: string; readonly name: string }[] {
  const asked = stepsOf(runbook).flatMap(({ step }) =>
    callsOf(step).flatMap(({ call }) =>
      call.cluster === undefined ? [] : [[call.cluster.functionArn, step.id] as const],
    ),
  );
  return [...new Map(asked.toReversed())].map(([arn, step]) => ({ step, name: arn.split(":").at(-1) ?? "" }));
}

/** Alarms that a step reads back. */
function alarmsRead(step: Step): readonly { readonly step: string; readonly alarm: string }[] {
  const reading = callsOf(step).filter(
    ({ part, call }) => part === "confirmation" && call.action === "DescribeAlarms",
  );
  return reading.flatMap(({ call }) =>
    (call.input.AlarmNames as readonly string[]).map((alarm) => ({ step: step.id, alarm })),
  );
}

/** Regions that a secret is copied to. */
function replicas({ values }: Resource): readonly string[] {
  const seen = valueAt(values, "replica");
  if (seen.kind !== "known" && seen.kind !== "partial") return [];
  const list = Array.isArray(seen.value) ? seen.value : [seen.value];
  return list.flatMap((each) =>
    each !== null && typeof each === "object" && !Array.isArray(each) && typeof each.region === "string"
      ? [each.region]
      : [],
  );
}
