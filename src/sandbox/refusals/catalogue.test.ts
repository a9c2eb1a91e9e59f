import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateEmulator, type RunningSandbox, startSandbox } from "../index.ts";
import { allOverlays } from "../overlays/index.ts";
import { auditCases } from "./cases/audit.ts";
import { backupCases } from "./cases/backup.ts";
import { Caller } from "./cases/caller.ts";
import { cloudFrontCases } from "./cases/cloudfront.ts";
import { compositeAlarmCases } from "./cases/compositeAlarms.ts";
import { costCases } from "./cases/costs.ts";
import { detectionCases } from "./cases/detection.ts";
import { dynamodbCases } from "./cases/dynamodb.ts";
import { ec2Cases } from "./cases/ec2.ts";
import { eksCases } from "./cases/eks.ts";
import { elastiCacheCases } from "./cases/elasticache.ts";
import { fargateCases } from "./cases/fargate.ts";
import { listenerRuleCases } from "./cases/listenerRules.ts";
import { messagingCases } from "./cases/messaging.ts";
import { monitoringCases } from "./cases/monitoring.ts";
import { namesCases } from "./cases/names.ts";
import { observabilityCases } from "./cases/observability.ts";
import { organizationAuditCases } from "./cases/organizationAudit.ts";
import { organizationsCases } from "./cases/organizations.ts";
import { otherCases } from "./cases/others.ts";
import { rdsCases } from "./cases/rds.ts";
import { rdsInstanceCases } from "./cases/rdsInstances.ts";
import { recoveryControlCases } from "./cases/recoveryControl.ts";
import { resolverCases } from "./cases/resolver.ts";
import { route53Cases } from "./cases/route53.ts";
import { s3SettingsCases } from "./cases/s3Settings.ts";
import { serverlessCases } from "./cases/serverless.ts";
import { wafv2Cases } from "./cases/wafv2.ts";
import { watchingCases } from "./cases/watching.ts";
import { allRefusals } from "./index.ts";

const cases = [
  ...rdsCases,
  ...backupCases,
  ...detectionCases,
  ...costCases,
  ...auditCases,
  ...namesCases,
  ...monitoringCases,
  ...messagingCases,
  ...compositeAlarmCases,
  ...observabilityCases,
  ...watchingCases,
  ...eksCases,
  ...fargateCases,
  ...rdsInstanceCases,
  ...s3SettingsCases,
  ...otherCases,
  ...listenerRuleCases,
  ...dynamodbCases,
  ...ec2Cases,
  ...elastiCacheCases,
  ...route53Cases,
  ...cloudFrontCases,
  ...wafv2Cases,
  ...organizationsCases,
  ...organizationAuditCases,
  ...serverlessCases,
  ...resolverCases,
  ...recoveryControlCases,
];
const emulator = await locateEmulator(process.env);
const skipped = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

describe("the catalogue of refusals", () => {
  it("gives every entry an id of its own, with the service in front", () => {
    const ids = allRefusals().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  it("names AWS's own documentation as the source of every rule", () => {
    for (const { source } of allRefusals()) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
  });

  it("says every rule in a sentence and the actions it is looked at for", () => {
    for (const { rule, actions } of allRefusals()) {
      expect(rule).toMatch(/^[A-Z].*\.$/s);
      expect(actions.length).toBeGreaterThan(0);
    }
  });

  it("has a case for every entry, and no case without one", () => {
    expect(cases.map((one) => one.refusal).sort()).toEqual(
      allRefusals()
        .map(({ id }) => id)
        .sort(),
    );
  });
});

describe.skipIf(!emulator.ok)(`refusals against the emulator${skipped}`, () => {
  let sandbox: RunningSandbox;
  let strict: Caller;
  let emulated: Caller;

  beforeAll(async () => {
    sandbox = await startSandbox({ overlays: allOverlays(), refusals: allRefusals() });
    strict = new Caller(sandbox.endpoint);
    emulated = new Caller((await sandbox.status()).emulator.endpoint);
  });
  afterAll(() => sandbox?.stop());

  describe.each(cases)("$refusal", (one) => {
    it("refuses the call that AWS rejects, as the emulator alone would not, and takes the one beside it", async () => {
      // given
      const { refused, taken } = await one.prepare(strict);

      // when
      const rejection = await strict.send(refused);
      const [record] = await sandbox.calls({ last: 1 });
      const echo = await emulated.send(refused);
      const acceptance = await strict.send(taken);

      // then
      expect(rejection.status).toBeGreaterThanOrEqual(400);
      expect(rejection.text).toContain(one.code);
      expect(record?.outcome).toBe("refused");
      if (one.emulator === "accepts") expect(echo.status, echo.text).toBeLessThan(300);
      else expect(echo.status).toBeGreaterThanOrEqual(400);
      expect(acceptance.status, acceptance.text).toBeLessThan(300);
    });
  });
});
