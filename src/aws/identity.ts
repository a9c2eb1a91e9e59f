import { GetCallerIdentityCommand, STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { TriremeError } from "../lib/index.ts";
import type { AwsTarget } from "./target.ts";

/** As whom a target knows us. */
export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string;
  /** `arn:aws:sts::111111111111:assumed-role/deployer/ada`. */
  readonly arn: string;
}

const FIX =
  "Set AWS_PROFILE to a profile of that account (aws configure sso makes one), or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.";

/**
 * Asks AWS who calls. GetCallerIdentity needs no permission, so that it fails only when the
 * credentials do (AWS STS API Reference, "GetCallerIdentity", read November 2026).
 *
 * @param region whose STS is asked: one of the environment's, for the global endpoint is us-east-1's alone.
 * @throws TriremeError `credentials-missing`, `credentials-refused`
 */
export async function callerIdentity(target: AwsTarget, region: string): Promise<CallerIdentity> {
  const { endpoint, credentials, appId } = target;
  const sts = new STSClient({
    region,
    maxAttempts: 2,
    userAgentAppId: appId,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  try {
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (cause) {
    throw refused(cause, region);
  } finally {
    sts.destroy();
  }
}

function refused(cause: unknown, region: string): TriremeError {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof STSServiceException) {
    return new TriremeError(`AWS does not take the credentials: ${cause.name}: ${said}`, {
      code: "credentials-refused",
      fault: "environment",
      fix: FIX,
      cause,
    });
  }
  // The SDK's providers fail with this name when the chain ends with nothing, and when a login has run out.
  if (cause instanceof Error && /Credentials|TokenProvider/.test(cause.name)) {
    return new TriremeError(`There are no AWS credentials: ${said}`, {
      code: "credentials-missing",
      fault: "environment",
      fix: FIX,
      cause,
    });
  }
  return new TriremeError(`AWS STS in ${region} cannot be reached: ${said}`, {
    code: "aws-unreachable",
    fault: "environment",
    fix: "Look at the network, and at HTTPS_PROXY if there is a proxy.",
    cause,
  });
}
