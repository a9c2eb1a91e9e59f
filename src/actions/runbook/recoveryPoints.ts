import type { AwsClients, RegionClients } from "../../aws/index.ts";
import { TriremeError } from "../../lib/index.ts";
import type { Selected } from "./books.ts";
import type { RunbookParameters } from "./parameters.ts";
import { type WantedPoint, wantedPoint } from "./restoring.ts";

interface Listed {
  readonly RecoveryPointArn: string;
  readonly CreationDate: number;
  readonly Status: string;
}

/**
 * With the recovery point that a restore is to be made from, looked for now where none was named.
 * @throws TriremeError as `newestPoint`
 */
export async function withPoint<
  Options extends RunbookParameters & { readonly name: string; readonly lost: string },
>(options: Options, { project: { platform }, environment }: Selected, clients: AwsClients): Promise<Options> {
  if (options.name !== "restore") return options;
  const wanted = wantedPoint({ platform, environment, region: options.lost, parameters: options });
  if (wanted === undefined) return options;
  return { ...options, point: await newestPoint(clients.in(options.lost), wanted) };
}

/**
 * The newest whole recovery point of a store in the vault of a region, made before a moment. AWS lists them in no order.
 * @throws TriremeError `no-recovery-point`, `vault-unreadable`
 */
export async function newestPoint(
  { region, plain }: Pick<RegionClients, "region" | "plain">,
  { vault, store, before }: WantedPoint,
): Promise<string> {
  const found: Listed[] = [];
  for (let next: string | undefined = ""; next !== undefined; ) {
    const answer = await plain.send({
      service: "backup",
      method: "GET",
      path: `/backup-vaults/${encodeURIComponent(vault)}/recovery-points/`,
      query: {
        resourceArn: store,
        ...(before === undefined ? {} : { createdBefore: before }),
        ...(next === "" ? {} : { nextToken: next }),
      },
    });
    if (answer.status !== 200) throw unreadable(vault, region, answer.body);
    const page = JSON.parse(answer.body) as { RecoveryPoints?: Listed[]; NextToken?: string };
    found.push(...(page.RecoveryPoints ?? []));
    next = page.NextToken;
  }
  const [newest] = found
    .filter(({ Status }) => Status === "COMPLETED" || Status === "AVAILABLE")
    .toSorted((one, other) => other.CreationDate - one.CreationDate);
  if (newest !== undefined) return newest.RecoveryPointArn;
  throw new TriremeError(
    `no whole recovery point of ${store} is in ${vault} of ${region}${before === undefined ? "" : ` from before ${before}`}`,
    {
      code: "no-recovery-point",
      fault: "environment",
      fix: "Backups are made where the store was born and copied to the next region of its home: name one of the two with --region, or another moment with --before.",
    },
  );
}

function unreadable(vault: string, region: string, said: string): TriremeError {
  return new TriremeError(`${region} does not say what ${vault} holds: ${said}`, {
    code: "vault-unreadable",
    fault: "environment",
    fix: "See that the environment is deployed there, and that your credentials may list its recovery points.",
  });
}
