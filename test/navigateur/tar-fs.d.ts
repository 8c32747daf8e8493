declare module 'tar-fs' {
  /** Déballe une archive tar dans un dossier. */
  export const extract: (dossier: string) => NodeJS.WritableStream
}
