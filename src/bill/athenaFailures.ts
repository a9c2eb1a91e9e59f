import { jsonRefusal } from "../aws/index.ts";
import { TriremeError } from "../lib/index.ts";
import type { AthenaPlace, AthenaQuery } from "./athenaPlace.ts";

/** What to do, by what Athena says. Its sentences are recalled; what fits none is told as it is, with where to look. */
const FIXES: readonly { readonly says: RegExp; readonly fix: (place: AthenaPlace) => string }[] = [
  {
    says: /bytes scanned limit/i,
    fix: ({ workgroup }) => `Ask for one month with --month, or raise the limit of workgroup ${workgroup}.`,
  },
  {
    says: /TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|(Table|Schema|Database) .*(does not exist|not found)/i,
    fix: ({ region, database, table }) =>
      `Correct --database and --table: "${database}"."${table}" is to be a table of the Glue catalogue in ${region}.`,
  },
  {
    says: /COLUMN_NOT_FOUND|Column .* cannot be resolved/i,
    fix: () =>
      "Let the table have every column of FOCUS 1.0 or 1.2 as AWS exports it, and billing_period as its partition.",
  },
  {
    says: /WorkGroup .*(not found|disabled)/i,
    fix: ({ region }) => `Correct --workgroup and --region: Athena in ${region} does not take it.`,
  },
  {
    says: /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch/i,
    fix: () => "Sign in anew: AWS does not take these credentials.",
  },
  {
    says: /access ?denied|not authorized|insufficient permissions/i,
    fix: () =>
      "Allow athena:StartQueryExecution, GetQueryExecution, GetQueryResults and StopQueryExecution on the workgroup, glue:GetDatabase, GetTable and GetPartitions on the table, and S3 on the export and on the results.",
  },
  {
    says: /output location|outputLocation/i,
    fix: ({ workgroup }) => `Give workgroup ${workgroup} a place for its results.`,
  },
];

/** Of a query that was started and did not end well. One that is cancelled is paid for as far as it read: recalled. */
export function athenaFailure(
  place: AthenaPlace,
  { id, scannedBytes }: AthenaQuery,
  state: "FAILED" | "CANCELLED",
  reason: string | undefined,
): TriremeError {
  const read = scannedBytes === null ? "" : ` after it had read ${Math.ceil(scannedBytes / 1e6)} MB`;
  const ended = state === "FAILED" ? "failed" : `was cancelled${read}`;
  return new TriremeError(`Athena's query ${id} ${ended}: ${reason ?? "Athena gives no reason"}`, {
    code: state === "FAILED" ? "athena-query-failed" : "athena-query-cancelled",
    fault: "environment",
    fix: fixFor(place, reason ?? ""),
  });
}

/** Of a call that was not taken, and whether it is worth making again. */
export function athenaRefusal(
  place: AthenaPlace,
  action: string,
  { status, body }: { readonly status: number; readonly body: string },
): { readonly again: boolean; readonly error: TriremeError } {
  if (status === 0 || status >= 500) {
    return { again: true, error: unreached(place, status === 0 ? body : `${action} is answered ${status}`) };
  }
  const { type = "no type", message = "no reason" } = jsonRefusal(body) ?? { message: body.slice(0, 200) };
  return {
    again: status === 429 || /TooManyRequests|Throttl/.test(type),
    error: new TriremeError(`Athena refuses ${action}: ${type}: ${message}`, {
      code: "athena-refused",
      fault: "environment",
      fix: fixFor(place, `${type} ${message}`),
    }),
  };
}

export function unreached({ region }: AthenaPlace, why: string): TriremeError {
  return new TriremeError(`Athena in ${region} gives no answer that can be used: ${why}`, {
    code: "athena-unreachable",
    fault: "environment",
    fix: "Look at the network and at --region, and ask again.",
  });
}

function fixFor(place: AthenaPlace, reason: string): string {
  return (
    FIXES.find(({ says }) => says.test(reason))?.fix(place) ??
    `Look at the query in Athena's history of workgroup ${place.workgroup} in ${place.region}.`
  );
}
