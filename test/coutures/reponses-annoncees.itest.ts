/** Une réponse neuve s’annonce à qui a publié l’appel ; si cette personne n’y choisit plus, à qui y choisit à sa place. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ajouterJours } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { annoncerReponses } from '#modules/mutualisation/db/appels-portes.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserReponse } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import type { MaintenanceTx } from '#platform/db/index.ts'
import { monde } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    alix: { roles: ['assistant'], chez: 'a' },
    fanny: { roles: ['formateur'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
  },
  maintenant: new Date().toISOString(),
})
const { base, ana, alix, bea } = m
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea]))
const jours = [ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 30)]
const repondre = (apres?: (tx: MaintenanceTx) => Promise<unknown>) =>
  base.maintenance(async (tx) => {
    await poserReponse(tx, { pole, recoit: ana, envoie: bea, jours, debut: 540, fin: 720 })
    await apres?.(tx)
  })
const annoncees = async () => {
  const { dues, prises } = await base.worker.withoutTenant((tx) => annoncerReponses(tx, 100, new Date()))
  return [dues.map((d) => [d.courriel, d.nombre]), prises]
}

it('chaque réponse se compte une fois, que quelqu’un l’apprenne ou non', async () => {
  await repondre()
  await repondre()
  expect(await annoncees()).toEqual([
    [
      [ana.courriel, 1],
      [ana.courriel, 1],
    ],
    2,
  ])
  expect(await annoncees()).toEqual([[], 0])
  // Close, elle ne s’annonce pas, et se compte.
  await repondre((tx) =>
    sql`update mutualisation.appel set clos_le = now(), issue = 'retire' where clos_le is null`.execute(tx),
  )
  expect(await annoncees()).toEqual([[], 1])
})

it('son compte fermé, ou son rôle passé, qui choisit à sa place l’apprend', async () => {
  await repondre((tx) =>
    sql`update compte.compte set ferme_le = now() where id = ${ana.personne}`.execute(tx),
  )
  expect(await annoncees()).toEqual([[[alix.courriel, 1]], 1])
  await repondre(async (tx) => {
    await sql`update compte.compte set ferme_le = null where id = ${ana.personne}`.execute(tx)
    await sql`update compte.adhesion set roles = '{comptable}' where compte_id = ${ana.personne}`.execute(tx)
  })
  expect(await annoncees()).toEqual([[[alix.courriel, 1]], 1])
})
