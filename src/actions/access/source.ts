import { type AccessModel, readAccess } from "../../access/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { type GraphOptions, graph } from "../graph/graph.ts";

/** What every access verb can be asked about. */
export interface AccessSource extends GraphOptions {
  /** Account of resources of which plan, state or folder does not tell it. Twelve digits. */
  readonly account?: string;
}

/** Reads every policy of a configuration, a plan, a state or a folder. Throws `InputError` for what cannot be read. */
export async function openAccess({ account, ...source }: AccessSource): Promise<AccessModel> {
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw refused({
      code: "access/account",
      where: "--account",
      given: account,
      wanted: "the twelve digits of an AWS account",
      fix: "Write the digits without hyphens, or leave it out.",
    });
  }
  return readAccess(await graph(source), account === undefined ? {} : { account });
}

export function refused(...problems: readonly InputProblem[]): InputError {
  return new InputError("access", problems);
}
