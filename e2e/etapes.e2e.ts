// Les étapes de bout en bout : relues, armées, parties seules par la vraie file et le vrai SMTP, arrêtées ; un message à plusieurs, son
// désabonnement ; ce que chacun veut qu’on lui écrive. Au téléphone sans script, au bureau avec.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrganismeId } from '../src/kernel/id.ts'
import { tourneeOrganisme } from '../src/modules/etapes/jobs/tournee.job.ts'
import {
  capturer,
  deuxEcrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { envoyeur, fonder, planifier, regler } from '../test/parcours/pieces.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let session = ''
let organisme = '' as OrganismeId
const pages: Page[] = []

beforeAll(async () => {
  site = await servirInstance('2026-11-05T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  const { telephone: premiere, ensemble } = await deuxEcrans(navigateur, site.origine)
  const envoyer = envoyeur(premiere, site.origine)
  await fonder(envoyer)
  const lire = async (url: string) => (await premiere.request.get(`${site.origine}${url}`)).text()
  const compte = /<option value="([0-9a-f-]{36})"/.exec(await lire('/cooperative/signataires'))?.[1] ?? ''
  await regler(envoyer, compte)
  session = await planifier(envoyer, lire)
  organisme = (/name="_organisme" value="([0-9a-f-]{36})"/.exec(await lire('/cooperative/envois'))?.[1] ??
    '') as OrganismeId
  await envoyer(`${session}/inscriptions/nouvelle`, {
    statutCommun: 'salarie-prive',
    ...Object.fromEntries(
      [
        ['Agathe', 'Pons'],
        ['Ousmane', 'Sarr'],
      ].flatMap(([prenom = '', nom = ''], i) => [
        [`apprenants[${i}].prenom`, prenom],
        [`apprenants[${i}].nom`, nom],
        [`apprenants[${i}].courriel`, `${prenom.toLowerCase()}@exemple.example`],
      ]),
    ),
  })
  pages.push(...(await ensemble()))
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const sain = async (page: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `etapes-${nom}`)
}
const principal = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/[\s\u00a0]+/g, ' ')
/** À l’un puis à l’autre écran, la même page. */
const partout = async (url: string, nom: string): Promise<void> => {
  for (const [i, p] of pages.entries()) {
    await p.goto(url)
    await sain(p, `${nom}-${i}`)
  }
}
const tourner = () => tourneeOrganisme({ organisme }, site.instance.fond)
const recusPar = (a: string, objet: RegExp) => site.courrier.filter((m) => m.a === a && objet.test(m.objet))

describe('les étapes d’une session', () => {
  it('se lisent en matrice, et se règlent pour toutes', async () => {
    await partout(`${session}/envois`, 'matrice')
    expect(await principal(pages[0] as Page)).toContain('Agathe Pons')
    await partout('/cooperative/envois', 'reglages')
    await partout('/cooperative/envois/veille', 'regler')
  })

  it('s’ajoutent à soi, se relisent et se retirent ; un message part hors d’une session', async () => {
    const p = pages[0] as Page
    await partout('/cooperative/envois/nouvelle?a=stagiaires', 'nouvelle')
    await p.goto('/cooperative/envois/nouvelle?a=stagiaires')
    await p.getByLabel('Nom', { exact: true }).fill('Plan d’accès')
    await p.getByLabel('Nombre de jours').fill('2')
    await p.getByLabel(/^avant le premier jour/).check()
    await p.getByLabel('Objet').fill('Comment venir')
    await p.getByLabel('Message').fill('Bonjour {prenom}, sonnez au fond de la cour. {organisme}')
    await p.getByRole('button', { name: 'Ajouter cette étape' }).click()
    expect(await principal(p)).toContain('Elle ne part pas encore seule')
    await p.goto(`${session}/envois`)
    await p.getByRole('link', { name: /Relire et armer.*Plan d’accès/ }).click()
    expect(await principal(p)).toContain('Bonjour Agathe, sonnez au fond')
    await sain(p, 'propre')
    await p.goto('/cooperative/envois')
    await p.getByRole('link', { name: /Régler.*Plan d’accès/ }).click()
    await p.getByRole('button', { name: /^Retirer/ }).click()
    expect(await principal(p)).toContain('Étapes retirées')
    await partout('/cooperative/envois', 'retirees')
    await partout('/messages/nouveau?qui=stagiaire', 'choisir')
    await partout('/messages', 'messages-vides')
    await partout('/messages/revenu', 'revenu')
    await p.goto('/messages/nouveau?qui=stagiaire')
    await p.getByRole('link', { name: 'Cocher les 2 personnes' }).click()
    await p.getByLabel(/^Information/).check()
    await p.getByLabel('Objet').fill('Portes ouvertes')
    await p.getByLabel('Message').fill('Bonjour {prenom}, {organisme} ouvre ses portes.')
    await p.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    expect(await principal(p)).toContain('2 personnes le recevront')
    await partout(new URL(p.url()).pathname, 'relire-hors')
    await p.getByRole('button', { name: 'Jeter ce brouillon' }).click()
  })

  it('s’arment relues, et partent seules, une fois, par la vraie file', async () => {
    const p = pages[0] as Page
    await p.goto(`${session}/envois/etapes/information`)
    expect(await principal(p)).toContain('Bonjour Agathe Pons')
    await sain(p, 'etape-0')
    await p.getByRole('button', { name: 'J’ai lu : armer pour cette session' }).click()
    expect(await principal(p)).toContain('armée pour cette session')
    await p.goto(`${session}/envois/etapes/convocation`)
    await p.getByRole('button', { name: 'J’ai lu : armer pour cette session' }).click()
    site.regler('2026-11-24T08:00:00Z')
    await Promise.all([tourner(), tourner()])
    await tourner()
    for (const a of ['agathe@exemple.example', 'ousmane@exemple.example'])
      await expect.poll(() => recusPar(a, /convocation/i).length, { timeout: 120_000 }).toBe(1)
    await expect
      .poll(() => recusPar('agathe@exemple.example', /À lire avant/).length, { timeout: 120_000 })
      .toBe(1)
    await p.goto(`${session}/envois`)
    await expect
      .poll(
        async () => {
          await p.goto(`${session}/envois`)
          return (await principal(p)).match(/la tournée/g)?.length ?? 0
        },
        { timeout: 120_000 },
      )
      .toBe(4)
    expect(await principal(p)).toContain('parti le 24 nov., accusé attendu')
    await tourner()
    expect(recusPar('agathe@exemple.example', /convocation/i)).toHaveLength(1)
  })

  it('rappellent qui n’a pas accusé réception, autant de fois que réglé', async () => {
    site.regler('2026-11-27T09:00:00Z')
    await tourner()
    await expect
      .poll(() => recusPar('agathe@exemple.example', /convocation/i).length, { timeout: 120_000 })
      .toBe(2)
    // L’envoi se note après le départ : on attend la note, jamais une durée.
    await expect
      .poll(
        async () =>
          (await (pages[0] as Page).request.get(`${site.origine}${session}/envois.csv`))
            .text()
            .then((t) => t.match(/;Convocation;/g)?.length ?? 0),
        { timeout: 120_000 },
      )
      .toBe(4)
    site.regler('2026-11-30T09:00:00Z')
    await tourner()
    expect(recusPar('agathe@exemple.example', /convocation/i)).toHaveLength(2)
  })

  it('s’arrêtent, et ce qui est arrêté le dit', async () => {
    const p = pages[0] as Page
    await p.goto(`${session}/envois`)
    await p.getByRole('button', { name: 'Arrêter les envois de cette session' }).click()
    expect(await principal(p)).toContain('session arrêtée')
    await partout(`${session}/envois`, 'arretee')
    await p.getByRole('button', { name: 'Reprendre les envois de cette session' }).click()
  })
})

describe('un message à plusieurs', () => {
  it('se relit pour chacun, part, et l’on s’en désabonne d’un clic', async () => {
    const p = pages[0] as Page
    await p.goto(`${session}/envois/ecrire`)
    await sain(p, 'ecrire-0')
    await p.getByRole('radio', { name: /^Information/ }).check()
    await p.getByLabel('Objet').fill('Nos formations du printemps')
    await p
      .getByLabel('Message', { exact: true })
      .fill('Bonjour {prenom},\n\nNotre catalogue du printemps est prêt.\n\n{organisme}')
    await p.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    expect(await principal(p)).toContain('Bonjour Agathe,')
    await sain(p, 'relire-0')
    await (pages[1] as Page).goto(new URL(p.url()).pathname)
    await sain(pages[1] as Page, 'relire-1')
    await p.getByRole('checkbox', { name: /Ousmane/ }).uncheck()
    await p.getByRole('button', { name: 'Envoyer aux personnes cochées' }).click()
    await sain(p, 'parti-0')
    await expect
      .poll(() => recusPar('agathe@exemple.example', /printemps/).length, { timeout: 120_000 })
      .toBe(1)
    expect(recusPar('ousmane@exemple.example', /printemps/)).toHaveLength(0)
    const fin =
      /https?:\/\/\S+\/informations\/\S+\/fin/.exec(
        recusPar('agathe@exemple.example', /printemps/)[0]?.texte ?? '',
      )?.[0] ?? ''
    const dehors = await navigateur.ouvrirPage({
      script: false,
      origine: site.origine,
      largeur: 360,
      hauteur: 760,
    })
    await dehors.goto(new URL(fin).pathname)
    await sain(dehors, 'fin-0')
    await dehors.getByRole('button', { name: 'Ne plus recevoir d’informations' }).click()
    expect(await principal(dehors)).toContain('Vous ne recevrez plus d’informations')
    await sain(dehors, 'finie-0')
  })
})

describe('une personne, un membre', () => {
  it('ce qu’elle a reçu se lit sur sa page', async () => {
    const p = pages[0] as Page
    await p.goto(`${session}/envois`)
    await p.getByRole('link', { name: 'Agathe Pons', exact: true }).first().click()
    expect(await principal(p)).toContain('ne veut plus d’informations')
    await sain(p, 'personne-0')
    await (pages[1] as Page).goto(new URL(p.url()).pathname)
    await sain(pages[1] as Page, 'personne-1')
  })

  it('choisit ce que Coforme lui écrit', async () => {
    const p = pages[0] as Page
    await p.goto('/compte')
    await p.getByRole('link', { name: 'Mes nouvelles, et ce que Coforme m’écrit' }).click()
    await sain(p, 'avertissements-0')
    await p.getByRole('group', { name: 'Une réunion, un vote du pôle' }).getByLabel('jamais').check()
    await p.getByRole('button', { name: 'Garder mes choix' }).click()
    expect(await principal(p)).toContain('Vos choix sont gardés')
    expect(
      await p.getByRole('group', { name: 'Une réunion, un vote du pôle' }).getByLabel('jamais').isChecked(),
    ).toBe(true)
    await partout('/compte/avertissements', 'choisis')
  })
})
