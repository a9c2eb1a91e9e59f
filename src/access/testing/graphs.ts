import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { type AccessModel, type AccessOptions, readAccess } from "../model/accessModel.ts";
import { ACCOUNT } from "./requests.ts";

/** Blocks by type and name, as Terraform JSON has them. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** One stack in one account and region. */
function graphOf(
  resource: Blocks,
  { data = {}, account = ACCOUNT }: { data?: Blocks; account?: string } = {},
): ResourceGraph {
  const provider = {
    aws: [{ region: "eu-west-1", ...(account === "" ? {} : { allowed_account_ids: [account] }) }],
  };
  const configuration = { provider, resource, data };
  return graphFromStacks([{ id: "test", inputs: [], configuration }], { name: "test" });
}

export function modelOf(
  resource: Blocks,
  options: AccessOptions & { data?: Blocks; inAccount?: string } = {},
): AccessModel {
  const { data, inAccount, ...rest } = options;
  const given = {
    ...(data === undefined ? {} : { data }),
    ...(inAccount === undefined ? {} : { account: inAccount }),
  };
  return readAccess(graphOf(resource, given), rest);
}

/** Text of a policy document. */
export function text(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
