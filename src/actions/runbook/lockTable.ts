import { jsonRefusal, type PlainCalls } from "../../aws/index.ts";
import type { Clock } from "../../lib/index.ts";

/** What DynamoDB answered when it could not be asked. */
export class LockError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "LockError";
    this.code = code;
  }
}

type Item = Readonly<Record<string, string>>;

const ATTEMPTS = 3;
const PAUSE_MS = 300;

/** One item of a region's lock: written and removed on conditions only. */
export class LockTable {
  readonly #plain: Pick<PlainCalls, "send">;
  readonly #table: string;
  readonly #key: string;
  readonly #clock: Clock;

  constructor(
    plain: Pick<PlainCalls, "send">,
    { table, key }: { readonly table: string; readonly key: string },
    clock: Clock,
  ) {
    this.#plain = plain;
    this.#table = table;
    this.#key = key;
    this.#clock = clock;
  }

  /** Whether the condition held, so that it was written. */
  async put(item: Item, condition: string, values: Item): Promise<boolean> {
    return (
      (await this.#ask("PutItem", {
        Item: typed({ Id: this.#key, ...item }),
        ...conditional(condition, values),
      })) !== undefined
    );
  }

  async remove(condition: string, values: Item): Promise<void> {
    await this.#ask("DeleteItem", { Key: typed({ Id: this.#key }), ...conditional(condition, values) });
  }

  async get(): Promise<Item | undefined> {
    const answer = await this.#ask("GetItem", { Key: typed({ Id: this.#key }), ConsistentRead: true });
    const { Item } = (answer ?? {}) as { readonly Item?: Readonly<Record<string, { readonly S: string }>> };
    return Item && Object.fromEntries(Object.entries(Item).map(([key, { S }]) => [key, S]));
  }

  /** Undefined where the condition did not hold. Each call may be made again: the second finds its own item. */
  async #ask(action: string, input: object): Promise<unknown> {
    for (let attempt = 1, pause = PAUSE_MS; ; attempt++, pause *= 2) {
      try {
        return await this.#askOnce(action, input);
      } catch (error) {
        if (!(error instanceof LockError) || !passes(error) || attempt === ATTEMPTS) throw error;
        await this.#clock.sleep(pause);
      }
    }
  }

  async #askOnce(action: string, input: object): Promise<unknown> {
    const answer = await this.#plain
      .send({
        service: "dynamodb",
        method: "POST",
        target: `DynamoDB_20120810.${action}`,
        contentType: "application/x-amz-json-1.0",
        body: JSON.stringify({ TableName: this.#table, ...input }),
      })
      .catch((error: unknown) => {
        throw new LockError("no answer", error instanceof Error ? error.message : String(error));
      });
    if (answer.status < 300) return JSON.parse(answer.body);
    const { type = String(answer.status), message = "" } = jsonRefusal(answer.body) ?? {};
    if (type === "ConditionalCheckFailedException") return undefined;
    throw new LockError(type, `${action} was answered ${type}: ${message}`);
  }
}

function passes({ code }: LockError): boolean {
  return code === "no answer" || /Throttl|ProvisionedThroughput|InternalServer|^5|^429/.test(code);
}

function typed(item: Item) {
  return Object.fromEntries(Object.entries(item).map(([key, S]) => [key, { S }]));
}

function conditional(ConditionExpression: string, values: Item) {
  return { ConditionExpression, ExpressionAttributeValues: typed(values) };
}
