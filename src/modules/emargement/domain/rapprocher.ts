import { plier } from '#kernel/texte.ts'
import type { InscriptionId } from './signer-demi-journee.ts'

export type ARapprocher = {
  readonly inscription: InscriptionId
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
}

const mots = (texte: string): Set<string> =>
  new Set(
    plier(texte)
      .split(' ')
      .filter((m) => m.length > 1),
  )

/**
 * Propose qui est derrière une connexion : le même courriel ; à défaut tous les mots du nom et du prénom, dans n’importe
 * quel ordre ; à défaut le nom de famille, ou le prénom, s’il n’est qu’à une personne. Deux réponses possibles : aucune. Une
 * personne confirme toujours.
 */
export const proposer = (
  connexion: { readonly nom: string; readonly courriel: string | null },
  gens: readonly ARapprocher[],
): InscriptionId | undefined => {
  const seul = (liste: readonly ARapprocher[]) => (liste.length === 1 ? liste[0]?.inscription : undefined)
  if (connexion.courriel) {
    const adresse = connexion.courriel.toLowerCase()
    const memes = gens.filter((g) => g.courriel?.toLowerCase() === adresse)
    if (memes.length > 0) return seul(memes)
  }
  const dits = mots(connexion.nom)
  const porte = (texte: string) => {
    const siens = mots(texte)
    return siens.size > 0 && [...siens].every((m) => dits.has(m))
  }
  const entiers = gens.filter((g) => porte(`${g.prenom} ${g.nom}`))
  if (entiers.length > 0) return seul(entiers)
  const familles = gens.filter((g) => porte(g.nom))
  if (familles.length > 0) return seul(familles)
  return seul(gens.filter((g) => porte(g.prenom)))
}

/**
 * Les minutes d’une personne dans la demi-journée : ses connexions réunies, sans compter deux fois deux appareils. Chacune ne vaut pas
 * plus que la durée que le logiciel en dit : de la première arrivée au dernier départ, une personne a pu s’absenter.
 */
export const minutesDansLaSeance = (
  connexions: readonly {
    readonly debutLe: Date | null
    readonly finLe: Date | null
    readonly minutes: number
  }[],
  seance: { readonly debut: Date; readonly fin: Date },
): number => {
  const intervalles = connexions
    .flatMap((c) =>
      c.debutLe && c.finLe
        ? [
            [
              Math.max(c.debutLe.getTime(), seance.debut.getTime()),
              Math.min(c.finLe.getTime(), seance.fin.getTime()),
            ] as const,
          ]
        : [],
    )
    .filter(([a, b]) => b > a)
    .toSorted(([a], [b]) => a - b)
  let [total, jusque] = [0, 0]
  for (const [a, b] of intervalles) {
    total += Math.max(0, b - Math.max(a, jusque))
    jusque = Math.max(jusque, b)
  }
  // Sans heures, la durée dite est tout ce que l’on sait ; bornée par la demi-journée.
  const sansHeures = connexions.filter((c) => !c.debutLe).reduce((t, c) => t + c.minutes, 0)
  const dites = connexions.filter((c) => c.debutLe).reduce((t, c) => t + c.minutes, 0)
  const duree = Math.round((seance.fin.getTime() - seance.debut.getTime()) / 60_000)
  return Math.min(duree, Math.min(Math.floor(total / 60_000), dites) + sansHeures)
}
