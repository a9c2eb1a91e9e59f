import { CognitoIdentityPool } from "@cdktn/provider-aws/lib/cognito-identity-pool/index.js";
import { RumAppMonitor } from "@cdktn/provider-aws/lib/rum-app-monitor/index.js";
import { Construct } from "constructs";
import type { Naming } from "../../naming.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { browserMonitorName, browserRoleArn } from "./names.ts";

export interface BrowserMonitorProps {
  readonly naming: Naming;
  /** Domain of the environment; pages of all hosts below it may report. */
  readonly domain: string;
  /** Per cent of sessions that report, above 0. */
  readonly samplePercent: number;
  /** Whether a browser is remembered between pages and visits, by cookies: only with consent. */
  readonly cookies: boolean;
  readonly tags: OwnerTags;
}

/**
 * What customers' browsers see of the shop (CloudWatch RUM): time to show a page, errors of scripts, calls that failed.
 * One in each region, so that what a browser tells stays in the home of its customer; a dollar for 100,000 events.
 *
 * A browser has no credentials: it gets those of a guest from the identity pool, good for one action on these monitors
 * (`BrowserRole`). RUM's own policy, which would do without, is in no Terraform provider yet. The flow is Cognito's
 * basic one, in which the role is named by the browser and its trust names the pool.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-resource-policies.html and
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html, November 2026.
 */
export class BrowserMonitor extends Construct {
  /** Of the pool of guests: trusted by their role. */
  readonly poolId: string;

  constructor(scope: Construct, id: string, { naming, tags, ...props }: BrowserMonitorProps) {
    super(scope, id);
    const name = browserMonitorName(naming);
    const pool = new CognitoIdentityPool(this, "guests", {
      // Cognito takes words, digits, spaces and a few signs.
      identityPoolName: name,
      allowUnauthenticatedIdentities: true,
      allowClassicFlow: true,
      tags: tagsOf(name, tags),
    });
    new RumAppMonitor(this, "monitor", {
      name,
      domain: `*.${props.domain}`,
      // Kept by RUM for 30 days; a copy in the logs would be paid for twice.
      cwLogEnabled: false,
      appMonitorConfiguration: {
        allowCookies: props.cookies,
        enableXray: false,
        guestRoleArn: browserRoleArn(naming),
        identityPoolId: pool.id,
        sessionSampleRate: props.samplePercent / 100,
        telemetries: ["errors", "http", "performance"],
      },
      tags: tagsOf(name, tags),
    });
    this.poolId = pool.id;
  }
}
