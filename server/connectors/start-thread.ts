import { setFlagsFromString } from 'node:v8';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/*
 * Threads that strip types side by side could take the whole process down: when two of them compile the same
 * wrapper around the stripper's WebAssembly at one moment, V8 (13.6, Node 24.21) frees the loser's through a null
 * module. Seen as SIGSEGV in NativeModule::FreeCode under Runtime_TierUpWasmToJSWrapper; a wrapper that is never
 * compiled a second time cannot lose.
 */
setFlagsFromString('--wasm-wrapper-tiering-budget=2000000000');

/** Starts a thread that runs a script of ours, with no environment but the one that is named, and with what was compiled before; every thread of the server begins here. */
export function startThread(script: URL, options: WorkerOptions): Worker {
  const { NODE_COMPILE_CACHE } = process.env;
  const env = { ...(options.env as NodeJS.ProcessEnv), ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };
  return new Worker(script, { ...options, env });
}
