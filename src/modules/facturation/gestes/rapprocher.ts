/** Une ligne du relevé : dire les factures qu’elle paie, ou qu’elle n’en paie aucune. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { ecarterMouvement } from '../db/reglements.ecritures.ts'
import { facturesOuvertes, mouvementsARapprocher } from '../db/reglements.ts'
import type { FactureId, MouvementId } from '../domain/facture.ts'
import { facturesChoisies } from '../domain/rapprocher.ts'
import { type Recu, recevoirReglement } from './regler.ts'

const dejaTraitee = () => refuser('deja-traitee', 'Cette ligne du relevé a déjà été traitée.')

const enAttente = async (tx: TenantTx, id: MouvementId) =>
  (await mouvementsARapprocher(tx)).find((x) => x.id === id)

export const ecarterDuReleve = async (
  tx: TenantTx,
  id: MouvementId,
  maintenant: Date,
): Promise<Result<void, Refus>> => {
  if (!(await enAttente(tx, id))) return dejaTraitee()
  await ecarterMouvement(tx, id, maintenant)
  return ok(undefined)
}

/** Les factures cochées d’abord, puis celle que la personne nomme par son numéro ; ce qui dépasse est une avance. */
export const rapprocherMouvement = async (
  tx: TenantTx,
  id: MouvementId,
  dit: { readonly cochees: readonly FactureId[]; readonly autre: string },
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<Recu, Refus>> => {
  const m = await enAttente(tx, id)
  if (!m) return dejaTraitee()
  const choisies = facturesChoisies(await facturesOuvertes(tx), dit)
  if (!choisies.ok) return choisies
  const [facture, ...seulement] = choisies.value
  return recevoirReglement(
    tx,
    {
      id: newId<'Reglement'>(maintenant),
      facture,
      jour: m.jour,
      montant: m.montant,
      moyen: 'virement',
      reference: m.libelle.slice(0, 140),
      mouvement: id,
      surplusVoulu: true,
      seulement,
    },
    maintenant,
    aujourdhui,
  )
}
