/**
 * Asks a routing-control cluster on behalf of a state machine: Step Functions can call no endpoint but a region's own.
 * An endpoint that does not answer is followed by the next; AWS takes some of the five out for maintenance. It gives a
 * clear answer back as it came, a refusal too, and knows three calls. That a rule be overridden it cannot be asked:
 * the field is taken out, and its role may not.
 * Source: https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.update.api.html, read November 2026. That
 * Lambda's Node runtime brings every client of the SDK: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html, recalled.
 */
export const ROUTING_FUNCTION_CODE = `import * as sdk from "@aws-sdk/client-route53-recovery-cluster";

const CALLS = {
  ListRoutingControls: sdk.ListRoutingControlsCommand,
  GetRoutingControlState: sdk.GetRoutingControlStateCommand,
  UpdateRoutingControlStates: sdk.UpdateRoutingControlStatesCommand,
};

/** Answers that are no answer of the cluster: the next endpoint may have one. */
const isElsewhere = ({ name, $metadata }) =>
  name === "EndpointTemporarilyUnavailableException" ||
  $metadata?.httpStatusCode === undefined ||
  $metadata.httpStatusCode >= 500;

export async function handler({ Action, Input, Without }) {
  const Command = CALLS[Action];
  if (Command === undefined) throw Object.assign(new Error(Action + " is no call of this function"), { name: "UnknownAction" });
  const { SafetyRulesToOverride, ...input } = Input;
  const failed = [];
  for (const { endpoint, region } of JSON.parse(process.env.ENDPOINTS)) {
    if (region === Without) continue;
    const client = new sdk.Route53RecoveryClusterClient({
      endpoint,
      region,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 },
    });
    try {
      const { $metadata, ...answer } = await client.send(new Command(input));
      return answer;
    } catch (error) {
      if (!isElsewhere(error)) throw error;
      failed.push(region + ": " + error.name);
    }
  }
  throw Object.assign(new Error("no endpoint of the cluster answered (" + failed.join(", ") + ")"), { name: "NoEndpointAnswered" });
}
`;
