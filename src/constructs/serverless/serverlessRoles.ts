import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import {
  functionName,
  functionRoleThing,
  liveArn,
  SCHEDULER_ROLE,
  type ScheduleGroup,
  scheduleGroupArn,
  stateMachineArn,
  stateMachineRoleThing,
} from "./names.ts";
import {
  functionLogs,
  keysThrough,
  networkInterfaces,
  type RoleScope,
  stateMachineLogs,
  tracing,
  undelivered,
} from "./roleStatements.ts";

/** A function as far as permissions go. */
export interface FunctionGrant {
  /** Name in the configuration, `stock-report`. */
  readonly name: string;
  /** IAM policy statements: its stores. */
  readonly statements: readonly object[];
  /** Whether it runs inside the VPC. */
  readonly inVpc: boolean;
  /** Whether events or schedules start it, and nobody waits for its answer. */
  readonly unattended: boolean;
  readonly tags: OwnerTags;
}

/** A state machine as far as permissions go. */
export interface StateMachineGrant {
  /** Name in the configuration, `stock-recount`. */
  readonly name: string;
  /** IAM policy statements: what its tasks call. */
  readonly statements: readonly object[];
  readonly tags: OwnerTags;
}

export interface ServerlessRolesProps extends RoleScope {
  readonly naming: Naming;
  readonly functions: readonly FunctionGrant[];
  readonly stateMachines: readonly StateMachineGrant[];
  /** What EventBridge Scheduler may start, by name. Nothing at all: no role for it. */
  readonly scheduled: { readonly functions: readonly string[]; readonly stateMachines: readonly string[] };
  readonly tags: OwnerTags;
}

const GROUPS: readonly ScheduleGroup[] = ["regional", "single"];

/**
 * The roles of functions, state machines and schedules in all regions, for a global stack: made once and in advance,
 * because IAM's control plane is in us-east-1 and no region's recovery may wait for it.
 */
export class ServerlessRoles extends Construct {
  constructor(scope: Construct, id: string, props: ServerlessRolesProps) {
    super(scope, id);
    for (const each of props.functions) this.#function(props, each);
    for (const each of props.stateMachines) this.#stateMachine(props, each);
    const { functions, stateMachines } = props.scheduled;
    if (functions.length + stateMachines.length > 0) this.#scheduler(props);
  }

  #function(props: ServerlessRolesProps, each: FunctionGrant): void {
    const { naming } = props;
    const own = props.regions.map(
      (region) => `arn:aws:lambda:${region}:${naming.account}:function:${functionName(naming, each.name)}`,
    );
    this.#role(naming, functionRoleThing(each.name), each.tags, {
      service: "lambda.amazonaws.com",
      // On behalf of this function only: https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
      condition: {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnLike: { "aws:SourceArn": own.flatMap((arn) => [arn, `${arn}:*`]) },
      },
      statements: [
        functionLogs(props, each.name),
        tracing(),
        // Lambda holds a grant for the environment, which is void if the role is ever made anew; this is not.
        keysThrough("lambda", props, ["kms:Decrypt"]),
        ...(each.unattended ? undelivered(props) : []),
        ...(each.inVpc ? networkInterfaces(props, functionName(naming, each.name)) : []),
        ...each.statements,
      ],
    });
  }

  #stateMachine(props: ServerlessRolesProps, each: StateMachineGrant): void {
    const { naming } = props;
    this.#role(naming, stateMachineRoleThing(each.name), each.tags, {
      service: "states.amazonaws.com",
      condition: {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnLike: {
          "aws:SourceArn": props.regions.map((region) => stateMachineArn(naming, each.name, region)),
        },
      },
      statements: [stateMachineLogs(), tracing(), keysThrough("states", props), ...each.statements],
    });
  }

  #scheduler(props: ServerlessRolesProps): void {
    const { naming, regions, scheduled } = props;
    const functions = regions.flatMap((region) =>
      scheduled.functions.map((name) => liveArn(naming, name, region)),
    );
    const machines = regions.flatMap((region) =>
      scheduled.stateMachines.map((name) => stateMachineArn(naming, name, region)),
    );
    this.#role(naming, SCHEDULER_ROLE, props.tags, {
      service: "scheduler.amazonaws.com",
      // By group of schedules: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      condition: {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnEquals: {
          "aws:SourceArn": regions.flatMap((region) =>
            GROUPS.map((group) => scheduleGroupArn(naming, group, region)),
          ),
        },
      },
      statements: [
        ...(functions.length === 0
          ? []
          : [{ Sid: "Functions", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functions }]),
        ...(machines.length === 0
          ? []
          : [{ Sid: "Workflows", Effect: "Allow", Action: "states:StartExecution", Resource: machines }]),
        ...undelivered(props),
      ],
    });
  }

  #role(
    naming: Naming,
    thing: string,
    tags: OwnerTags,
    { service, condition, statements }: { service: string; condition: object; statements: readonly object[] },
  ): void {
    roleOf(this, { naming, thing, ids: idsOf(thing), trust: trustIn(service, condition), statements, tags });
  }
}
