/** Style sheets are bundled as text, so that they can be adopted by shadow roots under any content policy. */
declare module '*.css' {
  const text: string;
  export default text;
}
