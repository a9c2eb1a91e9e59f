/** What the workflow `stock-recount` does, in Amazon States Language. A task names a function of the configuration. */
export const stockRecount = {
  Comment: "Counts again when the first count failed, and gives up after three times",
  StartAt: "Count",
  TimeoutSeconds: 3600,
  States: {
    Count: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "function:stock-report", "Payload.$": "$" },
      Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 60, MaxAttempts: 3, BackoffRate: 2 }],
      End: true,
    },
  },
} as const;
