/** Ce qui sépare une session de ce qu’elle devient, comme on le dit à qui va l’enregistrer. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import type { EtatSession } from './etats.ts'
import { motEtat } from './mots.ts'

type Demie = {
  readonly id: string
  readonly jour: DateCivile
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly tenue: boolean
  readonly salles: readonly { readonly nom: string }[]
  readonly intervenants: readonly { readonly prenom: string; readonly nom: string }[]
}
export type SessionComparee = {
  readonly etat: EtatSession
  readonly lieu: string
  readonly capacite: number | null
  readonly prixCentimes: number | null
  readonly seances: readonly Demie[]
}

export type LigneDEcart = { readonly quoi: string; readonly avant: string; readonly apres: string }

const quand = (x: Demie): string =>
  `${formaterDate(x.jour, 'complet')}, ${formaterCreneau(x.debutMinutes, x.finMinutes)}`
const animent = (x: Demie): string => enumerer(x.intervenants.map((i) => `${i.prenom} ${i.nom}`.trim()))
const salles = (x: Demie): string => enumerer(x.salles.map((s) => s.nom))
const duree = (s: SessionComparee): number =>
  s.seances.filter((x) => x.tenue).reduce((t, x) => t + x.finMinutes - x.debutMinutes, 0)

/** Les demi-journées qui disent le même « avant » et le même « après » ne font qu’une ligne. */
const parDemie = (
  quoi: string,
  couples: readonly (readonly [Demie, Demie])[],
  dire: (x: Demie) => string,
): LigneDEcart[] => {
  const groupes = new Map<string, { avant: string; apres: string; demies: Demie[] }>()
  for (const [de, vers] of couples) {
    const [avant, apres] = [dire(de), dire(vers)]
    if (avant === apres) continue
    const cle = `${avant}\n${apres}`
    const g = groupes.get(cle) ?? { avant, apres, demies: [] }
    g.demies.push(vers)
    groupes.set(cle, g)
  }
  return [...groupes.values()].map(({ avant, apres, demies }) => ({
    quoi:
      demies.length === 1 && demies[0]
        ? `${quoi}, le ${formaterDate(demies[0].jour, 'court')}`
        : `${quoi}, ${compter(demies.length, 'demi-journée', { pluriel: 'demi-journées' })}`,
    avant: avant || 'personne',
    apres: apres || 'personne',
  }))
}

/** Rien ne change : aucune ligne. */
export const ecartDeSession = (avant: SessionComparee, apres: SessionComparee): readonly LigneDEcart[] => {
  const suivies = avant.seances.flatMap((x): (readonly [Demie, Demie])[] => {
    const y = apres.seances.find((s) => s.id === x.id)
    return y ? [[x, y]] : []
  })
  const otees = avant.seances.filter((x) => !apres.seances.some((y) => y.id === x.id))
  const neuves = apres.seances.filter((y) => !avant.seances.some((x) => x.id === y.id))
  const ligne = (quoi: string, de: string, vers: string): LigneDEcart[] =>
    de === vers ? [] : [{ quoi, avant: de, apres: vers }]
  const prix = (s: SessionComparee) =>
    s.prixCentimes === null ? 'non posé' : formaterMontant(centimes(s.prixCentimes))
  return [
    ...ligne('État', motEtat[avant.etat], motEtat[apres.etat]),
    ...suivies.flatMap(([x, y]) => [
      ...ligne('Demi-journée', quand(x), quand(y)),
      ...(x.tenue === y.tenue
        ? []
        : [{ quoi: 'Demi-journée', avant: quand(y), apres: y.tenue ? 'reprend' : 'ne se tient pas' }]),
    ]),
    ...otees.map((x) => ({ quoi: 'Demi-journée', avant: quand(x), apres: 'ôtée' })),
    ...neuves.map((y) => ({ quoi: 'Demi-journée', avant: 'aucune', apres: quand(y) })),
    ...ligne('Durée', formaterDuree(duree(avant)), formaterDuree(duree(apres))),
    ...ligne('Lieu', avant.lieu || 'à distance', apres.lieu || 'à distance'),
    ...parDemie('Salle', suivies, (x) => salles(x) || 'aucune'),
    ...parDemie('Qui anime', suivies, animent),
    ...ligne('Prix par stagiaire', prix(avant), prix(apres)),
    ...ligne('Places', String(avant.capacite ?? 'non posées'), String(apres.capacite ?? 'non posées')),
  ]
}
