/**
 * Les polices de texte que le moteur lit pour les papiers : celles du paquet, le zéro sans barre, comme à l’écran (`zero-ouvert.ts`). La barre y est
 * dans le signe, sans fonction qui l’ôte. Chasses, approches et noms ne changent pas ; le zéro tabulaire, qui renvoie à l’autre, le suit.
 */
import {
  contoursDe,
  cumuler,
  enLong,
  enPolice,
  glyphesDe,
  ouvrir,
  type Point,
  table,
  tablesDe,
} from './zero-ouvert.ts'

/** Un écart d’un point au suivant : ses octets, et ce qu’en dit le drapeau du point (`court` : un octet ; `meme` : son signe, ou zéro). */
const ecart = (v: number, court: number, meme: number): readonly [number, readonly number[]] => {
  if (v === 0) return [meme, []]
  if (Math.abs(v) < 256) return [court | (v > 0 ? meme : 0), [Math.abs(v)]]
  return [0, [(v >> 8) & 255, v & 255]]
}

/** Un glyphe de deux contours de même longueur, l’un après l’autre ; `bornes` : telles que le glyphe d’avant les écrit. */
const enGlypheSerre = (points: readonly Point[], bornes: Buffer): Buffer => {
  const [drapeaux, xs, ys]: [number[], number[], number[]] = [[], [], []]
  for (const [i, p] of points.entries()) {
    const [dx, ox] = ecart(p.x - (points[i - 1]?.x ?? 0), 2, 16)
    const [dy, oy] = ecart(p.y - (points[i - 1]?.y ?? 0), 4, 32)
    drapeaux.push((p.surLaCourbe ? 1 : 0) | dx | dy)
    xs.push(...ox)
    ys.push(...oy)
  }
  const tete = Buffer.alloc(16)
  tete.writeInt16BE(2, 0)
  bornes.copy(tete, 2)
  tete.writeUInt16BE(points.length / 2 - 1, 10)
  tete.writeUInt16BE(points.length - 1, 12)
  const octets = Buffer.concat([tete, Buffer.from([...drapeaux, ...xs, ...ys])])
  return Buffer.concat([octets, Buffer.alloc(octets.length & 1)])
}

/** Le rang du glyphe d’un signe, par la table de format 4. */
const rangDe = (cmap: Buffer, code: number): number => {
  for (let t = 0; t < cmap.readUInt16BE(2); t += 1) {
    const ici = cmap.readUInt32BE(8 + 8 * t)
    if (cmap.readUInt16BE(ici) !== 4) continue
    const n = cmap.readUInt16BE(ici + 6) / 2
    for (let s = 0; s < n; s += 1) {
      const debut = cmap.readUInt16BE(ici + 16 + 2 * (n + s))
      if (code < debut || code > cmap.readUInt16BE(ici + 14 + 2 * s)) continue
      const place = ici + 16 + 2 * (3 * n + s)
      const saut = cmap.readUInt16BE(place)
      const rang = saut === 0 ? code : cmap.readUInt16BE(place + saut + 2 * (code - debut))
      return (rang + cmap.readUInt16BE(ici + 16 + 2 * (2 * n + s))) & 0xffff
    }
  }
  throw new Error('La police n’a pas ce signe.')
}

/** Une police fixe, TrueType nue, de zéro barré. Lève si son zéro n’est pas fait d’un contour et de deux moitiés. */
export const pourLePapier = (police: Buffer): Buffer => {
  const tables = tablesDe(police)
  const glyphes = glyphesDe(tables)
  const zero = rangDe(table(tables, 'cmap'), 0x30)
  const barre = glyphes[zero] ?? Buffer.alloc(0)
  const ouvert = enGlypheSerre(ouvrir({ contours: contoursDe(barre), chasse: 0 }), barre.subarray(2, 10))
  const morceaux = glyphes.map((octets, rang) => (rang === zero ? ouvert : octets))
  const head = Buffer.from(table(tables, 'head'))
  head.writeInt16BE(1, 50)
  const neuves: Readonly<Record<string, Buffer>> = {
    head,
    glyf: Buffer.concat(morceaux),
    loca: enLong(cumuler(morceaux)),
  }
  return enPolice(
    police,
    tables.map((t) => ({ nom: t.nom, octets: neuves[t.nom] ?? t.octets })),
  )
}

/** Combien de contours dessinent le zéro, et sa chasse. */
export const contoursDuZero = (police: Buffer): { readonly contours: number; readonly chasse: number } => {
  const tables = tablesDe(police)
  const zero = rangDe(table(tables, 'cmap'), 0x30)
  return {
    contours: contoursDe(glyphesDe(tables)[zero] ?? Buffer.alloc(0)).length,
    chasse: table(tables, 'hmtx').readUInt16BE(4 * zero),
  }
}
