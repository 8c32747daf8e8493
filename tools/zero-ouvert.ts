/**
 * Ôte la barre du zéro d’une police variable TrueType qui n’en a pas d’autre (Atkinson Hyperlegible Next) : « 1 000,00 € » s’y lit mal. Le zéro
 * garde son contour du dehors, sa chasse et ses graisses ; ses deux demi-vides n’en font plus qu’un, qui va où ils allaient. Une police
 * de plus pour dix chiffres coûtait une requête et deux mille octets à chaque page.
 */
export type Point = { readonly x: number; readonly y: number; readonly surLaCourbe: boolean }
type Glyphe = { readonly contours: readonly (readonly Point[])[]; readonly chasse: number }
type Table = { readonly nom: string; readonly octets: Buffer }

export const tablesDe = (police: Buffer): Table[] =>
  Array.from({ length: police.readUInt16BE(4) }, (_, i) => {
    const o = 12 + 16 * i
    const debut = police.readUInt32BE(o + 8)
    return {
      nom: police.toString('latin1', o, o + 4),
      octets: Buffer.from(police.subarray(debut, debut + police.readUInt32BE(o + 12))),
    }
  })

export const table = (tables: readonly Table[], nom: string): Buffer => {
  const trouvee = tables.find((t) => t.nom === nom)
  if (!trouvee) throw new Error(`La police n’a pas de table « ${nom} ».`)
  return trouvee.octets
}

/** Les octets de chaque glyphe. */
export const glyphesDe = (tables: readonly Table[]): Buffer[] => {
  const [loca, glyf] = [table(tables, 'loca'), table(tables, 'glyf')]
  const long = table(tables, 'head').readInt16BE(50) === 1
  const a = (i: number) => (long ? loca.readUInt32BE(4 * i) : 2 * loca.readUInt16BE(2 * i))
  return Array.from({ length: table(tables, 'maxp').readUInt16BE(4) }, (_, i) =>
    glyf.subarray(a(i), a(i + 1)),
  )
}

/** Les contours d’un glyphe simple ; aucun s’il est vide ou composé. */
export const contoursDe = (octets: Buffer): Point[][] => {
  const n = octets.length === 0 ? 0 : octets.readInt16BE(0)
  if (n <= 0) return []
  const fins = Array.from({ length: n }, (_, i) => octets.readUInt16BE(10 + 2 * i))
  const points = (fins.at(-1) ?? -1) + 1
  let o = 10 + 2 * n
  o += 2 + octets.readUInt16BE(o)
  const drapeaux: number[] = []
  while (drapeaux.length < points) {
    const d = octets.readUInt8(o++)
    const fois = d & 8 ? octets.readUInt8(o++) + 1 : 1
    for (let i = 0; i < fois; i++) drapeaux.push(d)
  }
  const axe = (court: number, meme: number): number[] => {
    let v = 0
    return drapeaux.map((d) => {
      if (d & court) v += (d & meme ? 1 : -1) * octets.readUInt8(o++)
      else if (!(d & meme)) {
        v += octets.readInt16BE(o)
        o += 2
      }
      return v
    })
  }
  const [xs, ys] = [axe(2, 16), axe(4, 32)]
  const tous = drapeaux.map((d, i) => ({ x: xs[i] ?? 0, y: ys[i] ?? 0, surLaCourbe: (d & 1) === 1 }))
  return fins.map((f, i) => tous.slice(i === 0 ? 0 : (fins[i - 1] ?? 0) + 1, f + 1))
}

const mots = (...v: readonly number[]): Buffer => {
  const b = Buffer.alloc(2 * v.length)
  for (const [i, x] of v.entries()) b.writeInt16BE((x << 16) >> 16, 2 * i)
  return b
}
const borner = (points: readonly Point[]) => {
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)]
  return { x: Math.min(...xs), X: Math.max(...xs), y: Math.min(...ys), Y: Math.max(...ys) }
}

/** Le seul glyphe dessiné d’une police réduite au zéro, à une graisse. */
const leZero = (police: Buffer): Glyphe => {
  const tables = tablesDe(police)
  const rang = glyphesDe(tables).findIndex((g) => contoursDe(g).length > 0)
  return {
    contours: contoursDe(glyphesDe(tables)[rang] ?? Buffer.alloc(0)),
    chasse: table(tables, 'hmtx').readUInt16BE(4 * rang),
  }
}

/** Le dehors du zéro, puis un seul vide : le dehors, ramené aux bornes de ses deux moitiés et tourné dans l’autre sens. */
export const ouvrir = ({ contours: [dehors = [], ...moities] }: Glyphe): Point[] => {
  if (moities.length !== 2)
    throw new Error('Ce zéro n’est pas barré comme on le connaît : relisez la police.')
  const [d, v] = [borner(dehors), borner(moities.flat())]
  const ramener = (p: Point): Point => ({
    ...p,
    x: Math.round(v.x + ((p.x - d.x) / (d.X - d.x)) * (v.X - v.x)),
    y: Math.round(v.y + ((p.y - d.y) / (d.Y - d.y)) * (v.Y - v.y)),
  })
  return [...dehors, ...dehors.map(ramener).toReversed()]
}

