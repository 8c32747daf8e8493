import { uneLigne } from '#kernel/texte.ts'
import { noter } from '#modules/pole/index.ts'
import { envoyerLettre } from '../db/lettres.ecritures.ts'
import type { Segment } from '../db/lettres.ts'
import type { Depuis } from './rediger.ts'

/** Garde la lettre et l'envoie. Rend à combien de personnes elle part. Le même envoi, deux fois, ne part qu'une fois. */
export const envoyerUneLettre = async (
  { tx, r, visiteur, le }: Depuis,
  l: Segment & {
    readonly id: string
    readonly objet: string
    readonly mot: string
    readonly contenu: string
  },
): Promise<number> => {
  const n = await envoyerLettre(tx, r.pole.id, { ...l, objet: uneLigne(l.objet), par: visiteur.nom }, le)
  await noter(tx, visiteur, r.pole.id, 'envoyer-lettre', `Une lettre de {pole:${r.pole.id}} est envoyée.`, le)
  return n
}
