/**
 * Remettre son dossier pour une mission, le reprendre, l’ouvrir chez qui reçoit, le ranger à ses registres. Ce que la personne en fait ne va pas au
 * journal, que son employeur lit ; ce que qui reçoit en range y est.
 */
import { createHash } from 'node:crypto'
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { direTitres, intervenants } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Services } from '#platform/services.ts'
import {
  donnerRemise,
  employerRemise,
  fichesAffectees,
  type LigneRemise,
  lirePieces,
  noterLecture,
  piecesARemettre,
  remisesDeLaPersonne,
  retirerRemise,
} from '../db/dossier-portes.ts'
import {
  avecSource,
  direRangement,
  direRefusDuDossier,
  direSource,
  type PieceRemise,
  type Remise,
  type RemiseId,
  termeDe,
  verifierTerme,
} from '../domain/dossier-remis.ts'
import type { Mission } from '../domain/missions.ts'
import type { PrisesMutualisation } from '../prises.ts'
import type { Ici } from './vivier.ts'

const usage = 'mutualisation.remise'
const contexte = (id: RemiseId, rang: number) => `${id}:${rang}`
const signataire = (keys: Keys) => keys.signataire('dossier-remis')
const conclure = (mot: string): Result<string, Refus> => {
  const non = direRefusDuDossier(mot)
  return non ? ko(non) : ok(mot)
}

/** L’empreinte que la signature couvre : la mission, le terme, et chaque pièce en clair, dans l’ordre. */
const empreinteDe = (
  m: Pick<Mission, 'mission'>,
  jusquAu: DateCivile,
  clairs: readonly Uint8Array[],
): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([m.mission, jusquAu, clairs.map((c) => createHash('sha256').update(c).digest('hex'))]),
    )
    .digest()

/** La personne photographie les pièces qu’elle coche, les signe des clés de l’instance, et les remet. */
export const remettreDossier = async (
  { storage, keys }: Pick<Services, 'storage' | 'keys'>,
  { tx, le, cle }: Ici,
  m: Mission,
  dit: { readonly version: number; readonly pieces: readonly string[]; readonly jusque: DateCivile },
): Promise<Result<string, Refus>> => {
  const tard = verifierTerme(m, dit.jusque, jourLocal(le, ZONE_PAR_DEFAUT))
  if (tard) return ko(tard)
  const id = cle as RemiseId
  // Les titres se photographient à l’instant où la personne les remet.
  const choisies = (await piecesARemettre(tx, m.mission, dit.pieces))
    .filter((p) => dit.pieces.includes(p.cle))
    .map((p) => (p.genre === 'titres' ? { ...p, le: jourLocal(le, ZONE_PAR_DEFAUT) } : p))
  if (choisies.length === 0) return conclure('pieces')
  const clairs: Buffer[] = []
  for (const { genre, le: date, titre, contenu, nom, type, organisme, empreinte, octets } of choisies) {
    const ouvert =
      organisme && empreinte ? Buffer.from(await storage.open({ organisme, empreinte, octets })) : null
    const piece: PieceRemise = {
      genre,
      le: date,
      titre,
      contenu,
      nom,
      type,
      fichier: ouvert?.toString('base64') ?? null,
    }
    clairs.push(Buffer.from(JSON.stringify(piece)))
  }
  const empreinte = empreinteDe(m, dit.jusque, clairs)
  const qui = signataire(keys)
  return conclure(
    await donnerRemise(
      tx,
      {
        id,
        mission: m.mission,
        version: dit.version,
        jusquAu: dit.jusque,
        empreinte,
        signature: qui.sign(empreinte),
        cle: qui.publicKey,
        pieces: choisies.map((p, i) => ({
          genre: p.genre,
          le: p.le,
          octets: Buffer.from(keys.encrypt(usage, contexte(id, i + 1), clairs[i] ?? Buffer.alloc(0))),
        })),
      },
      le,
    ),
  )
}

export const reprendreDossier = async (
  { tx, le }: Pick<Ici, 'tx' | 'le'>,
  remise: RemiseId,
): Promise<Result<string, Refus>> => conclure(await retirerRemise(tx, remise, le))

/** Ouvrir se note d’abord ; la transaction qui lit les pièces vient après. */
export const noterOuverture = async (tx: TenantTx, remise: RemiseId, le: Date): Promise<boolean> =>
  (await noterLecture(tx, remise, le)) === 'note'

