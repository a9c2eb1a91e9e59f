import { z } from "zod";
import { EMAIL, strict, tagValue, text, yesOrNo } from "./form.ts";

/** The section `budgets` as it is checked; `budgetsInput.ts` documents it. */

const AMOUNT = "US dollars a month, more than 0 and at most 1000000000, such as 12000";
const amount = z.number(AMOUNT).gt(0, AMOUNT).max(1_000_000_000, AMOUNT);
const amounts = (key: z.ZodString) => z.record(key, amount).default({});

const THRESHOLD = "per cent of the amount, more than 0 and at most 1000, such as 80";
const THRESHOLDS = "a list of one to five percentages, such as [50, 80, 100]";
const TOPIC =
  'the ARN of a standard SNS topic in us-east-1, such as "arn:aws:sns:us-east-1:111111111111:costs"';
const LEAST_USD = "US dollars, 0 or more, such as 100";
const LEAST_PERCENT = "per cent, 0 or more, such as 20";

export const budgets = strict({
  environments: amounts(text("the name of an environment")),
  costCentres: amounts(tagValue("shop-1001")),
  owners: amounts(tagValue("platform-team")),
  total: amount.optional(),
  currency: text('a currency, of which AWS Budgets takes "USD"').default("USD"),
  thresholds: z
    .array(z.number(THRESHOLD).gt(0, THRESHOLD).max(1000, THRESHOLD), THRESHOLDS)
    .min(1, THRESHOLDS)
    .max(5, THRESHOLDS)
    .default([50, 80, 100]),
  email: z.array(z.email(EMAIL), "a list of e-mail addresses").optional(),
  topic: text(TOPIC)
    .regex(/^arn:aws:sns:us-east-1:\d{12}:[A-Za-z0-9_-]{1,256}$/, TOPIC)
    .optional(),
  anomalies: strict({
    leastUsd: z.number(LEAST_USD).min(0, LEAST_USD).default(100),
    leastPercent: z.number(LEAST_PERCENT).min(0, LEAST_PERCENT).default(20),
    services: yesOrNo.default(true),
  }).prefault({}),
  tagsActive: yesOrNo.default(false),
});

export type BudgetsSettings = z.output<typeof budgets>;
