import { StateMachine } from "aws-local-stepfunctions";
import type { PlainCalls } from "../../../../aws/index.ts";
import { compileChoices, compileRunbook, type Names, type Runbook } from "../../../../runbooks/index.ts";

const REGION = "us-west-2";
const MACHINES = `arn:aws:states:${REGION}:111111111111`;

/** One step that acts and reads nothing back. */
const BOOK: Runbook = {
  name: "regional-failover",
  version: 1,
  title: "One call",
  when: "a test",
  runsIn: REGION,
  lost: "us-east-1",
  inputs: {},
  stages: [
    {
      id: "stores",
      lanes: [
        [
          {
            id: "promote",
            title: "Promote",
            plane: "control",
            guard: { rules: [] },
            action: {
              kind: "call",
              call: { service: "rds", action: "PromoteReadReplica", input: { DBInstanceIdentifier: "d" } },
            },
            undo: "nothing to undo",
            budgetSeconds: 60,
            retry: "safe",
            timing: "none",
          },
        ],
      ],
    },
  ],
  leansOn: [],
};

/** Of a store, told by an input with a moment, which waits for somebody once it has called. */
const judged = (store: string) => {
  const [stage] = BOOK.stages;
  const [[step] = []] = stage?.lanes ?? [];
  if (step === undefined) throw new Error("no step");
  const made = {
    ...step,
    id: `make-${store}`,
    action: {
      kind: "call",
      call: { service: "rds", action: "PromoteReadReplica", input: { DBInstanceIdentifier: "{at}" } },
    },
  } as const;
  const judge = {
    ...step,
    id: `judge-${store}`,
    action: { kind: "question", asks: "Is it right?" },
  } as const;
  return {
    told: { store },
    runbook: {
      ...BOOK,
      name: "restore",
      stages: [{ id: `restore-${store}`, lanes: [[made, judge]] }],
      takes: { at: { is: "moment" } },
      excludes: { key: `restore ${store}`, of: `restore of ${store}` },
    } satisfies Runbook,
  };
};

const DOCUMENTS = {
  leaves: (names: Names) => compileRunbook(BOOK, names),
  restores: (names: Names) => compileChoices([judged("orders"), judged("cards")], names),
};

/** An execution that a test begins. */
export interface Starting {
  readonly execution: string;
  /** @default "leave-us-east-1" */
  readonly machine?: string;
  /** Absent: nobody began it. */
  readonly by?: string;
  /** What its input says beside. */
  readonly told?: Readonly<Record<string, string | boolean>>;
}

/** How it ended: well, or by an error with its cause. */
export interface Ended {
  readonly error?: string;
  readonly cause?: string;
}

/**
 * Machines with a lock in a table of the emulated DynamoDB, whose conditions decide; the rest of what they call is here.
 * What Step Functions says of executions is what is written down in `statuses`.
 */
export class LockBench {
  readonly #plain: PlainCalls;
  readonly #table: string;
  readonly #document: Readonly<Record<string, unknown>>;
  /** By ARN; an execution that is not in it does not exist. */
  readonly statuses = new Map<string, string>();
  /** Executions that have made the one call. */
  readonly acted: string[] = [];
  /** What each of them called it with. */
  readonly calledWith: unknown[] = [];
  /** What is waited for before a question is answered. */
  beforeAnswer: () => Promise<void> = async () => undefined;
  /** What is waited for in the middle of that call. */
  inTheMiddle: () => Promise<void> = async () => undefined;
  /** Thrown in place of a call of DynamoDB, as long as it returns something. */
  broken: () => Error | undefined = () => undefined;
  fails = false;
  answer: "yes" | "no" = "yes";
  readonly asked: string[] = [];

