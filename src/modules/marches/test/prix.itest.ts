/** Les prix scellés dans un vrai navigateur : trois coopératives scellent, le mandataire ouvre, perd sa clé, et le secours rouvre. */
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
import { poserGroupement } from './poser.ts'

const m = await monde({
  modules: [marches],
  coops: { a: 'Appui', b: 'Boussole', c: 'Cap' },
  gens: {
    alice: { roles: ['responsable'], chez: 'a' },
    basile: { roles: ['responsable'], chez: 'b' },
    chloe: { roles: ['responsable'], chez: 'c' },
  },
  maintenant: new Date().toISOString(),
})
const { base, alice, basile, chloe } = m
const g = newId()
await base.maintenance((tx) =>
  poserGroupement(tx, g, [alice, basile, chloe], {
    lot: '26-1#1',
    limite: new Date(Date.now() + 20 * 86_400_000),
  }),
)
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
const sceller = async (page: Page, poste: string, centimes: string, bouton = 'Sceller nos prix') => {
  await page.getByLabel('Ligne du bordereau, rang 1', { exact: true }).fill(poste)
  await page.getByLabel('Quantité, rang 1', { exact: true }).fill('50')
  await page.getByLabel('Prix unitaire HT, rang 1', { exact: true }).fill(centimes)
  await page.getByRole('button', { name: bouton }).click()
  await page.getByText('Vos prix sont scellés.').waitFor()
}

