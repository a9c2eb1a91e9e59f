import type { AwsReply } from "../../call.ts";
import type { Emulated } from "./fakeWorld.ts";

type Body = Record<string, unknown>;

/** Tables with the key `id`, region by region, as far as the overlay speaks to them. For tests. */
export class FakeTables {
  readonly #tables = new Map<string, { description: Body; items: Map<string, unknown> }>();

  readonly answer: Emulated = ({ region, action, body: text }) => {
    const body = JSON.parse(text) as Body;
    const place = `${region}/${body.TableName}`;
    if (action === "CreateTable") {
      const description = { ...body, TableStatus: "ACTIVE", TableArn: `arn:aws:dynamodb:${place}` };
      this.#tables.set(place, { description, items: new Map() });
      return ok({ TableDescription: description });
    }
    const table = this.#tables.get(place);
    if (table === undefined)
      return { status: 400, headers: {}, body: JSON.stringify({ __type: "ResourceNotFoundException" }) };
    const key = ((body.Key ?? body.Item) as { id?: { S: string } } | undefined)?.id?.S ?? "";
    switch (action) {
      case "DescribeTable":
        return ok({ Table: table.description });
      case "UpdateTable":
        Object.assign(table.description, body, { ReplicaUpdates: undefined });
        return ok({ TableDescription: table.description });
      case "DeleteTable":
        this.#tables.delete(place);
        return ok({});
      case "PutItem":
        table.items.set(key, body.Item);
        return ok({});
      case "UpdateItem":
        table.items.set(key, { ...(body.Key as Body), v: { S: "updated" } });
        return ok({});
      case "DeleteItem":
        table.items.delete(key);
        return ok({});
      case "GetItem":
        return ok({ Item: table.items.get(key) });
      case "Scan":
        return ok({ Items: [...table.items.values()] });
      case "BatchWriteItem":
        return ok({ UnprocessedItems: {} });
      default:
        return ok({});
    }
  };

  /** Value of the attribute `v` of each item, by key. */
  contents(region: string, table: string): Record<string, string> {
    const items = this.#tables.get(`${region}/${table}`)?.items ?? new Map<string, unknown>();
    return Object.fromEntries(
      [...items].sort().map(([key, item]) => [key, (item as { v?: { S: string } }).v?.S ?? ""]),
    );
  }
}

function ok(value: unknown): AwsReply {
  return { status: 200, headers: {}, body: JSON.stringify(value) };
}
