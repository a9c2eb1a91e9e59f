import type { DbParameterGroupParameter } from "@cdktn/provider-aws/lib/db-parameter-group/index.js";

export type PostgresEngine = "postgres" | "aurora-postgresql";

/**
 * Family of parameters of an engine version: `postgres16` of 16.6. AWS refuses a group of another
 * family, so a new major version brings a new group beside the old one.
 */
export function parameterFamily(engine: PostgresEngine, version: string): string {
  return `${engine}${version.split(".")[0]}`;
}

/**
 * Settings of every PostgreSQL database of the platform.
 *
 * TLS is forced: a client that forgets it is refused and not served in the clear. Sign-ins, changes of
 * structure, waits for locks and slow statements are logged: what an audit and a bad day ask for.
 * Slow statements may carry customers' data into the log, which is why the log group is encrypted
 * with the data's own key.
 *
 * `pending-reboot` for `rds.force_ssl`: accepted whether a version counts the parameter as static or as
 * dynamic, and a new database starts with it either way.
 */
export function databaseParameters(slowStatementMilliseconds: number): DbParameterGroupParameter[] {
  const logged = (name: string, value: string) => ({ name, value, applyMethod: "immediate" });
  return [
    { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
    logged("log_connections", "1"),
    logged("log_disconnections", "1"),
    logged("log_statement", "ddl"),
    logged("log_lock_waits", "1"),
    logged("log_min_duration_statement", String(slowStatementMilliseconds)),
  ];
}

/** Milliseconds from which a statement is logged as slow: a customer waits for it. */
export const SLOW_STATEMENT_MILLISECONDS = 1000;

/** Days that logs are kept: a year, as PCI DSS 4.0.1, requirement 10.5.1, asks. */
export const LOG_RETENTION_DAYS = 365;

/** Seconds between two readings of enhanced monitoring: fine enough to see a stall, a twelfth of the logs of 5 s. */
export const MONITORING_INTERVAL_SECONDS = 60;

/** `orders-us` to `orders_us`: PostgreSQL identifiers take no hyphen unquoted. */
export function databaseName(store: string): string {
  return store.replaceAll("-", "_");
}
