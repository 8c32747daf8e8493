/** Choisir ses comptes, arrêter ses écritures. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { garderCloture, garderCompte } from '../db/comptabilite.ecritures.ts'
import { type ClotureId, dernierArrete, lirePlan } from '../db/comptabilite.queries.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import { numeroter, refusDArrete } from '../domain/comptabilite/arreter.ts'
import { type Compte, clesDeCompte, estCompte, type Plan } from '../domain/comptabilite/plan.ts'
import { ecrituresAPasser } from '../lecture/comptabilite.ts'

const duSiege = () =>
  refuser('siege', 'La coopérative entière tient ses comptes : demandez-le à sa comptabilité.')

const noter = async (tx: TenantTx, geste: string, phrase: string, maintenant: Date) => {
  const enseigne = await enseigneParDefaut(tx)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: maintenant, module: 'facturation', geste, phrase })
}

/** Les écritures passées gardent les comptes qu’elles ont dits. */
export const choisirComptes = async (
  tx: TenantTx,
  voulu: Plan,
  maintenant: Date,
): Promise<Result<number, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const faux = clesDeCompte.find((cle) => !estCompte(voulu[cle].numero) || voulu[cle].libelle === '')
  if (faux)
    return refuser(
      'compte',
      `« ${voulu[faux].numero} » n’est pas un compte : trois chiffres, puis lettres ou chiffres, et un libellé.`,
    )
  const plan = await lirePlan(tx)
  const change = (a: Compte, b: Compte) => a.numero !== b.numero || a.libelle !== b.libelle
  const changes = clesDeCompte.filter((cle) => change(plan[cle], voulu[cle]))
  for (const cle of changes) await garderCompte(tx, cle, voulu[cle], maintenant)
  if (changes.length > 0)
    await noter(tx, 'choisir-comptes', `${compter(changes.length, 'compte')} du plan ont changé.`, maintenant)
  return ok(changes.length)
}

/** Arrête tout ce qui est dû jusqu’au jour `au` : numéroté, figé. Rien ne s’y ajoute plus. */
export const arreterEcritures = async (
  tx: TenantTx,
  au: DateCivile,
  aujourdhui: DateCivile,
  maintenant: Date,
): Promise<Result<{ readonly id: ClotureId; readonly ecritures: number }, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const { au: precedent, numero } = await dernierArrete(tx, { verrouiller: true })
  const gene = refusDArrete(au, precedent, aujourdhui)
  if (gene) return ko(gene)
  const { dues } = await ecrituresAPasser(tx, au)
  const id = newId<'Cloture'>(maintenant)
  await garderCloture(tx, { id, au, le: maintenant }, numeroter(dues, numero, aujourdhui))
  await noter(
    tx,
    'arreter-ecritures',
    `Les écritures sont arrêtées jusqu’au ${formaterDate(au)} : ${compter(dues.length, 'écriture')}.`,
    maintenant,
  )
  return ok({ id, ecritures: dues.length })
}
