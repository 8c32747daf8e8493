/*
 * Les polices TrueType d’un PDF : réduites à ce qu’un lecteur de PDF en lit, et, de plusieurs documents, fondues en une. Chaque document n’en
 * porte que ses signes (Typst) ; douze certificats en porteraient douze fois presque les mêmes.
 */

/** Les tables qu’une police jointe à un PDF porte (ISO 32000-1, 9.9) ; les noms et les noms des signes n’y servent à rien. */
const gardees = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']

type Tables = ReadonlyMap<string, Buffer>

const lireTables = (police: Buffer): Tables => {
  if (police.readUInt32BE(0) !== 0x00010000) throw new Error('Police inattendue : TrueType attendue.')
  return new Map(
    Array.from({ length: police.readUInt16BE(4) }, (_, i) => {
      const ici = 12 + 16 * i
      const debut = police.readUInt32BE(ici + 8)
      return [
        police.toString('latin1', ici, ici + 4),
        police.subarray(debut, debut + police.readUInt32BE(ici + 12)),
      ] as const
    }),
  )
}

const somme = (table: Buffer): number => {
  let s = 0
  for (let i = 0; i < table.length; i += 4) s = (s + table.readUInt32BE(i)) >>> 0
  return s
}

const ecrireTables = (tables: Tables): Buffer => {
  const noms = [...tables.keys()].toSorted()
  const puissance = Math.floor(Math.log2(noms.length))
  const entete = Buffer.alloc(12 + 16 * noms.length)
  entete.writeUInt32BE(0x00010000, 0)
  entete.writeUInt16BE(noms.length, 4)
  entete.writeUInt16BE(16 * 2 ** puissance, 6)
  entete.writeUInt16BE(puissance, 8)
  entete.writeUInt16BE(16 * noms.length - 16 * 2 ** puissance, 10)
  const morceaux = [entete]
  let ici = entete.length
  for (const [i, nom] of noms.entries()) {
    const table = tables.get(nom) ?? Buffer.alloc(0)
    const pleine = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)])
    if (nom === 'head') pleine.writeUInt32BE(0, 8)
    entete.write(nom, 12 + 16 * i, 'latin1')
    entete.writeUInt32BE(somme(pleine), 16 + 16 * i)
    entete.writeUInt32BE(ici, 20 + 16 * i)
    entete.writeUInt32BE(table.length, 24 + 16 * i)
    morceaux.push(pleine)
    ici += pleine.length
  }
  const police = Buffer.concat(morceaux)
  const place = entete.readUInt32BE(20 + 16 * noms.indexOf('head'))
  police.writeUInt32BE((0xb1b0afba - somme(police)) >>> 0, place + 8)
  return police
}

/** Ce que deux polices doivent avoir de même pour que leurs signes se suivent : finesse de la grille, consignes de tracé. */
export const consignes = (police: Buffer): string => {
  const tables = lireTables(police)
  const dit = ['cvt ', 'fpgm', 'prep'].map((nom) => tables.get(nom)?.toString('latin1') ?? '')
  return [tables.get('head')?.readUInt16BE(18), ...dit].join('/')
}

/** Un signe d’une police : son dessin, ses mesures, et ce qu’il dit une fois copié. */
type Signe = {
  readonly dessin: Buffer
  readonly avance: number
  readonly retrait: number
  readonly dit: string
}

const u16 = (b: Buffer, ici: number): number => (ici + 2 <= b.length ? b.readUInt16BE(ici) : 0)

/** Le dessin d’un signe composé nomme d’autres signes : où. */
const composants = (dessin: Buffer): number[] => {
  if (dessin.length < 10 || dessin.readInt16BE(0) >= 0) return []
  const places: number[] = []
  for (let ici = 10; ; ) {
    const marques = dessin.readUInt16BE(ici)
    places.push(ici + 2)
    ici += 4 + (marques & 1 ? 4 : 2)
    if (marques & 0x08) ici += 2
    else if (marques & 0x40) ici += 4
    else if (marques & 0x80) ici += 8
    if (!(marques & 0x20)) return places
  }
}

