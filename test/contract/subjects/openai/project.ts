import { everyPage, type Subject } from "../subject.ts";

export const project: Subject = {
  token: "openai:Project",
  home: async () => ({}),
  declared: (_home, name) => ({ name: `The ${name}` }),
  changed: (_home, name) => ({ name: `The new ${name}` }),
  async held(emulators, _home, name) {
    const rows = await everyPage(emulators, "/organization/projects?include_archived=true");
    return rows
      .filter((row) => String(row.name).endsWith(` ${name}`) && row.status !== "archived")
      .map((row) => ({ id: String(row.id), name: row.name }));
  },
};
