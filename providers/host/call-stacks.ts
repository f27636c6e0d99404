/**
 * Keeps the engine's SDK from rendering a call stack until `restore` is called. The SDK renders one for every
 * registration, through source maps, and sends it along to be kept in state: a third of a large preview's time, and as
 * many bytes of state as the resource itself.
 */
export function withholdCallStacks(): { restore(): void } {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => "";
  return {
    restore() {
      if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
      else Reflect.deleteProperty(Error, "prepareStackTrace");
    },
  };
}
