import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ecrireConditions } from '../db/conditions.ecritures.ts'
import { lireConditions } from '../db/conditions.ts'
import { type Conditions, type RefusConditions, verifierConditions } from '../domain/conditions.ts'

const noms: Readonly<Record<keyof Conditions, string>> = {
  delaiReglementJours: 'délai de règlement',
  moyen: 'moyen de paiement',
  paliers: 'dédit',
  conservationAnnees: 'conservation',
  reponseReclamationJours: 'réponse aux réclamations',
  cessation: 'cessation anticipée',
  mediateur: 'médiateur',
  referent: 'personne référente handicap',
  contact: 'contact',
}

/** Règle les conditions ; le journal dit ce qui a changé. Rejoué sans rien de neuf, n’écrit rien. */
export const reglerConditions = async (
  tx: TenantTx,
  c: Conditions,
  depuis: number,
  le: Date,
): Promise<Result<'regle' | 'inchange', readonly RefusConditions[]>> => {
  const fautes = verifierConditions(c)
  if (fautes.length > 0) return ko(fautes)
  const avant = await lireConditions(tx)
  const changees = (Object.keys(noms) as (keyof Conditions)[]).filter(
    (k) => JSON.stringify(c[k]) !== JSON.stringify(avant.conditions[k]),
  )
  if (changees.length === 0 && avant.version > 0) return ok('inchange')
  if (avant.version !== depuis || !(await ecrireConditions(tx, c, depuis, le)))
    return ko([
      {
        ...refus('paliers', 'Quelqu’un a changé ces conditions depuis que vous les lisez : relisez-les.'),
        champ: '',
      },
    ])
  const enseigne = await enseigneParDefaut(tx)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'documents',
      geste: 'regler-conditions',
      phrase:
        changees.length === 0
          ? 'Les conditions proposées pour les pièces sont adoptées.'
          : `Les conditions écrites sur les pièces changent : ${changees.map((k) => noms[k]).join(', ')}.`,
      details: { version: depuis + 1 },
    })
  return ok('regle')
}
