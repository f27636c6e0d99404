import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const ONE = "/feature-flags/{slug}/targets/{resourceId}";

export const featureFlagTarget: Description = {
  at: `DELETE ${ONE}`,
  writes: { create: { [`POST ${ONE}`]: 1 } },
  async home(act, name) {
    await act.post("/_emulator/feature_flags", { slug: name, name, enabled: true });
    const { organizationId: neighbour } = await organization(act, `${name}-eu`);
    await act.post(`/feature-flags/${name}/targets/${neighbour}`, {});
    const { organizationId: targetId } = await organization(act, name);
    return { targetId };
  },
  declared: ({ targetId }, name) => ({ flag: name, targetId }),
  async held(act, _home, name) {
    const flags = await act.get("/_emulator/dump/featureFlags");
    const flag = flags.find(({ slug }: Bag) => slug === name);
    return flag.targets.map((targetId: string) => ({ id: `${name}/${targetId}`, flag: name, targetId }));
  },
  life: {
    vanished: {
      title: "removed by somebody, and made anew",
      meanwhile: ({ act, home, name }) => act.delete(`/feature-flags/${name}/targets/${home.targetId}`),
    },
  },
  stages: [
    {
      title: "a flag that is switched off keeps its targets",
      meanwhile: ({ act, name }) => act.put(`/feature-flags/${name}/disable`),
      does: ["same"],
      writes: {},
    },
  ],
};
