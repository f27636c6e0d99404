import { expect, test } from "vitest";
import * as resources from "../../providers/workos/index.ts";
import { play } from "./play.ts";
import { invitation } from "./workos/invitation.ts";
import { organization } from "./workos/organization.ts";
import { organizationDomain } from "./workos/organization-domain.ts";
import { organizationRole } from "./workos/organization-role.ts";
import { permission } from "./workos/permission.ts";

const lives = [organization, organizationDomain, permission, organizationRole, invitation];

test("every WorkOS resource has a life", () => {
  expect(lives.map((life) => life.of).sort()).toEqual(
    Object.keys(resources)
      .map((name) => `workos:${name}`)
      .sort(),
  );
});

play("workos", lives);