  private constructor(plain: PlainCalls, table: string, kind: keyof typeof DOCUMENTS) {
    this.#plain = plain;
    this.#table = table;
    this.#document = DOCUMENTS[kind]({
      topicArn: (severity) => `arn:aws:sns:${REGION}:111111111111:alerts-${severity}`,
      switchParameter: "/shop/production/recovery",
      lockTable: table,
    }).document;
  }

  /** Another machine with the same table, and the same executions. */
  beside(kind: keyof typeof DOCUMENTS): LockBench {
    const other = new LockBench(this.#plain, this.#table, kind);
    return Object.assign(other, { statuses: this.statuses });
  }

  static async open(plain: PlainCalls, table: string): Promise<LockBench> {
    const bench = new LockBench(plain, table, "leaves");
    await bench.dynamodb("CreateTable", {
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
    });
    return bench;
  }

  get document(): Readonly<Record<string, unknown>> {
    return this.#document;
  }

  arn(execution: string, machine = "leave-us-east-1"): string {
    return `${MACHINES}:execution:shop-production-recovery-${machine}:${execution}`;
  }

  /** Who is in the lock. */
  async holder(key = "recovery"): Promise<string | undefined> {
    const { Item } = (await this.dynamodb("GetItem", {
      TableName: this.#table,
      Key: { Id: { S: key } },
      ConsistentRead: true,
    })) as { readonly Item?: { readonly Holder: { readonly S: string } } };
    return Item?.Holder.S;
  }

  /** Writes somebody into the lock, whoever is in it. */
  async hold(Holder: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const all = {
      Id: "recovery",
      Holder,
      Machine: "shop-production-recovery-return-us-east-1",
      Since: "2026-11-26T03:00:00Z",
      ...more,
    };
    const Item = Object.fromEntries(Object.entries(all).map(([key, S]) => [key, { S }]));
    await this.dynamodb("PutItem", { TableName: this.#table, Item });
  }

  /** Runs a machine as it is compiled, to its end. */
  async run({ execution, machine = "leave-us-east-1", by, told = {} }: Starting): Promise<Ended> {
    const id = this.arn(execution, machine);
    this.statuses.set(id, "RUNNING");
    const states = this.#document.States as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const named = (type: string) => Object.entries(states).filter(([, { Type }]) => Type === type);
    const handlers = Object.fromEntries(
      named("Task").map(([name, { Resource }]) => [
        name,
        (input: Readonly<Record<string, unknown>>) => this.#called(String(Resource), input, execution),
      ]),
    );
    const local = new StateMachine(this.#document as never, { validationOptions: { noValidate: true } });
    const running = local.run({ ...told, ...(by === undefined ? {} : { by }) } as never, {
      overrides: {
        taskResourceLocalHandlers: handlers as never,
        waitTimeOverrides: Object.fromEntries(named("Wait").map(([name]) => [name, 0])),
        retryIntervalOverrides: Object.fromEntries(
          named("Task").map(([name, { Retry }]) => [
            name,
            ((Retry as readonly unknown[]) ?? []).map(() => 0),
          ]),
        ),
      },
      context: {
        Execution: { Id: id, StartTime: "2026-11-26T03:00:00.000Z" },
        StateMachine: { Name: `shop-production-recovery-${machine}` },
        State: { EnteredTime: "2026-11-26T03:00:00.000Z" },
        Task: { Token: "token" },
      } as never,
    });
    try {
      await running.result;
      this.statuses.set(id, "SUCCEEDED");
      return {};
    } catch (error) {
      this.statuses.set(id, "FAILED");
      const { name, message } = ((error as Error).cause ?? error) as Error;
      return { error: name, cause: message };
    }
  }

  async #called(
    resource: string,
    input: Readonly<Record<string, unknown>>,
    execution: string,
  ): Promise<unknown> {
    switch (resource.split(":::").at(-1)) {
      case "aws-sdk:dynamodb:putItem":
        return this.#asked("PutItem", input);
      case "aws-sdk:dynamodb:getItem":
        return this.#asked("GetItem", input);
      case "aws-sdk:dynamodb:deleteItem":
        return this.#asked("DeleteItem", input);
      case "aws-sdk:sfn:describeExecution": {
        const Status = this.statuses.get(String(input.ExecutionArn));
        if (Status === undefined) throw named("Sfn.ExecutionDoesNotExistException");
        return { Status };
      }
      case "aws-sdk:ssm:getParameter":
        return { Parameter: { Value: "on" } };
      case "sns:publish.waitForTaskToken":
        this.asked.push(String(input.Message));
        await this.beforeAnswer();
        return { answer: this.answer };
      case "aws-sdk:rds:promoteReadReplica":
        this.acted.push(execution);
        this.calledWith.push(input.DbInstanceIdentifier);
        await this.inTheMiddle();
        if (this.fails) throw named("Rds.InvalidDBInstanceStateException");
        return {};
      default:
        throw new Error(`the bench does not know ${resource}`);
    }
  }

  async #asked(action: string, input: object): Promise<unknown> {
    const broken = this.broken();
    if (broken !== undefined) throw broken;
    return this.dynamodb(action, input);
  }

  async dynamodb(action: string, input: object): Promise<unknown> {
    const { status, body } = await this.#plain.send({
      service: "dynamodb",
      method: "POST",
      target: `DynamoDB_20120810.${action}`,
      contentType: "application/x-amz-json-1.0",
      body: JSON.stringify(input),
    });
    const answer = JSON.parse(body) as { readonly __type?: string };
    if (status < 300) return answer;
    throw named(`DynamoDb.${answer.__type?.split("#").at(-1)}`);
  }
}

/** An error as Step Functions names it. */
export function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
