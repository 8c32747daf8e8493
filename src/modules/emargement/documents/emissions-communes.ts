/** Ce que le certificat et la feuille partagent. */
import { refuser } from '#kernel/refus.ts'
import { enumerer, sansVille } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type Modalite, type ModaliteSeance, modaliteDe } from '#modules/sessions/index.ts'
import { canoniser, sha256 } from '#platform/json/canonique.ts'
import type { AdresseV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { CaseNue } from '../db/lectures.ts'
import { calculerHeuresSuivies, type HeuresSuivies } from '../domain/heures-suivies.ts'
import type { Demi } from '../domain/ports.ts'

export const modalites: Readonly<Record<string, string>> = {
  presentiel: 'présentiel',
  mixte: 'présentiel et à distance',
  distance: 'distance',
}
/** La même, telle qu’une convention l’écrit : « a lieu en présentiel ». */
export const enPhrase: Readonly<Record<string, string>> = {
  presentiel: 'en présentiel',
  mixte: 'en présentiel et à distance',
  distance: 'à distance',
}

/** Ce qu’il faut d’une demi-journée pour en compter les heures. */
export type DemiComptee = Pick<Demi, 'coupeMin'> & {
  readonly seance: Pick<Demi['seance'], 'id' | 'debut' | 'fin'>
}

/**
 * Les heures d’une inscription, d’après ses cases. Chaque séance compte entière, moins le retard régularisé. Un départ se note depuis la
 * fin prévue : ce que l’interruption en a déjà ôté ne se retire pas deux fois.
 * `distance` : toute l’action l’est, ou les séances que la personne a suivies ainsi.
 */
export const heuresDe = (
  demis: readonly DemiComptee[],
  cases: readonly CaseNue[],
  distance: boolean | ReadonlySet<string> = false,
): HeuresSuivies =>
  calculerHeuresSuivies(
    demis.map((d) => {
      const c = cases.find((x) => x.seance === d.seance.id)
      return {
        debut: d.seance.debut,
        fin: d.seance.fin,
        distance: typeof distance === 'boolean' ? distance : distance.has(d.seance.id),
        suivi:
          c === undefined
            ? { etat: 'annulee' as const }
            : c.presence.etat === 'signee'
              ? {
                  etat: c.regularisee ? ('regularisee' as const) : ('signee' as const),
                  retardMin: c.minutes.retard,
                  departAnticipeMin: Math.max(0, c.minutes.depart - (d.coupeMin ?? 0)),
                }
              : { etat: c.presence.etat },
      }
    }),
  )

/**
 * Les demi-journées suivies à distance. Ce qu’une demi-journée dit d’elle-même l’emporte ; à défaut, toute l’action l’est, ou elle est
 * de celles qui ont une liste de connexion (`classesVirtuelles`).
 */
export const suiviesADistance = <I extends string>(
  seances: readonly { readonly id: I; readonly modalite?: ModaliteSeance | null | undefined }[],
  session: { readonly modalite: Modalite },
  listees: ReadonlySet<string>,
): ReadonlySet<I> =>
  new Set(
    seances
      .filter((s) => modaliteDe(s, session) === 'distance' || (!s.modalite && listees.has(s.id)))
      .map((s) => s.id),
  )

/**
 * Comment une personne a suivi l’action, d’après les demi-journées où elle fut, et elles seules : qui n’est venu qu’en salle n’a rien suivi à
 * distance. `salle` : celles dont la liste de connexion, rapprochée, ne dit pas la personne. Rien de suivi, ou personne ne l’a dit : la modalité
 * de l’action.
 */
export const modaliteSuivie = <I extends string>(
  suivies: readonly { readonly id: I; readonly modalite?: ModaliteSeance | null | undefined }[],
  session: { readonly modalite: Modalite },
  distante: ReadonlySet<string>,
  salle: ReadonlySet<string>,
): Modalite => {
  const dites = new Set(
    suivies.map((s) =>
      distante.has(s.id) ? 'distance' : salle.has(s.id) ? 'presentiel' : modaliteDe(s, session),
    ),
  )
  const [premiere] = dites
  return premiere === undefined ? session.modalite : dites.size === 1 ? premiere : 'mixte'
}

/** Où l’action s’est tenue : le lieu de chaque demi-journée, une fois chacun. */
export const lieuxDe = (demis: readonly Demi[]): string =>
  enumerer([...new Set(demis.map((d) => d.session.lieu))])

/** Le même, et son adresse quand toutes s’y tiennent ; sans dire deux fois la ville. */
export const lieuDe = (
  { lieu, adresse }: { readonly lieu: string; readonly adresse: AdresseV1 | null },
  demis: readonly Demi[],
) => {
  const nom = lieuxDe(demis)
  return adresse && nom === lieu ? { nom: sansVille(nom, adresse.ville), adresse } : { nom }
}

/** L’empreinte d’une valeur, hexadécimale. */
export const hacher = (valeur: unknown): string =>
  Buffer.from(sha256(Buffer.from(canoniser(valeur)))).toString('hex')

/** L’année d’une série, au calendrier de l’organisme. */
export const anneeDe = (le: Date, zone: Parameters<typeof jourLocal>[1]): number =>
  Number(jourLocal(le, zone).slice(0, 4))

export const ferme = () => refuser('introuvable', 'Cette page n’est pas la vôtre.')

/** Minutes du jour, « 09:05 ». */
export const hhmm = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
