/** À qui sont les clients, les programmes et les supports d’une enseigne : l’équipe d’appui le dit, et rien ne s’efface. */
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterDroit } from '../db/titulaires.ecritures.ts'
import type { Bien, Titulaire } from '../domain/titulaires.ts'

export const direTitulaire = async (
  tx: TenantTx,
  activite: ActiviteId,
  {
    biens,
    titulaire,
    note,
  }: { readonly biens: readonly Bien[]; readonly titulaire: Titulaire; readonly note: string },
  le: Date,
): Promise<Result<number, Refus>> => {
  if (biens.length === 0) return refuser('vide', 'Cochez ce dont vous dites le titulaire.')
  for (const b of biens) await ajouterDroit(tx, activite, b, titulaire, note, le)
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'cae',
    geste: 'dire-titulaire',
    objet: { genre: 'enseigne', id: activite },
    phrase: 'Les droits sur des clients, des programmes ou des supports sont dits.',
    details: { biens: biens.length, qui: titulaire.qui },
  })
  return ok(biens.length)
}
