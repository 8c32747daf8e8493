/** Régler Chorus Pro : l’application déclarée sur PISTE et le compte technique de la coopérative, scellés. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enumerer } from '#kernel/texte.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { oterChorus, poserChorus, verrouillerChorus } from '../db/chorus.ecritures.ts'
import { depotsASuivreChezChorus, lireChorus, lireSecretsDeChorus } from '../db/chorus.ts'
import { depotsEnDoute } from '../db/cycle.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import type { AccesChorus } from '../domain/cycle/plateforme.ts'
import { usageSecretsDeChorus } from '../lecture/ouvrir-chorus.ts'

export const tacheChorus = 'facturation.relever-chorus'

export const demanderReleveDeChorus = (tx: TenantTx, organisme: OrganismeId): Promise<void> =>
  enqueue(tx, tacheChorus, { organisme }, { cle: 'chorus' })

/** Des dépôts y attendent leur compte rendu, et ses clés sont là. */
export const suivreChorus = async (tx: TenantTx, organisme: OrganismeId): Promise<void> => {
  if ((await lireChorus(tx)) && (await depotsASuivreChezChorus(tx)).length > 0)
    await demanderReleveDeChorus(tx, organisme)
}

const noter = async (tx: TenantTx, geste: string, phrase: string, le: Date) => {
  const enseigne = await enseigneParDefaut(tx)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'facturation', geste, phrase })
}
/** Une facture peut-être déjà là-bas se perdrait : elle repartirait sous un autre compte. */
const enDoute = async (tx: TenantTx): Promise<Refus<'en-doute'> | undefined> => {
  // Aucun essai ne commence pendant qu’on le change.
  await verrouillerChorus(tx)
  const numeros = await depotsEnDoute(tx, 'chorus')
  return numeros.length === 0
    ? undefined
    : refus(
        'en-doute',
        `Chorus Pro n’a pas répondu du dépôt de ${enumerer(numeros)} : cherchez-y avant de le retirer, ou d’en changer l’adresse ou le compte. Un jour après la demande, la page de cette facture vous laisse dire ce que vous y avez vu.`,
      )
}
const duSiege = () =>
  refuser('siege', 'Chorus Pro est à la coopérative entière : demandez-le à sa comptabilité.')

/** Les deux secrets vides : ceux d’avant, si rien d’autre ne change. */
export const reglerChorus = async (
  tx: TenantTx,
  { keys, organisme, le }: { readonly keys: Keys; readonly organisme: string; readonly le: Date },
  c: AccesChorus,
): Promise<Result<true, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const avant = await lireChorus(tx)
  const meme =
    avant?.api === c.api && avant.jeton === c.jeton && avant.client === c.client && avant.compte === c.compte
  if (avant && (avant.api !== c.api || avant.compte !== c.compte)) {
    const gene = await enDoute(tx)
    if (gene) return ko(gene)
  }
  const garde = c.secret === '' && c.motDePasse === '' && meme ? await lireSecretsDeChorus(tx) : undefined
  if (!garde && (c.secret === '' || c.motDePasse === ''))
    return refuser(
      'secret',
      'Écrivez le secret et le mot de passe : ils ne se gardent pas d’une autre adresse, ni d’un autre compte.',
    )
  const neufs = JSON.stringify({ secret: c.secret, motDePasse: c.motDePasse })
  await poserChorus(tx, {
    ...c,
    secret: garde ?? keys.encrypt(usageSecretsDeChorus, organisme, Buffer.from(neufs, 'utf8')),
    poseLe: le,
  })
  await noter(
    tx,
    'regler-chorus',
    'Chorus Pro est réglé : les factures des acheteurs publics y partent d’un bouton.',
    le,
  )
  return ok(true)
}

export const retirerChorus = async (tx: TenantTx, le: Date): Promise<Result<true, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const gene = await enDoute(tx)
  if (gene) return ko(gene)
  if (await oterChorus(tx))
    await noter(tx, 'retirer-chorus', 'Chorus Pro est retiré : les factures s’y déposent à la main.', le)
  return ok(true)
}
