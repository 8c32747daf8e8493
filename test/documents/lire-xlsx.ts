import { crc32, inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'

/** Lit une archive par son répertoire central, comme un tableur : chaque entrée doit s’y retrouver intacte. */
export const ouvrirXlsx = (octets: Uint8Array): Map<string, string> => {
  const b = Buffer.from(octets)
  const fin = b.length - 22
  expect(b.readUInt32LE(fin)).toBe(0x06054b50)
  const entrees = new Map<string, string>()
  let p = b.readUInt32LE(fin + 16)
  for (let i = 0; i < b.readUInt16LE(fin + 10); i += 1) {
    expect(b.readUInt32LE(p)).toBe(0x02014b50)
    const [taille, longueur, ou] = [b.readUInt32LE(p + 20), b.readUInt16LE(p + 28), b.readUInt32LE(p + 42)]
    const nom = b.toString('utf8', p + 46, p + 46 + longueur)
    expect(b.readUInt32LE(ou)).toBe(0x04034b50)
    const debut = ou + 30 + b.readUInt16LE(ou + 26) + b.readUInt16LE(ou + 28)
    const contenu = inflateRawSync(b.subarray(debut, debut + taille))
    expect(crc32(contenu)).toBe(b.readUInt32LE(p + 16))
    entrees.set(nom, contenu.toString('utf8'))
    p += 46 + longueur + b.readUInt16LE(p + 30) + b.readUInt16LE(p + 32)
  }
  return entrees
}

const clair = (t: string): string =>
  t.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** Les cellules d’une feuille, ligne à ligne : des textes, des nombres, ou rien. */
export const feuilleDe = (octets: Uint8Array, rang = 1): (string | number | null)[][] => {
  const xml = ouvrirXlsx(octets).get(`xl/worksheets/sheet${rang}.xml`) ?? ''
  const lignes = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, corps = '']) => {
    const cellules: (string | number | null)[] = []
    for (const [, ref = 'A', nombre, texte] of corps.matchAll(
      /<c r="([A-Z])\d+"[^>]*>(?:<v>([^<]*)<\/v>|<is><t[^>]*>([^<]*)<\/t><\/is>)<\/c>/gs,
    ))
      cellules[ref.charCodeAt(0) - 65] = nombre === undefined ? clair(texte ?? '') : Number(nombre)
    return cellules
  })
  const large = lignes[0]?.length ?? 0
  return lignes.map((l) => Array.from({ length: large }, (_, i) => l[i] ?? null))
}
