/** Ce qu’il faut lire pour régler une demi-journée. */
import type { Id, PersonneId } from '#kernel/id.ts'
import { intervenants, listerEntreprises } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { seancesFigees } from '../db/occupations.ts'
import { listerSalles } from '../db/salles.queries.ts'
import type { SeanceLue, SessionLue } from '../db/sessions.queries.ts'
import { indisponiblesPendant } from './disponibilite.ts'
import { formateursAffectables } from './ou-et-qui.ts'

/** Le cotraitant déjà dit reste au choix, quoi que sa fiche soit devenue. */
const avecLeSien = (structures: readonly { id: Id<'Entreprise'>; nom: string }[], seance: SeanceLue) =>
  seance.cotraitant && !structures.some((s) => s.id === seance.cotraitant?.id)
    ? [...structures, seance.cotraitant]
    : structures

/** Ce que le formulaire d’une demi-journée propose : qui peut l’animer, où, et ce qui les prend. */
export const contexteDAffectation = async (tx: TenantTx, session: SessionLue, seance: SeanceLue) => {
  const pris = await indisponiblesPendant(tx, seance, session.zone)
  const affectables = await formateursAffectables(tx, pris)
  const figees = await seancesFigees(tx, session.id)
  const ouvertes = await listerSalles(tx)
  return {
    fiches: await intervenants(tx),
    pris,
    session,
    seance,
    // Qui est déjà affecté reste au choix, parti depuis ou non ; de même une salle fermée depuis.
    affectables: [
      ...affectables,
      ...seance.intervenants
        .filter((i) => !affectables.some((a) => a.id === i.compte || a.id === (i.personne as string)))
        .map((i) => ({
          id: (i.compte ?? (i.personne as string)) as PersonneId,
          nom: `${i.prenom} ${i.nom}`,
        })),
    ],
    salles: ouvertes.filter(
      (s) => (s.fermeeLe === null && !s.lieuFerme) || seance.salles.some((x) => x.id === s.id),
    ),
    structures: avecLeSien(
      (await listerEntreprises(tx, { role: 'of' })).map((e) => ({ id: e.id, nom: e.nom })),
      seance,
    ),
    figees,
    figee: figees.has(seance.id),
  }
}

/** Du planning, on arrive avec une personne ou une salle à mettre à la place d'une autre : c'est écrit, rien n'est encore changé. */
export const remplacer = (
  seance: SeanceLue,
  { salles, fiches }: Awaited<ReturnType<typeof contexteDAffectation>>,
  de: string | undefined,
  vers: string | undefined,
): SeanceLue => {
  const salle = salles.find((s) => s.id === vers)
  const fiche = fiches.find((i) => (i.personne as string) === vers)
  return {
    ...seance,
    salles: salle ? [...seance.salles.filter((s) => s.id !== de && s.id !== vers), salle] : seance.salles,
    intervenants: fiche
      ? [
          ...seance.intervenants.filter(
            (i) => (i.personne as string) !== de && (i.personne as string) !== vers,
          ),
          { ...fiche, minutes: seance.finMinutes - seance.debutMinutes, confieeA: null },
        ]
      : seance.intervenants,
  }
}