const enGlyphe = (points: readonly Point[]): Buffer => {
  const b = borner(points)
  const ecarts = (axe: 'x' | 'y') => points.map((p, i) => p[axe] - (points[i - 1]?.[axe] ?? 0))
  const octets = Buffer.concat([
    mots(2, b.x, b.y, b.X, b.Y, points.length / 2 - 1, points.length - 1, 0),
    Buffer.from(points.map((p) => (p.surLaCourbe ? 1 : 0))),
    mots(...ecarts('x')),
    mots(...ecarts('y')),
  ])
  return Buffer.concat([octets, Buffer.alloc(-octets.length & 3)])
}

/** Des écarts de la graisse la plus maigre à la plus grasse, par paquets de soixante-quatre mots. */
const enEcarts = (v: readonly number[]): Buffer => {
  const paquets: Buffer[] = []
  for (let i = 0; i < v.length; i += 64) {
    const tranche = v.slice(i, i + 64)
    paquets.push(Buffer.from([0x40 | (tranche.length - 1)]), mots(...tranche))
  }
  return Buffer.concat(paquets)
}

/** Une variation de tous les points, entière au bout du seul axe ; les quatre derniers points sont ceux de la chasse. */
const enVariation = (maigre: readonly Point[], gras: readonly Point[], chasse: number): Buffer => {
  const ecarts = (axe: 'x' | 'y') => maigre.map((p, i) => (gras[i]?.[axe] ?? 0) - p[axe])
  const donnees = Buffer.concat([
    Buffer.from([0]),
    enEcarts([...ecarts('x'), 0, chasse, 0, 0]),
    enEcarts([...ecarts('y'), 0, 0, 0, 0]),
  ])
  const octets = Buffer.concat([mots(1, 10, donnees.length, 0xa000, 0x4000), donnees])
  return Buffer.concat([octets, Buffer.alloc(octets.length & 1)])
}

export const enLong = (v: readonly number[]): Buffer => {
  const b = Buffer.alloc(4 * v.length)
  for (const [i, x] of v.entries()) b.writeUInt32BE(x, 4 * i)
  return b
}
export const cumuler = (morceaux: readonly Buffer[]): number[] => {
  let o = 0
  return [0, ...morceaux.map((m) => (o += m.length))]
}

/** Les variations de tous les glyphes, celle d’un rang remplacée. */
const varier = (gvar: Buffer, rang: number, variation: Buffer): Buffer => {
  if (gvar.readUInt16BE(4) !== 1) throw new Error('Une police d’un seul axe est attendue.')
  const n = gvar.readUInt16BE(12)
  const long = (gvar.readUInt16BE(14) & 1) === 1
  const donnees = gvar.readUInt32BE(16)
  const a = (i: number) =>
    donnees + (long ? gvar.readUInt32BE(20 + 4 * i) : 2 * gvar.readUInt16BE(20 + 2 * i))
  const morceaux = Array.from({ length: n }, (_, i) =>
    i === rang ? variation : gvar.subarray(a(i), a(i + 1)),
  )
  const partages = gvar.subarray(gvar.readUInt32BE(8), gvar.readUInt32BE(8) + 2 * gvar.readUInt16BE(6))
  const tete = Buffer.from(gvar.subarray(0, 20))
  const rangs = enLong(cumuler(morceaux))
  tete.writeUInt32BE(20 + rangs.length, 8)
  tete.writeUInt16BE(1, 14)
  tete.writeUInt32BE(20 + rangs.length + partages.length, 16)
  return Buffer.concat([tete, rangs, partages, ...morceaux])
}

export const enPolice = (police: Buffer, tables: readonly Table[]): Buffer => {
  let o = 12 + 16 * tables.length
  const index: Buffer[] = []
  const corps: Buffer[] = []
  for (const t of tables) {
    index.push(Buffer.concat([Buffer.from(t.nom, 'latin1'), enLong([0, o, t.octets.length])]))
    const plein = Buffer.concat([t.octets, Buffer.alloc(-t.octets.length & 3)])
    corps.push(plein)
    o += plein.length
  }
  return Buffer.concat([police.subarray(0, 12), ...index, ...corps])
}

/**
 * `police` : variable, d’un axe, de la graisse de `maigre` à celle de `gras` ; ces deux-là, réduites au zéro et fixes. Toutes en TrueType nu.
 * Lève si le zéro n’y est pas fait d’un contour et de deux moitiés.
 */
export const ouvrirLeZero = (police: Buffer, maigre: Buffer, gras: Buffer): Buffer => {
  const tables = tablesDe(police)
  const glyphes = glyphesDe(tables)
  const [m, g] = [leZero(maigre), leZero(gras)]
  const vu = JSON.stringify(m.contours)
  const rang = glyphes.findIndex((x) => JSON.stringify(contoursDe(x)) === vu)
  if (rang < 0) throw new Error('Le zéro ne se trouve pas dans la police.')
  const [fin, epais] = [ouvrir(m), ouvrir(g)]
  const morceaux = glyphes.map((x, i) => (i === rang ? enGlyphe(fin) : x))
  const head = Buffer.from(table(tables, 'head'))
  head.writeInt16BE(1, 50)
  const neuves: Readonly<Record<string, Buffer>> = {
    head,
    glyf: Buffer.concat(morceaux),
    loca: enLong(cumuler(morceaux)),
    gvar: varier(table(tables, 'gvar'), rang, enVariation(fin, epais, g.chasse - m.chasse)),
  }
  return enPolice(
    police,
    tables.map((t) => ({ nom: t.nom, octets: neuves[t.nom] ?? t.octets })),
  )
}
