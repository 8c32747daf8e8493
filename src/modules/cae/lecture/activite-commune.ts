/** La convention d’une activité commune : qui en est partie, et où en est l’exemplaire de chaque personne. */
import type { ActiviteId } from '#kernel/id.ts'
import {
  type PieceDeSonObjet,
  type PieceSuivieEntiere,
  piecesSuiviesEntieres,
} from '#modules/documents/index.ts'
import { type Intervenant, intervenants } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { conventionPerimee, gensDeLaMarque, suitesDExemplaires } from '../db/activite-commune.ts'
import { lireVisas } from '../db/visas.ts'
import { type EtatExemplaire, etatExemplaire, resteALaMarque } from '../domain/activite-commune.ts'
import type { MissionLue } from '../domain/missions.ts'

/** Une enseigne partie à la convention, ses personnes de la maison, et sa part en centièmes de pour cent. */
export type PartieCommune = {
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly taux: number
  readonly gens: readonly Intervenant[]
}
export type Exemplaire = {
  readonly partie: PartieCommune
  readonly qui: Intervenant
  readonly piece: PieceSuivieEntiere | undefined
  readonly etat: EtatExemplaire
}

/** Les enseignes qui ont accordé leur part, puis la marque si elle a des personnes à elle : elle garde le reste. */
export const partiesCommunes = async (
  tx: TenantTx,
  collective: { readonly id: ActiviteId; readonly nom: string },
  cadres: readonly MissionLue[],
): Promise<readonly PartieCommune[]> => {
  const parties = new Set((await gensDeLaMarque(tx, collective.id)).map((g) => `${g.activite} ${g.fiche}`))
  const tous = await intervenants(tx)
  // Une seule partie par enseigne, quand bien même deux parts s’y succèdent.
  const accordes = [
    ...Map.groupBy(
      cadres.filter((c) => c.etat === 'accordee'),
      (c) => c.vendeuse,
    ).values(),
  ].flatMap((l) => l[0] ?? [])
  return [
    ...accordes.map((c) => ({ activite: c.vendeuse, enseigne: c.nomVendeuse, taux: c.taux ?? 0 })),
    {
      activite: collective.id,
      enseigne: collective.nom,
      taux: resteALaMarque(accordes.map((c) => ({ taux: c.taux ?? 0 }))),
    },
  ]
    .map((p) => ({ ...p, gens: tous.filter((g) => parties.has(`${p.activite} ${g.personne}`)) }))
    .filter((p) => p.activite !== collective.id || p.gens.length > 0)
}

/** L’exemplaire de chaque personne ; ceux d’une autre enseigne ne se lisent pas, le mur les tait. */
export const exemplairesDe = async (
  tx: TenantTx,
  collective: ActiviteId,
  parties: readonly PartieCommune[],
): Promise<readonly Exemplaire[]> => {
  const pieces = (await piecesSuiviesEntieres(tx, [collective], ['convention-commune'])).filter(
    (p) => p.genre === 'convention-commune',
  )
  const visas = new Map(
    (
      await lireVisas(
        tx,
        pieces.map((p) => p.id),
      )
    ).map((v) => [v.piece, v]),
  )
  const suites = await suitesDExemplaires(
    tx,
    pieces.map((p) => p.id),
  )
  return parties.flatMap((partie) =>
    partie.gens.map((qui) => {
      const piece = pieces.find(
        (p) => (p.contenu as { partie?: { personne?: string } } | null)?.partie?.personne === qui.personne,
      )
      const v = piece && visas.get(piece.id)
      const s = piece && suites.get(piece.id)
      return {
        partie,
        qui,
        piece,
        etat: etatExemplaire(
          piece && {
            ...piece,
            perimee: s?.perimee === true,
            refus: s?.refus === true,
            vise: v?.vaut === true,
            refuse: v?.decision === 'refuse',
          },
        ),
      }
    }),
  )
}

/** Pourquoi un exemplaire ne se signe plus, ni de la personne, ni de la direction ; rien s’il vaut, ou si la pièce est d’un autre genre. */
export const direConventionPerimee = async (
  tx: TenantTx,
  piece: PieceDeSonObjet,
): Promise<string | undefined> =>
  piece.objet.genre === 'activite-commune' && (await conventionPerimee(tx, piece.id))
    ? 'Les parts, ou les personnes, de cette activité commune ont changé : cet exemplaire ne se signe plus. L’équipe d’appui en établit un autre.'
    : undefined
