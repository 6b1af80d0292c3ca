// Stands for Node's `url` in the bundle for the web worker host, which has URL as a global.
const { URL } = globalThis;
export { URL };
