/** The built-in nodes as a bundle of their own; only the simulation worker can load it (vite.config.ts). */
declare module 'virtual:node-pack' {
  export const catalog: import('@twinloom/runtime/node/catalog').Catalog;
}
