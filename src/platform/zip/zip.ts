import { crc32 } from 'node:zlib'

/**
 * Des archives ZIP sans compression, d'une seule forme : ni champ facultatif, ni commentaire, ni octet libre. Qui les relit
 * refait chaque en-tête et compare : un octet changé, où qu'il soit, se voit. Tout outil courant les ouvre.
 */
export type FichierZip = { readonly nom: string; readonly octets: Uint8Array }

const NOM = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const FIN = 0x06054b50
/** Au-delà de 4 Gio, il faudrait une autre forme (ZIP64). */
const MAX = 0xffff_ffff

type FichierDuZip = {
  readonly nom: string
  readonly taille: number
  readonly crc: number
  readonly debut: number
}

/** L'heure d'un ZIP, à deux secondes près ; ici en temps universel. */
const enDos = (le: Date): { heure: number; jour: number } => ({
  heure: (le.getUTCHours() << 11) | (le.getUTCMinutes() << 5) | (le.getUTCSeconds() >> 1),
  jour: ((le.getUTCFullYear() - 1980) << 9) | ((le.getUTCMonth() + 1) << 5) | le.getUTCDate(),
})

const entete = (e: FichierDuZip, le: Date, central: boolean): Buffer => {
  const nom = Buffer.from(e.nom, 'latin1')
  const { heure, jour } = enDos(le)
  const b = Buffer.alloc((central ? 46 : 30) + nom.length)
  let i = b.writeUInt32LE(central ? CENTRAL : LOCAL, 0)
  if (central) i = b.writeUInt16LE(20, i)
  i = b.writeUInt16LE(20, i)
  i = b.writeUInt16LE(0, i)
  i = b.writeUInt16LE(0, i)
  i = b.writeUInt16LE(heure, i)
  i = b.writeUInt16LE(jour, i)
  i = b.writeUInt32LE(e.crc, i)
  i = b.writeUInt32LE(e.taille, i)
  i = b.writeUInt32LE(e.taille, i)
  i = b.writeUInt16LE(nom.length, i)
  if (central) b.writeUInt32LE(e.debut, 42)
  nom.copy(b, central ? 46 : 30)
  return b
}

const repertoire = (entrees: readonly FichierDuZip[], le: Date, debut: number): Buffer => {
  const corps = Buffer.concat(entrees.map((e) => entete(e, le, true)))
  const fin = Buffer.alloc(22)
  fin.writeUInt32LE(FIN, 0)
  fin.writeUInt16LE(entrees.length, 8)
  fin.writeUInt16LE(entrees.length, 10)
  fin.writeUInt32LE(corps.length, 12)
  fin.writeUInt32LE(debut, 16)
  return Buffer.concat([corps, fin])
}

/** Écrit les fichiers l'un après l'autre ; chacun tient en mémoire, l'archive jamais. Lève au-delà de 4 Gio ou de 65 535 fichiers. */
export async function* ecrireZip(
  fichiers: AsyncIterable<FichierZip>,
  le: Date,
): AsyncGenerator<Uint8Array, void> {
  const entrees: FichierDuZip[] = []
  let position = 0
  for await (const { nom, octets } of fichiers) {
    if (!NOM.test(nom)) throw new RangeError(`Nom refusé dans une archive : ${nom}`)
    const e = { nom, taille: octets.length, crc: crc32(octets), debut: position }
    const tete = entete(e, le, false)
    position += tete.length + octets.length
    entrees.push(e)
    if (position > MAX || entrees.length > 0xffff)
      throw new RangeError('Cette archive dépasse 4 Go : exportez session par session.')
    yield tete
    yield octets
  }
  yield repertoire(entrees, le, position)
}

/** D'où lire : un fichier ouvert, ou des octets déjà là. */
export type SourceZip = {
  readonly taille: number
  lire(position: number, longueur: number): Uint8Array
}

/** Ce n'est pas une de nos archives : elle ne se lit pas. */
export class ZipIllisible extends Error {
  override name = 'ZipIllisible'
}
/** C'en est une, abîmée à cet octet. */
export class ZipAltere extends Error {
  override name = 'ZipAltere'
  readonly fichier: string
  constructor(fichier: string, position: number) {
    super(`L’archive est abîmée à l’octet ${position}.`)
    this.fichier = fichier
  }
}

export type FichierLu = FichierZip & {
  /** Faux : la somme de contrôle de l'archive ne correspond pas à ces octets. */
  readonly sain: boolean
}

/**
 * Relit une archive de `ecrireZip`, fichier par fichier, et rend à la fin la date qu'elle porte (deux secondes près). Lève
 * `ZipAltere` au premier octet qui n'est pas celui qu'on aurait écrit ; un contenu changé, lui, est rendu, `sain: false`.
 */
export function* lireZip(source: SourceZip): Generator<FichierLu, Date | undefined> {
  const entrees: FichierDuZip[] = []
  let [position, dernier, le] = [0, '', undefined as Date | undefined]
  const vue = (ou: number, n: number): Buffer => {
    if (ou + n > source.taille) throw new ZipAltere(dernier, source.taille)
    const o = source.lire(ou, n)
    return Buffer.from(o.buffer, o.byteOffset, o.byteLength)
  }
  if (source.taille < 22) throw new ZipIllisible('Ce fichier n’est pas un export : il est trop court.')
  const [premier, fin] = [vue(0, 4).readUInt32LE(0), vue(source.taille - 22, 4).readUInt32LE(0)]
  if (premier !== LOCAL && fin !== FIN)
    throw new ZipIllisible('Ce fichier n’est pas un export : ce n’est pas une archive ZIP.')
  while (vue(position, 4).readUInt32LE(0) !== CENTRAL) {
    const t = vue(position, 30)
    const longueurNom = t.readUInt16LE(26)
    const nom = vue(position + 30, longueurNom).toString('latin1')
    const [taille, crc] = [t.readUInt32LE(22), t.readUInt32LE(14)]
    const [heure, jour] = [t.readUInt16LE(10), t.readUInt16LE(12)]
    le ??= new Date(
      Date.UTC(
        (jour >> 9) + 1980,
        ((jour >> 5) & 15) - 1,
        jour & 31,
        heure >> 11,
        (heure >> 5) & 63,
        (heure & 31) * 2,
      ),
    )
    const e = { nom, taille, crc, debut: position }
    const refaite = NOM.test(nom) ? entete(e, le, false) : Buffer.alloc(0)
    const lue = vue(position, 30 + longueurNom)
    if (!lue.equals(refaite))
      throw new ZipAltere(NOM.test(nom) ? nom : dernier, position + ecart(lue, refaite))
    dernier = nom
    const octets = vue(position + lue.length, taille)
    entrees.push(e)
    yield { nom, octets, sain: crc32(octets) === crc }
    position += lue.length + taille
  }
  dernier = ''
  const attendu = repertoire(entrees, le ?? new Date(0), position)
  const lu = vue(position, Math.min(attendu.length, source.taille - position))
  if (!lu.equals(attendu)) throw new ZipAltere('', position + ecart(lu, attendu))
  if (source.taille !== position + attendu.length) throw new ZipAltere('', position + attendu.length)
  return le
}

const ecart = (a: Uint8Array, b: Uint8Array): number => {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1
  return i
}

/** La date telle qu'une archive sait la garder. */
export const aDeuxSecondes = (le: Date): number => Math.floor(le.getTime() / 2000) * 2000
