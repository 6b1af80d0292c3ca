/** What the debug adapter library takes from Node's `url`, for the browser bundle. */
const { URL } = globalThis;

export { URL };
