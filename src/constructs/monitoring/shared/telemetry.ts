/** What an account can let another one see, by our word for it. */
export type SharedTelemetry = "metrics" | "logs" | "traces";

/** Source: https://docs.aws.amazon.com/OAM/latest/APIReference/API_CreateLink.html, November 2026. */
const RESOURCE_TYPES: Readonly<Record<SharedTelemetry, string>> = {
  metrics: "AWS::CloudWatch::Metric",
  logs: "AWS::Logs::LogGroup",
  traces: "AWS::XRay::Trace",
};

/** Names of the kinds as AWS writes them, in one order whatever the order in which they were asked for. */
export function sharedTypes(shares: readonly SharedTelemetry[]): string[] {
  return shares.map((each) => RESOURCE_TYPES[each]).sort();
}
