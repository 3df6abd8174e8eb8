/** A page as text, as vite hands it to tests. */
declare module '*.md?raw' {
  const text: string;
  export default text;
}
