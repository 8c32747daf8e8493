/** Qui vise à la place de qui, et au-dessus de quel montant il faut deux visas. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { leGenre } from '#modules/documents/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import { ajouterAbsence, oterSeuil, poserSeuil, revoquerAbsence } from '../db/absences.ecritures.ts'
import type { Absence, Seuil } from '../db/absences.ts'

type Fait = Promise<Result<undefined, Refus>>

const noter = async (
  tx: TenantTx,
  visiteur: Visiteur,
  n: { readonly id: string; readonly geste: string; readonly phrase: string; readonly le: Date },
) => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: n.le,
      module: 'cae',
      geste: n.geste,
      objet: { genre: 'compte', id: n.id },
      phrase: n.phrase,
    })
}

/** Une personne qui vise dit qui vise à sa place ; la direction le dit d’une autre. Personne ne se nomme. */
export const suppleer = async (
  tx: TenantTx,
  visiteur: Visiteur,
  a: Absence,
  dirige: boolean,
  le: Date,
): Fait => {
  if (a.compte !== visiteur.personneId && !dirige)
    return refuser('compte', 'Vous dites votre absence ; la direction dit celle d’une autre personne.')
  if (a.suppleant === visiteur.personneId || a.suppleant === a.compte)
    return refuser('suppleant', 'Une autre personne vous nomme, et personne ne se supplée.')
  if (a.au < a.du) return refuser('au', 'Le dernier jour vient avant le premier.')
  if (!(await ajouterAbsence(tx, a)))
    return refuser('deja', 'Cette personne est déjà suppléée à l’une de ces dates.')
  await noter(tx, visiteur, {
    id: a.compte,
    geste: 'suppleer',
    phrase: `{personne:${a.suppleant}} vise à la place de {personne:${a.compte}}, absente ou absent.`,
    le,
  })
  return ok(undefined)
}

export const finirAbsence = async (tx: TenantTx, visiteur: Visiteur, a: Absence, le: Date): Fait => {
  if (!(await revoquerAbsence(tx, a.id, le)))
    return refuser('deja', 'Cette absence ne vaut plus, ou une autre personne y met fin.')
  await noter(tx, visiteur, {
    id: a.compte,
    geste: 'finir-suppleance',
    phrase: `{personne:${a.suppleant}} ne vise plus à la place de {personne:${a.compte}}.`,
    le,
  })
  return ok(undefined)
}

/** Au-dessus de ce montant, deux personnes visent ce genre ; ce qui est déjà visé le reste. */
export const reglerSeuil = async (tx: TenantTx, visiteur: Visiteur, s: Seuil, le: Date): Fait => {
  await poserSeuil(tx, s, le)
  await noter(tx, visiteur, {
    id: visiteur.personneId,
    geste: 'poser-second-visa',
    phrase: `Un second visa est demandé au-dessus d’un montant, pour ${leGenre(s.genre)}.`,
    le,
  })
  return ok(undefined)
}

export const leverSeuil = async (tx: TenantTx, visiteur: Visiteur, genre: string, le: Date): Fait => {
  if (!(await oterSeuil(tx, genre))) return refuser('deja', 'Ce genre n’attend déjà qu’un visa.')
  await noter(tx, visiteur, {
    id: visiteur.personneId,
    geste: 'oter-second-visa',
    phrase: `Un seul visa suffit désormais pour ${leGenre(genre)}.`,
    le,
  })
  return ok(undefined)
}
