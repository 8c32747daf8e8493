declare module 'subset-font' {
  type Axe = number | { readonly min?: number; readonly max?: number; readonly default?: number }
  export default function subsetFont(
    source: Uint8Array,
    texte: string,
    options: {
      readonly targetFormat: 'woff2' | 'sfnt'
      readonly noHinting?: boolean
      readonly variationAxes?: Readonly<Record<string, Axe>>
    },
  ): Promise<Buffer>
}
