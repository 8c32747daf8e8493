import { pieceUrl } from '#modules/documents/index.ts'
import { attestationsUrl, certificatsUrl, distanceUrl } from '#modules/emargement/index.ts'
import { factureUrl } from '#modules/facturation/index.ts'
import { dossierUrl } from '#modules/inscriptions/index.ts'
import { affecterUrl, seanceUrl, sessionUrl } from '#modules/sessions/index.ts'
import { link, withQuery } from '#web/links.ts'
import type { Ou } from './domain/regle.ts'

export const controlesUrl = link('/controles')
/** Ce qui part seul : rappels, avis. */
export const reglagesUrl = link('/controles/reglages')
export const sessionControlesUrl = link('/sessions/:session/controles')
export const jugerUrl = link('/sessions/:session/controles/juger')
/** La page où ce constat s’accepte, ou se rouvre. */
export const jugerHref = (session: string, c: { readonly regle: string; readonly cle: string }): string =>
  withQuery(jugerUrl({ session }), { regle: c.regle, cle: c.cle })
export const assiduiteUrl = link('/sessions/:session/assiduite')

/** Là où l’on répare. */
export const remedeUrl = (session: string, ou: Ou): string => {
  switch (ou.genre) {
    case 'seance':
      return seanceUrl({ session, seance: ou.id })
    case 'affectation':
      return affecterUrl({ session, seance: ou.id })
    case 'piece':
      return pieceUrl({ piece: ou.id })
    case 'facture':
      return factureUrl({ facture: ou.id })
    case 'dossier':
      return dossierUrl({ session, dossier: ou.id })
    case 'certificats':
      return certificatsUrl({ session })
    case 'attestations':
      return attestationsUrl({ session })
    case 'distance':
      return distanceUrl({ session })
    case 'assiduite':
      return assiduiteUrl({ session })
    default:
      return sessionUrl({ session })
  }
}

export const ecrireOu = (ou: Ou): string => ('id' in ou ? `${ou.genre}:${ou.id}` : ou.genre)
const sansId = ['session', 'certificats', 'attestations', 'distance', 'assiduite'] as const
const avecId = ['seance', 'affectation', 'piece', 'facture', 'dossier'] as const
export const lireOu = (texte: string): Ou => {
  const [genre = '', id = ''] = texte.split(':')
  const seul = sansId.find((g) => g === genre)
  if (seul) return { genre: seul }
  const nomme = avecId.find((g) => g === genre)
  return nomme ? { genre: nomme, id } : { genre: 'session' }
}