/** Plusieurs polices de mêmes `consignes`, de moins en moins de signes à ajouter. */
export const fondre = () => {
  let modele: Tables | undefined
  const signes: (Signe & { readonly largeur: number })[] = []
  /** Les rangs des signes de mêmes mot et mesures : leurs dessins les départagent. */
  const rangs = new Map<string, number[]>()

  return {
    /** Ajoute une police ; rend le nouveau rang de chacun de ses signes. `largeurs`, `dits` : ce que le PDF dit de chacun. */
    ajouter(
      police: Buffer,
      largeurs: ReadonlyMap<number, number>,
      dits: ReadonlyMap<number, string>,
    ): (signe: number) => number {
      const tables = lireTables(police)
      const table = (nom: string) => tables.get(nom) ?? Buffer.alloc(0)
      modele ??= tables
      const [head, loca, glyf, hmtx] = [table('head'), table('loca'), table('glyf'), table('hmtx')]
      const longues = head.readInt16BE(50) === 1
      const mesures = table('hhea').readUInt16BE(34)
      const place = (n: number) => (longues ? loca.readUInt32BE(n * 4) : loca.readUInt16BE(n * 2) * 2)
      const connus = new Map<number, number>()
      const prendre = (n: number): number => {
        const connu = connus.get(n)
        if (connu !== undefined) return connu
        let dessin = glyf.subarray(place(n), place(n + 1))
        const autres = composants(dessin)
        if (autres.length > 0) {
          dessin = Buffer.from(dessin)
          for (const ici of autres) dessin.writeUInt16BE(prendre(dessin.readUInt16BE(ici)), ici)
        }
        const avance = u16(hmtx, Math.min(n, mesures - 1) * 4)
        const retrait = n < mesures ? u16(hmtx, n * 4 + 2) : u16(hmtx, mesures * 4 + (n - mesures) * 2)
        const [dit, largeur] = [dits.get(n) ?? '', largeurs.get(n) ?? 0]
        const cle = `${dit}/${avance}/${retrait}/${largeur}`
        const memes = rangs.get(cle) ?? []
        let rang = memes.find((r) => signes[r]?.dessin.equals(dessin))
        if (rang === undefined) {
          rang = signes.push({ dessin, avance, retrait, dit, largeur }) - 1
          rangs.set(cle, [...memes, rang])
        }
        connus.set(n, rang)
        return rang
      }
      // Le signe 0 dit l’absence : il reste le premier.
      prendre(0)
      return prendre
    },

    /** La police fondue, la largeur et le mot de chaque signe, dans leur ordre. */
    finir() {
      if (!modele) throw new Error('Aucune police à fondre.')
      const pairs = signes.map(({ dessin }) =>
        dessin.length % 2 === 0 ? dessin : Buffer.concat([dessin, Buffer.alloc(1)]),
      )
      // Une place courte se compte par deux octets.
      const courtes = pairs.reduce((t, d) => t + d.length, 0) < 2 * 65536
      const loca = Buffer.alloc((signes.length + 1) * (courtes ? 2 : 4))
      const hmtx = Buffer.alloc(signes.length * 4)
      let ici = 0
      for (const [i, { avance, retrait }] of signes.entries()) {
        ici += pairs[i]?.length ?? 0
        if (courtes) loca.writeUInt16BE(ici / 2, (i + 1) * 2)
        else loca.writeUInt32BE(ici, (i + 1) * 4)
        hmtx.writeUInt16BE(avance, i * 4)
        hmtx.writeUInt16BE(retrait, i * 4 + 2)
      }
      const copie = (nom: string) => Buffer.from(modele?.get(nom) ?? Buffer.alloc(0))
      const [head, hhea, maxp] = [copie('head'), copie('hhea'), copie('maxp')]
      head.writeInt16BE(courtes ? 0 : 1, 50)
      hhea.writeUInt16BE(signes.length, 34)
      maxp.writeUInt16BE(signes.length, 4)
      const tables = new Map([...modele].filter(([nom]) => gardees.includes(nom)))
      for (const [nom, t] of Object.entries({ glyf: Buffer.concat(pairs), loca, hmtx, head, hhea, maxp }))
        tables.set(nom, t)
      return { police: ecrireTables(tables), signes: signes.map(({ largeur, dit }) => ({ largeur, dit })) }
    },
  }
}
