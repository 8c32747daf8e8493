import type { EtatVisa, Visas } from '#modules/documents/index.ts'
import { lireVisas, type VisaLu } from '../db/visas.ts'
import { viserUrl } from '../liens.ts'

const direEtat = (v: VisaLu): EtatVisa => {
  if (v.vaut) return { etat: 'accorde' }
  if (v.decision === 'refuse') return { etat: 'refuse', motif: v.motif ?? '' }
  if (v.decision === null) return { etat: 'attendu' }
  const phrase =
    v.conditions === ''
      ? 'Une personne l’a visée ; au-dessus de ce montant, il en faut une seconde.'
      : `Visée sous conditions : « ${v.conditions} » Elle part quand c’est fait.`
  return { etat: 'attendu', suite: { phrase, href: viserUrl({ piece: v.piece }) } }
}

/** Une Scop, une Scic : « sans objet » pour tout. Une CAE : ce que l’équipe d’appui a décidé, ou « attendu ». */
export const visasDeLaCae: Visas = {
  etats: async (tx, pieces) => new Map((await lireVisas(tx, pieces)).map((v) => [v.piece, direEtat(v)])),
}
