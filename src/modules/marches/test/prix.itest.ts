/** Les prix scellés dans un vrai navigateur : deux coopératives scellent, le mandataire ouvre, chacune ne lit que ses lignes. */
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { type Connectee, monde } from '../../../../test/monde/index.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../../../../test/navigateur/index.ts'
import { marches } from '../module.ts'

const m = await monde({
  modules: [marches],
  coops: { a: 'Appui', b: 'Boussole' },
  gens: { alice: { roles: ['responsable'], chez: 'a' }, basile: { roles: ['responsable'], chez: 'b' } },
  maintenant: new Date().toISOString(),
})
const { base, alice, basile } = m
const g = newId()
await base.maintenance(async (tx) => {
  const lot = '26-1#1'
  for (const [i, qui] of [alice, basile].entries()) {
    await sql`insert into marches.membre (groupement_id, organisme_id, lot, mandataire, invite_le, accepte_le) values (${g}, ${qui.organisme}, ${lot}, ${i === 0}, now(), now())`.execute(
      tx,
    )
    await sql`insert into marches.acces (groupement_id, organisme_id, compte_id, lot, propose_le, du) values (${g}, ${qui.organisme}, ${qui.personne}, ${lot}, now(), now())`.execute(
      tx,
    )
  }
  await sql`insert into marches.groupement (groupement_id, organisme_id, lot, idweb, objet, acheteur, limite, forme, etat, cree_le, constitue_le)
    values (${g}, ${alice.organisme}, ${lot}, '26-1', 'Accompagner vers l’emploi, lot 1', 'Région', now() + interval '20 days', 'conjoint', 'constitue', now(), now())`.execute(
    tx,
  )
})
const prix = `/marches/dossiers/${g}/prix`

let origine: string
let navigateur: Navigateur
beforeAll(async () => {
  origine = await m.servir()
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
})
const entrer = async (qui: Connectee, script = true): Promise<Page> => {
  const page = await navigateur.ouvrirPage({ origine, largeur: 1366, script })
  const [name = '', value = ''] = qui.cookie.split('=', 2)
  await page.context().addCookies([{ name, value, url: origine }])
  await page.goto(prix)
  return page
}
const sain = async (page: Page, nom: string): Promise<void> => {
  for (const largeur of [360, 1366]) {
    await page.setViewportSize({ width: largeur, height: 800 })
    expect(await verifierAxe(page), nom).toEqual([])
    expect(await sansDefilementDeCote(page), nom).toEqual([])
    await capturer(page, `${nom}-${largeur}`)
  }
}
const sceller = async (page: Page, poste: string, centimes: string) => {
  await page.getByLabel('Ligne du bordereau, rang 1', { exact: true }).fill(poste)
  await page.getByLabel('Quantité, rang 1', { exact: true }).fill('50')
  await page.getByLabel('Prix unitaire HT, rang 1', { exact: true }).fill(centimes)
  await page.getByRole('button', { name: 'Sceller nos prix' }).click()
  await page.getByText('Vos prix sont scellés.').waitFor()
}

it('se scellent, s’ouvrent et s’additionnent sans qu’un prix parte en clair', async () => {
  const partis: string[] = []
  const [a, b] = [await entrer(alice), await entrer(basile)]
  for (const page of [a, b]) page.on('request', (r) => void partis.push(r.postData() ?? ''))
  for (const page of [a, b]) {
    await page.getByRole('button', { name: 'Préparer notre clé' }).click()
    await page.getByText('Votre clé est prête.').waitFor()
  }
  await a.reload()
  await a.getByRole('button', { name: 'Préparer la clé de secours' }).click()
  await a.getByText('La clé de secours est partagée').waitFor()
  await b.reload()
  await sain(b, 'prix-a-sceller')
  // Une ligne à moitié écrite ne part pas.
  await b.getByLabel('Ligne du bordereau, rang 1', { exact: true }).fill('Français')
  await b.getByRole('button', { name: 'Sceller nos prix' }).click()
  await b
    .getByText(/une ligne a un nom, une quantité et un prix/)
    .first()
    .waitFor()
  await sceller(b, 'Français', '590,00')
  await sceller(a, 'Chantier', '620,00')
  await a.getByLabel('Pourquoi').fill('Agréger avant de déposer.')
  await a.getByRole('button', { name: 'Ouvrir et agréger' }).click()
  await a.getByText('Le bordereau, ouvert ici').waitFor()
  await sain(a, 'prix-ouverts')
  expect((await a.locator('prix-scelles').innerText()).replace(/\s/g, ' ')).toContain('60 500,00')
  await a.getByRole('button', { name: 'Dire le total aux membres' }).click()
  await a.getByText('Le total est dit aux membres.').waitFor()
  await b.reload()
  await b.getByText('Vos lignes scellées').waitFor()
  const lu = (await b.locator('main').innerText()).replace(/\s/g, ' ')
  expect(lu).toContain('60 500,00')
  expect(lu).toContain('Agréger avant de déposer.')
  expect(lu).not.toContain('Chantier')
  expect(lu).not.toContain('620,00')
  await sain(b, 'prix-membre')
  for (const corps of partis)
    for (const clair of ['590', '620', 'Français', 'Chantier']) expect(corps).not.toContain(`=${clair}`)
  await a.context().close()
  await b.context().close()
})

it('sans script, la page dit qu’elle ne peut pas, et n’a aucun champ de prix', async () => {
  const page = await entrer(basile, false)
  expect(await page.locator('main').innerText()).toContain('Cette page a besoin des scripts.')
  expect(await page.getByLabel('Prix unitaire HT').count()).toBe(0)
  await page.context().close()
})