it('se scellent, s’ouvrent et s’additionnent sans qu’un prix parte en clair', async () => {
  const partis: string[] = []
  const [a, b, c] = [await entrer(alice), await entrer(basile), await entrer(chloe)]
  for (const page of [a, b, c]) page.on('request', (r) => void partis.push(r.postData() ?? ''))
  for (const page of [a, b, c]) {
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
  await c.reload()
  await sceller(c, 'Suivi', '10,00')
  await a.getByLabel('Pourquoi').fill('Agréger avant de déposer.')
  await a.getByRole('button', { name: 'Ouvrir et agréger' }).click()
  await a.getByText('Le bordereau, ouvert ici').waitFor()
  await sain(a, 'prix-ouverts')
  const duLot = async () => (await a.locator('prix-scelles').innerText()).replace(/\s/g, ' ')
  expect(await duLot()).toMatch(/Total du lot.*61 000,00/)
  await a.getByRole('button', { name: 'Dire le total aux membres' }).click()
  await a.getByText('Le total est dit aux membres.').waitFor()
  await b.reload()
  await b.getByText('Vos lignes scellées').waitFor()
  const lu = (await b.locator('main').innerText()).replace(/\s/g, ' ')
  expect(lu).toContain('61 000,00')
  expect(lu).toContain('Agréger avant de déposer.')
  expect(lu).not.toContain('Chantier')
  expect(lu).not.toContain('620,00')
  await sain(b, 'prix-membre')
  for (const corps of partis)
    for (const clair of ['590', '620', 'Français', 'Chantier']) expect(corps).not.toContain(`=${clair}`)
  // Un membre remplace sa clé, le secours se refait : les plis scellés pour celui d’avant s’ouvriront encore par lui.
  m.regler(new Date(Date.now() + 60_000))
  b.once('dialog', (d) => void d.accept())
  await b.getByRole('button', { name: 'Remplacer notre clé' }).click()
  await b.getByText('Votre clé est prête.').waitFor()
  await a.reload()
  await a.getByRole('button', { name: 'Préparer de nouveau le secours' }).click()
  await a.getByText('La clé de secours est partagée').waitFor()
  // Refuser de remplacer sa clé ne change rien ; perdue, une autre la remplace, et les deux autres membres rouvrent.
  a.once('dialog', (d) => void d.dismiss())
  await a.getByRole('button', { name: 'Remplacer notre clé' }).click()
  await a.getByText('Votre clé n’a pas changé.').waitFor()
  await a.evaluate('localStorage.clear()')
  await a.reload()
  await a.getByText('Votre clé n’est pas sur cet appareil').waitFor()
  a.once('dialog', (d) => void d.accept())
  await a.getByRole('button', { name: 'Remplacer notre clé' }).click()
  await a.getByText('Votre clé est prête.').waitFor()
  await a.getByText('ce pli ne s’ouvre pas').first().waitFor()
  expect(await duLot()).toMatch(/Total partiel.*0,00/)
  for (const page of [b, c]) {
    await page.reload()
    await page.getByText(/Une clé a changé \(.*Appui/).waitFor()
    await page.getByRole('button', { name: 'Rendre notre part du secours' }).click()
    await page.getByText('Votre part est rendue au mandataire.').waitFor()
  }
  await a.reload()
  await a.locator('[data-ouverts]').getByText('Total du lot').waitFor()
  expect(await duLot()).toMatch(/Total du lot.*61 000,00/)
  for (const page of [a, b, c]) await page.context().close()
})

it('l’acheteur les fait revoir : une manche s’ouvre, chacun scelle de nouveau, et le bon qui suit se corrige au vu de tous', async () => {
  m.regler(new Date(Date.now() + 120_000))
  await base.maintenance((tx) =>
    sql`update marches.groupement set limite = now() - interval '1 minute' where groupement_id = ${g}`.execute(
      tx,
    ),
  )
  const jour = (n = 0) =>
    new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(Date.now() + n * 86_400_000)
  const dossier = `/marches/dossiers/${g}`
  const envoyer = async (chemin: string, champs: Record<string, string>) =>
    expect((await alice.aller(`${dossier}/${chemin}`, champs)).statut, chemin).toBe(303)
  await envoyer('acheteur/negocier', {
    tour: '',
    le: jour(),
    demande: 'Revoir le prix de la journée, à programme égal.',
    prix: 'on',
    jusquau: jour(2),
    reponse: '',
    reponduLe: '',
  })
  const [a, b, c] = [await entrer(alice), await entrer(basile), await entrer(chloe)]
  // Sur un autre appareil, chacun prépare une autre clé : la manche le permet encore.
  for (const page of [a, b, c]) {
    page.once('dialog', (d) => void d.accept())
    await page.getByRole('button', { name: 'Remplacer notre clé' }).click()
    await page.getByText('Votre clé est prête.').waitFor()
  }
  await a.reload()
  await a.getByRole('button', { name: 'Préparer de nouveau le secours' }).click()
  await a.getByText('La clé de secours est partagée').waitFor()
  await b.reload()
  await sain(b, 'prix-manche-a-sceller')
  await sceller(b, 'Français', '570,00', 'Sceller de nouveau')
  await a.getByLabel('Pourquoi').fill('Trop tôt.')
  await a.getByRole('button', { name: 'Ouvrir et agréger' }).click()
  await a.getByText('et de nouveau si l’acheteur les fait revoir').waitFor()
  await sceller(a, 'Chantier', '600,00', 'Sceller de nouveau')
  await c.reload()
  await sceller(c, 'Suivi', '10,00', 'Sceller de nouveau')
  await a.getByLabel('Pourquoi').fill('Répondre à la négociation.')
  await a.getByRole('button', { name: 'Ouvrir et agréger' }).click()
  await a.getByText('Le bordereau, ouvert ici').waitFor()
  await a.getByRole('button', { name: 'Dire le total aux membres' }).click()
  await a.getByText('Le total est dit aux membres.').waitFor()
  await b.reload()
  const lu = (await b.locator('main').innerText()).replace(/\s/g, ' ')
  for (const dit of ['Les manches', '61 000,00', '59 000,00']) expect(lu).toContain(dit)
  expect(lu).not.toContain('scellé de nouveau après une ouverture')
  await sain(b, 'prix-deux-manches')
  await b.goto(`${dossier}/acheteur`)
  await sain(b, 'acheteur-prix-revus')
  await envoyer('suite/issue', { etat: 'attribue', le: jour(), attributaire: '', motifs: '', notes: '' })
  await envoyer('suite/marche', { numero: 'M-26', payeur: 'region', circuit: 'direct' })
  const bon = {
    numero: 'BC-2026-911',
    le: jour(),
    montant: '11 800',
    membre: basile.organisme,
    objet: 'Savoirs numériques, vingt journées dans les mairies du Pays des Rias et de la Côte-de-Granit',
  }
  await envoyer('suite/commande', bon)
  const cle =
    /<option value="([0-9a-f-]{36})"[^>]*>corrige BC-2026-911/.exec(
      (await alice.lire(`${dossier}/suite`)).texte,
    )?.[1] ?? ''
  await envoyer('suite/commande', { ...bon, bon: cle, numero: 'BC-2026-119', montant: '11 600' })
  await b.goto(`${dossier}/suite`)
  expect((await b.locator('main').innerText()).replace(/\s/g, ' ')).toContain(
    'il disait avant : numéro BC-2026-911, 11 800,00 €.',
  )
  await sain(b, 'suite-bon-corrige')
  await b.goto(dossier)
  await sain(b, 'dossier-sa-ligne')
  await a.goto(`${dossier}/suite`)
  await a.getByText('Recopier ou corriger un bon de commande').click()
  // Ce monde n’a pas de convention : la page n’en dit pas une signée.
  expect(await a.locator('main').innerText()).toContain('aucune n’est écrite ici')
  await sain(a, 'suite-corriger-un-bon')
  for (const page of [a, b, c]) await page.context().close()
})

it('sans script, la page dit qu’elle ne peut pas, et n’a aucun champ de prix', async () => {
  const page = await entrer(basile, false)
  expect(await page.locator('main').innerText()).toContain('Cette page a besoin des scripts.')
  expect(await page.getByLabel('Prix unitaire HT').count()).toBe(0)
  await page.context().close()
})
