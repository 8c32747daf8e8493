/** Le parcours d’une personne : garder son entrée ou la réviser, ajouter une trace de suivi. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { insererEntree, insererSuivi } from '../db/parcours.ecritures.ts'
import { lireEntrees, type Stagiaire, type Suivi } from '../db/parcours.ts'
import {
  type EntreeSaisie,
  motsSuivi,
  type RefusEntree,
  verifierEntree,
  verifierSuivi,
} from '../domain/parcours.ts'

const perime = () => refuser('perime', 'Quelqu’un vient de réviser cette entrée : relisez-la avant d’écrire.')

/** Garde l’entrée d’un stagiaire, ou sa révision ; `rangLu` : la révision lue, zéro si rien n’est encore écrit. */
export const garderEntree = async (
  tx: TenantTx,
  s: Stagiaire,
  rangLu: number,
  e: EntreeSaisie & { readonly besoin: string; readonly prerequis: string },
  jour: string,
  le: Date,
): Promise<Result<void, RefusEntree | Refus<'perime'>>> => {
  const gene = verifierEntree(e, jour)
  if (gene) return ko(gene)
  const [avant] = await lireEntrees(tx, s.inscription)
  if ((avant?.rang ?? 0) !== rangLu || !(await insererEntree(tx, s, { ...e, rang: rangLu + 1 }, le)))
    return perime()
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'qualite',
    geste: rangLu === 0 ? 'garder-entree' : 'reviser-entree',
    objet: { genre: 'inscription', id: s.inscription },
    phrase: `{session:${s.session}} : l’entrée d’un stagiaire est ${rangLu === 0 ? 'écrite' : 'révisée'}.`,
  })
  return ok(undefined)
}

/**
 * La même entrée pour plusieurs stagiaires qui n’en ont pas encore : tous, ou personne. Ce qui est propre à chacun se révise sur sa page.
 */
export const garderEntrees = async (
  tx: TenantTx,
  stagiaires: readonly Stagiaire[],
  e: EntreeSaisie & { readonly besoin: string; readonly prerequis: string },
  jour: string,
  le: Date,
): Promise<Result<void, RefusEntree | Refus<'perime'>>> => {
  for (const s of stagiaires) {
    const garde = await garderEntree(tx, s, 0, e, jour, le)
    if (!garde.ok) return garde
  }
  return ok(undefined)
}

/** La même trace pour plusieurs stagiaires ; `id` dit celle de chacun, pour qu’un double envoi n’en ajoute aucune. */
export const ajouterSuivis = async (
  tx: TenantTx,
  stagiaires: readonly Stagiaire[],
  {
    id,
    ...v
  }: Pick<Suivi, 'le' | 'texte'> & {
    readonly genre: keyof typeof motsSuivi
    readonly id: (s: Stagiaire) => string
  },
  jour: string,
  le: Date,
): Promise<Result<void, RefusEntree>> => {
  for (const s of stagiaires) {
    const ajoutee = await ajouterSuivi(tx, s, { ...v, id: id(s) }, jour, le)
    if (!ajoutee.ok) return ajoutee
  }
  return ok(undefined)
}

/** Un double envoi, au même identifiant, n’ajoute qu’une trace. */
export const ajouterSuivi = async (
  tx: TenantTx,
  s: Stagiaire,
  v: Pick<Suivi, 'id' | 'le' | 'texte'> & { readonly genre: keyof typeof motsSuivi },
  jour: string,
  le: Date,
): Promise<Result<void, RefusEntree>> => {
  const gene = verifierSuivi(v.le, jour)
  if (gene) return ko(gene)
  if (await insererSuivi(tx, s, v, le))
    await consigner(tx, {
      activite: s.activite,
      faitLe: le,
      module: 'qualite',
      geste: 'suivre-parcours',
      objet: { genre: 'inscription', id: s.inscription },
      phrase: `{session:${s.session}} : une trace de suivi (${motsSuivi[v.genre]}).`,
    })
  return ok(undefined)
}