export type DossierOuvert = {
  readonly pieces: readonly PieceRemise[]
  /** Les pièces sont celles que l’instance a signées. */
  readonly intact: boolean
}
/** Les pièces, à qui vient de noter sa lecture ; rien, si elles ne s’ouvrent pas. */
export const ouvrirDossier = async (
  { keys }: Pick<Services, 'keys'>,
  tx: TenantTx,
  m: Pick<Mission, 'mission'>,
  r: Pick<Remise, 'remise' | 'jusquAu' | 'empreinte' | 'signature'>,
  le: Date,
): Promise<DossierOuvert | undefined> => {
  const lues = await lirePieces(tx, r.remise, le)
  const clairs = lues.flatMap((p) => {
    const clair = keys.decrypt(usage, contexte(r.remise, p.rang), p.octets)
    return clair ? [clair] : []
  })
  if (lues.length === 0) return undefined
  const empreinte = empreinteDe(m, r.jusquAu, clairs)
  return {
    pieces: clairs.map((c) => JSON.parse(Buffer.from(c).toString()) as PieceRemise),
    // Ed25519 signe toujours de même : refaire la signature la vérifie.
    intact:
      clairs.length === lues.length &&
      empreinte.equals(r.empreinte) &&
      Buffer.from(signataire(keys).sign(empreinte)).equals(r.signature),
  }
}

/** Ce que la personne a remis pour une mission, tel que son archive le lui rend. `pieces` : vide, si l’accord ou le terme les ont effacées. */
export type DossierRendu = Omit<LigneRemise, 'rang' | 'octets' | 'lectures'> & {
  readonly lectures: readonly Date[]
  readonly pieces: readonly PieceRemise[]
}
/** Les dossiers que la personne de ces fiches a remis, ouverts ; aucune pièce d’une autre personne n’y est. */
export const dossiersRemisPar = async (
  { keys }: Pick<Services, 'keys'>,
  tx: TenantTx,
  fiches: readonly string[],
): Promise<readonly DossierRendu[]> =>
  [...Map.groupBy(await remisesDeLaPersonne(tx, fiches), (l) => l.remise).values()].flatMap((lignes) => {
    const [premiere] = lignes
    if (!premiere) return []
    const { rang: _rang, octets: _octets, lectures, ...dossier } = premiere
    return [
      {
        ...dossier,
        lectures: lectures ?? [],
        pieces: lignes.flatMap((l) => {
          const clair =
            l.rang === null || l.octets === null
              ? undefined
              : keys.decrypt(usage, contexte(l.remise, l.rang), l.octets)
          return clair ? [JSON.parse(Buffer.from(clair).toString()) as PieceRemise] : []
        }),
      },
    ]
  })

/** Qui reçoit a ouvert le dossier, et le range : ses titres à la fiche, le reste aux registres, avec d’où il vient et jusqu’à quand. Rend ce qui s’est rangé. */
export const rangerDossier = async (
  services: Pick<Services, 'storage' | 'keys'>,
  prises: PrisesMutualisation,
  { tx, le }: Ici,
  m: Mission,
  r: Remise,
): Promise<Result<string, Refus>> => {
  // Un nom ne suffit pas : la fiche est celle à qui les heures de la mission sont confiées.
  const affectees = await fichesAffectees(tx, m.creneaux)
  const fiches = (await intervenants(tx)).filter(
    (x) =>
      affectees.includes(x.personne) && plier(`${x.prenom} ${x.nom}`) === plier(`${m.prenom} ${m.famille}`),
  )
  const [fiche] = fiches
  if (!fiche || fiches.length > 1 || fiche.compte !== null)
    return ko(
      refus(
        'sans-fiche',
        'Confiez-lui d’abord des demi-journées de votre session : le dossier se range à sa fiche.',
      ),
    )
  const ouvert = await ouvrirDossier(services, tx, m, r, le)
  const mot = conclure(await employerRemise(tx, r.remise, le))
  if (!mot.ok) return mot
  if (!ouvert?.intact)
    return ko(refus('altere', 'Ce dossier ne porte plus sa signature : demandez-en un autre.'))
  const source = direSource(r, m)
  const titres = ouvert.pieces.find((p) => p.genre === 'titres')?.contenu.titres
  const dits =
    typeof titres === 'string' &&
    (fiche.titres === avecSource(titres, r) ||
      (await direTitres(tx, fiche.personne, avecSource(titres, r), le, r.remise)))
  let lignes = 0
  for (const [rang, p] of ouvert.pieces.entries()) {
    if (p.genre === 'titres') continue
    const range = await prises.classerDossier(
      services,
      tx,
      {
        cle: `${r.remise}:${rang}`,
        remise: r.remise,
        remiseLe: r.remiseLe,
        activite: fiche.activite,
        personne: fiche.personne,
        genre: p.genre,
        titre: p.titre,
        jour: p.le,
        jusquAu: r.jusquAu,
        vautJusqu: termeDe(p),
        contenu: p.contenu,
        source,
        nom: p.nom,
        type: p.type,
        fichier: p.fichier === null ? null : Buffer.from(p.fichier, 'base64'),
      },
      le,
    )
    if (!range.ok) return range
    if (range.value) lignes++
  }
  return ok(direRangement({ titres: titres === undefined ? null : dits, lignes }))
}
