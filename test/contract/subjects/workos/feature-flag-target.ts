import { organization, type Subject, somebody } from "../subject.ts";

export const featureFlagTarget: Subject = {
  token: "workos:FeatureFlagTarget",
  async home(emulators, name) {
    await emulators.workos.as(somebody).post("/_emulator/feature_flags", { slug: name, name, enabled: true });
    const { organizationId } = await organization(emulators, name);
    return { targetId: organizationId };
  },
  declared: ({ targetId }, name) => ({ flag: name, targetId }),
  async held({ workos }, { targetId }, name) {
    const { data } = await workos.as(somebody).get(`/organizations/${targetId}/feature-flags?limit=100`);
    return data
      .filter(({ slug }: { slug: string }) => slug === name)
      .map(({ slug }: { slug: string }) => ({ id: `${slug}/${targetId}`, flag: slug, targetId }));
  },
};
