/** Where AWS is, and as whom to call it. */
export interface AwsTarget {
  /** Base address of an emulated AWS; absent for AWS itself. */
  readonly endpoint?: string;
  /** Absent: the SDK's own chain (environment, profile, role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * Sent with every call as the user agent's application id, so that CloudTrail, and the sandbox's
   * call log, tell a runbook's calls from planning and from applications.
   */
  readonly appId: "trireme-runbook" | "trireme-sandbox" | "trireme-application" | "trireme-planning";
  /**
   * How often a client makes a call, all in all. A runbook has it at 1: whether a call is made again is for its step to
   * say.
   * @default 2
   */
  readonly attempts?: number;
}
