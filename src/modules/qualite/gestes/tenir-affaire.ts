import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { insererAffaire, insererSuite, tracerLecture } from '../db/affaires.ecritures.ts'
import { type Affaire, lireRecit } from '../db/affaires.ts'
import { type GenreSuite, genresAffaire, motsSuite, verifierSuite } from '../domain/affaires.ts'

/** Le récit est lié à son affaire : des octets recopiés ailleurs ne se déchiffrent pas. */
const usage = 'qualite.recit'

export type AffaireVoulue = Pick<
  Affaire,
  'id' | 'genre' | 'auteur' | 'objet' | 'session' | 'inscription' | 'recuLe'
> & {
  readonly activite: ActiviteId
  readonly recit: string
}

/** Ouvre une affaire ; le récit n’est jamais écrit en clair, et le journal n’en dit que le genre. */
export const ouvrirAffaire = async (
  tx: TenantTx,
  keys: Keys,
  a: AffaireVoulue,
  { jour, le }: { readonly jour: string; readonly le: Date },
): Promise<Result<void, Refus<'futur'>>> => {
  if (a.recuLe > jour)
    return ko(refus('futur', 'Cela s’écrit quand cela a eu lieu : cette date est à venir.'))
  const recit = keys.encrypt(usage, a.id, Buffer.from(a.recit, 'utf8'))
  if (await insererAffaire(tx, { ...a, recit }, le))
    await consigner(tx, {
      activite: a.activite,
      faitLe: le,
      module: 'qualite',
      geste: 'ouvrir-affaire',
      objet: { genre: 'affaire', id: a.id },
      phrase: `Une affaire est ouverte : ${genresAffaire[a.genre].nom}.`,
    })
  return ok(undefined)
}

export const suivreAffaire = async (
  tx: TenantTx,
  a: Affaire,
  s: { readonly id: string; readonly genre: GenreSuite; readonly le: string; readonly texte: string },
  { jour, le }: { readonly jour: string; readonly le: Date },
): Promise<Result<void, { readonly champ: 'genre' | 'le'; readonly phrase: string }>> => {
  const gene = verifierSuite(a, s, jour)
  if (gene) return ko(gene)
  if (await insererSuite(tx, a, s, le))
    await consigner(tx, {
      activite: a.activite,
      faitLe: le,
      module: 'qualite',
      geste: 'suivre-affaire',
      objet: { genre: 'affaire', id: a.id },
      phrase: `Une affaire avance : ${motsSuite[s.genre]}.`,
    })
  return ok(undefined)
}

/** Le récit, et la ligne qui dit qui l’a lu. Rien si la clé de l’instance n’est plus la sienne. */
export const lireLeRecit = async (
  tx: TenantTx,
  keys: Keys,
  a: Affaire,
  le: Date,
): Promise<string | undefined> => {
  const chiffre = await lireRecit(tx, a.id)
  if (genresAffaire[a.genre].protege) await tracerLecture(tx, a, true, le)
  const clair = chiffre && keys.decrypt(usage, a.id, chiffre)
  return clair && Buffer.from(clair).toString('utf8')
}

/** Demandé sans en avoir le droit : l’essai reste. */
export const refuserLecture = (tx: TenantTx, a: Affaire, le: Date): Promise<void> =>
  tracerLecture(tx, a, false, le)
