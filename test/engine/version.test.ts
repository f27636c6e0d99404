import { describe, expect, test } from "vitest";
import { isAtLeast, oldestVersion, parseVersion, pinnedVersion } from "../../engine/version.ts";

describe(parseVersion, () => {
  test.each([
    ["v3.259.0\n", "3.259.0"],
    ["3.254.0", "3.254.0"],
    ["v3.260.0-alpha.1b2c+dirty", "3.260.0-alpha.1b2c"],
    ["v3.260.0+build.7", "3.260.0"],
  ])("%j is %s", (printed, version) => {
    expect(parseVersion(printed)).toBe(version);
  });

  test.each(["", "3.259", "pulumi version v3.259.0", "v3.259.0\nA new version is available", "three"])(
    "%j is no version",
    (printed) => {
      expect(parseVersion(printed)).toBeUndefined();
    },
  );
});

describe(isAtLeast, () => {
  test.each([
    ["3.254.0", true],
    ["3.254.1", true],
    ["3.1000.0", true],
    ["4.0.0", true],
    ["3.255.0-alpha.1", true],
    ["3.253.9", false],
    ["3.99.0", false],
    ["2.999.0", false],
    ["3.254.0-alpha.1", false],
  ])("%s against 3.254.0: %s", (version, answer) => {
    expect(isAtLeast(version, "3.254.0")).toBe(answer);
  });

  test("the engine that is installed or built would be taken from PATH too", () => {
    expect(isAtLeast(pinnedVersion, oldestVersion)).toBe(true);
  });
});
