import { expect, test } from "vitest";
import { Certificate } from "../../../providers/openai/certificate.ts";
import { CertificateActivation } from "../../../providers/openai/certificate-activation.ts";
import { certificateFor } from "../../harness/certificates.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(Certificate);

const CERTIFICATES = "/organization/certificates";
const certificate = certificateFor("acme");
const held = async () => (await dana().get(`${CERTIFICATES}?limit=100`)).data;

test("one that is active stays, and the message says what to do", async () => {
  const state = await run().up({ certificate });
  const activation = await run().beside(CertificateActivation).up({ certificateId: state.id });
  await expect(run().remove(state)).rejects.toThrow(/is active.*deactivate it there first/s);
  expect(await held()).toEqual([expect.objectContaining({ id: state.id, active: true })]);
  await run().beside(CertificateActivation).remove(activation);
  await run().remove(state);
  expect(await held()).toEqual([]);
});

test("without a name it is left with the one that it has", async () => {
  const state = await run().up({ certificate, name: "2027" });
  expect(await writes(() => run().up({ certificate }, state))).toEqual([]);
  expect(await held()).toEqual([expect.objectContaining({ name: "2027" })]);
});

test("only those that end when it does are asked for their content", async () => {
  const elsewhere = certificateFor("elsewhere");
  const others = [certificateFor("another"), certificateFor("later", 2047), certificateFor("sooner", 2045)];
  for (const certificate of [...others, elsewhere]) await dana().post(CERTIFICATES, { certificate });
  await expect(run().up({ certificate: elsewhere })).rejects.toThrow("already answers to certificate");
  const asked = emulator().requests.log.filter(({ actor, route }) => !actor && route.startsWith(CERTIFICATES));
  expect(asked.map(({ method, route }) => `${method} ${route}`)).toEqual([
    `GET ${CERTIFICATES}`,
    `GET ${CERTIFICATES}/{certificate_id}`,
    `GET ${CERTIFICATES}/{certificate_id}`,
  ]);
});
