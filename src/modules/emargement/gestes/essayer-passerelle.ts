/** Un SMS d’essai : la passerelle que l’on vient de poser marche-t-elle, avant qu’une salle attende son code ? */
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { lireMobile } from '#kernel/telephone.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import type { EnvoyerSms } from '#platform/sms/passerelle.ts'
import { nomOrganisme } from '../db/lectures.ts'
import { lirePasserelle } from '../db/reglage.ts'
import type { Qui } from './composer.ts'
import { noterReglage, ouvrirCle } from './regler-signature.ts'

/** Cinq essais par heure et par coopérative : un SMS se paie. Choix du produit. */
const debit = { max: 5, fenetre: 60 * 60 }

/** Fait partir un SMS à ce numéro, par la passerelle posée, hors de toute transaction ; rend ce qu’elle a répondu. */
export const essayerLaPasserelle = async (
  { db, keys, clock }: Services,
  qui: Pick<Qui, 'acces'> & { readonly organisme: string },
  saisi: string,
  envoyer: EnvoyerSms,
): Promise<Result<true, Refus>> => {
  const numero = lireMobile(saisi)
  if (!numero) return refuser('numero', 'Écrivez un numéro de mobile, comme 06 12 34 56 78.')
  const lu = await db.withTenant(qui.acces, async (tx) => ({
    passerelle: await lirePasserelle(tx),
    maison: await nomOrganisme(tx),
  }))
  const cle = lu?.passerelle && ouvrirCle(keys, qui.organisme, lu.passerelle.cle)
  if (!lu?.passerelle || cle === undefined)
    return refuser('sans-passerelle', 'Aucune passerelle n’est posée : posez-la d’abord.')
  if (!(await createLimits(db, keys).allow('sms-essai', qui.organisme, debit)))
    return refuser('trop-d-essais', 'Cinq SMS d’essai sont partis dans l’heure : attendez un peu.')
  const texte = `Essai de Coforme : vos codes pour signer arriveront ainsi. ${lu.maison.nom}`
  const r = await envoyer({ ...lu.passerelle, cle }, { numero, texte })
  await db.withTenant(qui.acces, (tx) =>
    noterReglage(
      tx,
      'essayer-passerelle-sms',
      `Un SMS d’essai ${r.ok ? 'est accepté' : 'est refusé'} par la passerelle.`,
      clock.now(),
    ),
  )
  return r
}
