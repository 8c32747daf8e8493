/** Les mots d’un message d’étape ou d’un écrit, pour une personne : les mêmes à l’aperçu et à l’envoi. */
import { enumerer } from '#kernel/texte.ts'
import type { OrganismeLu } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { Destinataire } from '../db/destinataires.ts'
import { type Mot, remplir } from '../domain/mots.ts'
import { motsDeLaSession } from './mots-de-session.ts'

type Texte = { readonly objet: string; readonly corps: string }
export type Ecrite = { readonly objet: string; readonly texte: string }

export const ecrireA = (
  modele: Texte,
  d: Pick<Destinataire, 'prenom' | 'nom' | 'client' | 'stagiaires'>,
  ou: {
    readonly session?: SessionLue | undefined
    readonly organisme: OrganismeLu
    readonly effectif: number
  },
): Ecrite => {
  const nom = `${d.prenom} ${d.nom}`.trim()
  const valeurs: Partial<Record<Mot, string>> = {
    ...(ou.session
      ? motsDeLaSession(ou.session, ou.organisme)
      : { organisme: ou.organisme.nom, telephone: ou.organisme.telephone }),
    prenom: d.prenom || nom,
    nom,
    effectif: String(ou.effectif),
    client: d.client ?? '',
    stagiaires: d.stagiaires && d.stagiaires.length > 0 ? enumerer(d.stagiaires) : 'personne encore',
  }
  return { objet: remplir(modele.objet, valeurs), texte: `${remplir(modele.corps, valeurs).trim()}\n` }
}
