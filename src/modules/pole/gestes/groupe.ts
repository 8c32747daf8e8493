/** Un groupe de travail : son mandat, qui en est, ses dossiers fermés. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { changerGroupe, ouvrirGroupe } from '../db/suites.ecritures.ts'
import type { Groupe } from '../db/suites.ts'
import {
  donnerAcces,
  entrerAuGroupe,
  ouvrirDossier,
  retirerAcces,
  sortirDuGroupe,
} from '../db/travaux.ecritures.ts'
import type { Dossier, Personne } from '../db/travaux.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

type Mandat = Pick<Groupe, 'nom' | 'mandat' | 'pilote' | 'echeance'>
const net = (m: Mandat): Mandat => ({ ...m, nom: uneLigne(m.nom), pilote: uneLigne(m.pilote) })

export const ouvrirUnGroupe = async (
  { tx, r, visiteur, le }: Depuis,
  id: Groupe['id'],
  mandat: Mandat,
): Promise<void> => {
  await ouvrirGroupe(tx, r.pole.id, { ...net(mandat), id, theme: null }, le)
  await noter(tx, visiteur, r.pole.id, 'ouvrir-groupe', `Un groupe de {pole:${r.pole.id}} est ouvert.`, le)
}

export const changerLeMandat = async ({ tx, r }: Depuis, id: Groupe['id'], mandat: Mandat): Promise<void> => {
  await changerGroupe(tx, r.pole.id, id, net(mandat))
}

/** Sort du groupe, pour soi ; d'un groupe clos aussi. Ce qui fut livré reste. */
export const quitterLeGroupe = async ({ tx, r, visiteur }: Depuis, g: Groupe): Promise<void> => {
  await sortirDuGroupe(tx, r.pole.id, g.id, visiteur.personneId)
}

const clos = () => refuser('clos', 'Ce groupe est clos.')

export const rejoindreLeGroupe = async (
  { tx, r, visiteur, le }: Depuis,
  g: Groupe,
): Promise<Result<null, Refus<'clos'>>> => {
  if (g.closLe) return clos()
  await entrerAuGroupe(tx, r.pole.id, g.id, { compte: visiteur.personneId, nom: visiteur.nom }, le)
  return ok(null)
}

/** Ouvre un dossier fermé : la personne y entre, et elle seule. */
export const ouvrirUnDossier = async (
  { tx, r, visiteur, le }: Depuis,
  g: Groupe,
  d: Pick<Dossier, 'id' | 'nom' | 'objet'>,
): Promise<Result<null, Refus<'clos' | 'pas-du-groupe'>>> => {
  if (g.closLe) return clos()
  return (await ouvrirDossier(tx, r.pole.id, g.id, { ...d, nom: uneLigne(d.nom), par: visiteur.nom }, le))
    ? ok(null)
    : refuser('pas-du-groupe', 'Entrez d’abord dans le groupe : un dossier se tient à plusieurs.')
}

/** Fait entrer une personne du groupe dans le dossier, ou l'en fait sortir. `deja` : elle y entrait déjà. */
export const changerLAcces = async (
  { tx, r, le }: Depuis,
  d: Dossier,
  sens: 'entrer' | 'sortir',
  qui: Personne | undefined,
): Promise<Result<'faite' | 'deja', Refus<'derniere' | 'inconnue'>>> => {
  const dit =
    qui &&
    (sens === 'entrer'
      ? await donnerAcces(tx, r.pole.id, d.id, qui, le)
      : await retirerAcces(tx, r.pole.id, d.id, qui, le))
  if (dit === 'derniere') return refuser('derniere', 'Il faut qu’une personne au moins garde ce dossier.')
  return dit === 'faite' || dit === 'deja'
    ? ok(dit)
    : refuser('inconnue', 'Cette personne n’est pas du groupe, ou n’est pas du dossier.')
}
