// Toutes les pièces d'une session, d'une coopérative vide à l'avenant : émises, signées, relues. Sans script, courrier vrai.
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lireTexte, serre } from '../test/documents/texte.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { dites, partout } from '../test/parcours/mentions-communes.ts'
import {
  type Dossiers,
  type Envoyer,
  envoyeur,
  fonder,
  planifier,
  regler,
  vendre,
} from '../test/parcours/pieces.ts'
import { pdfDEssai } from '../test/pdf-d-essai.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let page: Page
let envoyer: Envoyer
let session = ''
let d: Dossiers
const lire = async (url: string) => (await page.request.get(`${site.origine}${url}`)).text()
const neuve = () =>
  navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360, hauteur: 760 })

beforeAll(async () => {
  site = await servirInstance('2026-11-02T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  page = await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 1366 })
  envoyer = envoyeur(page, site.origine)
  await fonder(envoyer)
  const compte = /<option value="([0-9a-f-]{36})"/.exec(await lire('/cooperative/signataires'))?.[1] ?? ''
  await regler(envoyer, compte)
  session = await planifier(envoyer, lire)
  d = await vendre(envoyer, lire, session, page)
  await page.goto(`${d.particulier}/echeancier`)
  await page.getByRole('button', { name: 'Poser l’échéancier' }).click()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const sain = async (p: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(p), nom).toEqual([])
  expect(await sansDefilementDeCote(p), nom).toEqual([])
  await capturer(p, `pieces-${nom}`)
}
/** Le n-ième courriel reçu à cette adresse qui dit cela. */
const courriel = (a: string, motif: RegExp, rang = 0): Promise<string> =>
  vi.waitFor(
    () => {
      const lu = site.courrier
        .filter((m) => m.a === a)
        .flatMap((m) => motif.exec(m.texte)?.[1] ?? motif.exec(m.objet)?.[1] ?? [])[rang]
      if (!lu) throw new Error(`rien de ${motif} pour ${a}`)
      return lu
    },
    { timeout: 120_000 },
  )
const lien = /(\/piece\/[\w-]{43})/
const code = /\b(\d{6})\b/
const emettre = async (dossier: string, geste: string, objetAvenant = '') =>
  (await envoyer(`${dossier}/pieces`, { geste, validiteJours: '30', objetAvenant })).split('?')[0] ?? ''
const demander = (piece: string, nom: string, qualite: string, a: string) =>
  envoyer(`${piece}/demandes`, { nom, qualite, courriel: a })
const main = async (p: Page) => ((await p.textContent('main')) ?? '').replace(/\s+/g, ' ')
const demanderCode = async (p: Page) => {
  await p.getByRole('checkbox').check()
  await p.getByRole('button', { name: 'Recevoir le code pour signer' }).click()
}
const signer = async (p: Page, chiffres: string) => {
  await p.getByRole('checkbox').check()
  await p.getByLabel('Le code reçu par courriel').fill(chiffres)
  await p.getByRole('button', { name: 'Signer la pièce' }).click()
}

let convention = ''
let contrat = ''

describe('Signer, sans script, par le courrier', () => {
  it('la convention : cinq codes faux ferment le code ; un autre signe ; le rejeu n’y peut rien', async () => {
    await emettre(d.entreprise, 'emettre-devis')
    convention = await emettre(d.entreprise, 'emettre-convention')
    contrat = await emettre(d.particulier, 'emettre-contrat')
    await demander(convention, 'Odile Garnier', 'présidente', 'odile@belledonne.example')
    await demander(contrat, 'Yasmine Haddad', 'stagiaire', 'yasmine@exemple.example')
    const odile = await neuve()
    const adresse = await courriel('odile@belledonne.example', lien)
    await odile.goto(adresse)
    await sain(odile, 'signer-1')
    await odile.getByRole('button', { name: 'Recevoir le code pour signer' }).click()
    expect(await main(odile)).toContain('on ne signe pas sans y consentir')
    await demanderCode(odile)
    await sain(odile, 'signer-2')
    const bon = await courriel('odile@belledonne.example', code)
    const faux = bon === '000000' ? '111111' : '000000'
    for (let i = 0; i < 5; i += 1) await signer(odile, faux)
    await signer(odile, bon)
    expect(await main(odile)).toContain('Cinq codes faux')
    await sain(odile, 'signer-3')
    site.regler('2026-11-02T08:20:00Z')
    await odile.getByRole('checkbox').check()
    await odile.getByRole('button', { name: /code/ }).last().click()
    const neuf = await courriel('odile@belledonne.example', code, 1)
    // Le code d'une pièce n'ouvre pas l'autre.
    const yasmine = await neuve()
    await yasmine.goto(await courriel('yasmine@exemple.example', lien))
    await demanderCode(yasmine)
    await courriel('yasmine@exemple.example', code)
    await signer(yasmine, neuf)
    expect(await yasmine.textContent('h1')).toBe('Une pièce à signer')
    await signer(odile, neuf)
    expect(await odile.textContent('h1')).toBe('C’est signé')
    await sain(odile, 'signee')
    const rejeu = await odile.request.post(`${site.origine}${adresse}`, {
      form: { nom: 'X Y', qualite: 'rien', consentement: 'on', code: neuf, geste: 'signer' },
      headers: { origin: site.origine },
    })
    expect(rejeu.status()).toBe(409)
    await odile.goto(adresse)
    expect(await odile.textContent('h1')).toBe('C’est signé')
    // Le contrat, maintenant, de son propre code ; passé quinze minutes, il ne vaut plus.
    const sien = await courriel('yasmine@exemple.example', code)
    site.regler('2026-11-02T08:36:00Z')
    await signer(yasmine, sien)
    expect(await main(yasmine)).toContain('quinze minutes')
    await yasmine.getByRole('checkbox').check()
    await yasmine.getByRole('button', { name: /code/ }).last().click()
    await signer(yasmine, await courriel('yasmine@exemple.example', code, 1))
    expect(await yasmine.textContent('h1')).toBe('C’est signé')
    for (const p of [convention, contrat]) await envoyer(`${p}/signature`)
    await page.goto(d.particulier)
    expect(await main(page)).toMatch(/[Ss]igné/)
    await yasmine.context().close()
    await odile.context().close()
  })

  it('un lien qu’un envoi corrigé remplace, ou qui a expiré, n’ouvre plus rien', async () => {
    const devis = /href="(\/documents\/[0-9a-f-]{36})">DV-/.exec(await lire('/documents'))?.[1] ?? ''
    await demander(devis, 'Odile Garnier', 'présidente', 'odile-1@belledonne.example')
    const premier = await courriel('odile-1@belledonne.example', lien)
    await demander(devis, 'Odile Garnier', 'présidente', 'odile-2@belledonne.example')
    const second = await courriel('odile-2@belledonne.example', lien)
    const p = await neuve()
    expect((await p.goto(premier))?.status()).toBe(404)
    expect((await p.goto(second))?.status()).toBe(200)
    await page.goto(devis)
    await page.getByLabel('Nom lu sur le papier').fill('Odile Garnier')
    await page.getByLabel(/^Qualité/).fill('présidente')
    await page.getByLabel('Daté du').fill('02/11/2026')
    await page.getByLabel('Le scan').setInputFiles({
      name: 'devis.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(pdfDEssai()),
    })
    await page.getByRole('button', { name: 'Garder ce scan comme signature' }).click()
    expect(await main(page)).toContain('sur papier, voir le scan')
    // Signé sur papier : le lien en attente relit, il ne signe plus.
    await p.goto(second)
    expect(await p.getByRole('button', { name: 'Recevoir le code pour signer' }).count()).toBe(0)
    await p.context().close()
  })
})

describe('Jusqu’au bout', () => {
  it('informations accusées, convocations, présences, certificats signés par qui a délégation, avenant qui complète', async () => {
    await envoyer(`${session}/pieces`, { geste: 'remettre' })
    for (const qui of ['agathe', 'ousmane']) {
      const p = await neuve()
      await p.goto(await courriel(`${qui}@exemple.example`, lien))
      await p.getByRole('checkbox').check()
      await p.getByRole('button', { name: /reçu|accus/i }).click()
      await p.context().close()
    }
    const y = await neuve()
    await y.goto(await courriel('yasmine@exemple.example', lien, 2))
    await y.getByRole('checkbox').check()
    await y.getByRole('button', { name: /reçu|accus/i }).click()
    await sain(y, 'accuse')
    await y.context().close()
    for (const dossier of Object.values(d)) await envoyer(dossier, { quoi: 'definitif' })
    site.regler('2026-11-20T08:00:00Z')
    await envoyer(`${session}/pieces`, { geste: 'convoquer' })
    const feuilles = [
      ...new Set((await lire(session)).match(/\/sessions\/[0-9a-f-]{36}\/seances\/[0-9a-f-]{36}/g)),
    ]
    expect(feuilles).toHaveLength(4)
    for (const [rang, quand] of [
      '2026-12-01T11:40:00Z',
      '2026-12-01T16:05:00Z',
      '2026-12-02T11:40:00Z',
      '2026-12-02T16:05:00Z',
    ].entries()) {
      site.regler(quand)
      const inscrits = [
        ...new Set(
          [...(await lire(feuilles[rang] ?? '')).matchAll(/name="inscription" value="([0-9a-f-]{36})"/g)].map(
            (m) => m[1] ?? '',
          ),
        ),
      ]
      expect(inscrits).toHaveLength(4)
      for (const [i, inscription] of inscrits.entries())
        await envoyer(
          feuilles[rang] ?? '',
          rang === 3 && i === 0
            ? { geste: 'absent', inscription, absence: 'transport' }
            : {
                geste: 'regulariser',
                inscription,
                motif: 'Réseau coupé dans la salle : présence constatée.',
              },
        )
      await envoyer(feuilles[rang] ?? '', { geste: 'clore' })
    }
    site.regler('2026-12-02T17:00:00Z')
    await envoyer(`${session}/feuille-emargement`)
    await envoyer(`${session}/certificats`)
    await page.goto(`${session}/certificats`)
    await sain(page, 'certificats')
    const extrait = /href="([^"]+\/extrait)"/.exec(await page.content())?.[1] ?? ''
    await envoyer(extrait, { contrat: 'ST-2026-0008', prefet: 'de la région Auvergne-Rhône-Alpes' })
    await page.goto(`${session}/attestations`)
    await sain(page, 'attestations')
    await page.locator('main table a').first().click()
    await page.getByLabel('Ouvrir une réunion').selectOption('acquis')
    await page.getByLabel('Reformuler un désaccord').selectOption('en-cours')
    await sain(page, 'evaluer')
    await page.getByRole('button', { name: 'Émettre l’attestation' }).click()
    await envoyer(`${session}/attestations`)
    const avenant = await emettre(
      d.entreprise,
      'emettre-convention',
      'la dernière demi-journée s’est tenue dans la salle Isère.',
    )
    await page.goto(avenant)
    expect(await main(page)).toContain('Complète')
    await page.goto('/cooperative/conditions')
    await sain(page, 'conditions')
    await page.setViewportSize({ width: 360, height: 800 })
    await sain(page, 'conditions-360')
    await page.setViewportSize({ width: 1366, height: 900 })
  })
})

describe('Le certificat, signé par qui en a la délégation', () => {
  it('son signataire le signe ; il ne signe rien d’autre ; la compilation porte sa signature', async () => {
    await envoyer('/cooperative/equipe', {
      courriel: 'noe@exemple.example',
      prenom: 'Noé',
      nom: 'Tessier',
      roles: 'assistant',
      portee: 'toute',
    })
    const noe = await navigateur.ouvrirPage({
      script: false,
      origine: site.origine,
      largeur: 360,
      hauteur: 760,
    })
    await noe.goto(await courriel('noe@exemple.example', /https?:\/\/[^/\s]+(\/[\w/-]*[\w-]{43})/))
    await noe.getByLabel('Mot de passe').fill('quatre grues cendrées au nord')
    await noe.getByRole('button', { name: /^Rejoindre/ }).click()
    const compte =
      /<option value="([0-9a-f-]{36})"[^>]*>\s*Noé Tessier/.exec(
        await lire('/cooperative/signataires'),
      )?.[1] ?? ''
    await envoyer('/cooperative/signataires', {
      personne: compte,
      qualite: 'responsable des inscriptions',
      genre: 'delegation',
      pieces: 'certificat-realisation',
      debut: '01/12/2026',
    })
    const certificat = /href="(\/documents\/[0-9a-f-]{36})">CR-/.exec(await lire('/documents'))?.[1] ?? ''
    const avenant = /href="(\/documents\/[0-9a-f-]{36})">AV-/.exec(await lire('/documents'))?.[1] ?? ''
    await noe.goto('/connexion')
    await noe.getByLabel('Courriel').fill('noe@exemple.example')
    await noe.getByLabel('Mot de passe', { exact: true }).fill('quatre grues cendrées au nord')
    await noe.getByRole('button', { name: 'Se connecter' }).click()
    await noe.goto(certificat)
    await noe
      .getByRole('button', { name: /[Ss]igner/ })
      .first()
      .click()
    expect(await main(noe)).toContain('Noé Tessier, responsable des inscriptions')
    await sain(noe, 'certificat-signe')
    const refus = await noe.request.post(`${site.origine}${avenant}/signature`, {
      form: {},
      headers: { origin: site.origine },
      maxRedirects: 0,
    })
    expect([refus.status(), await refus.text()]).toEqual([
      409,
      expect.stringContaining('Votre délégation ne couvre pas'),
    ])
    await vi.waitFor(
      async () => {
        const tous = await (await page.request.get(`${site.origine}${session}/certificats/tous.pdf`)).body()
        expect(lireTexte(tous)).toContain(serre('Noé Tessier, compte personnel'))
      },
      { timeout: 120_000, interval: 300 },
    )
    await noe.context().close()
  })
})

describe('Relues ensemble', () => {
  const relire = async () => {
    // Gardées avec les captures : on les lit comme un inspecteur les lit.
    const vers = process.env.COFORME_CAPTURES && `${process.env.COFORME_CAPTURES}/pieces`
    if (vers) mkdirSync(vers, { recursive: true })
    const lues: { readonly numero: string; readonly texte: string }[] = []
    for (const [, url, numero = ''] of (await lire('/documents')).matchAll(
      /href="(\/documents\/[0-9a-f-]{36})">([A-Z]{2}-\d{4}-\d+)</g,
    )) {
      const octets = await (await page.request.get(`${site.origine}${url}/piece.pdf`)).body()
      if (vers) writeFileSync(`${vers}/${numero}.pdf`, octets)
      lues.push({ numero, texte: lireTexte(octets) })
    }
    return lues
  }
  it('toutes les pièces de la session disent le même intitulé, les mêmes heures, dates, lieu, formateur, maison', async () => {
    const lues = await relire()
    expect([...new Set(lues.map((l) => l.numero.slice(0, 2)))].toSorted()).toEqual(
      Object.keys(dites).toSorted(),
    )
    const manques = lues.flatMap(({ numero, texte }) =>
      [...partout, ...(dites[numero.slice(0, 2)] ?? [])]
        .filter((m) => !texte.includes(serre(m)))
        .map((m) => `${numero} : ${m}`),
    )
    expect(manques).toEqual([])
    // Rien d’étranger : un seul numéro de session, et pas d’autre mois que ceux du dossier.
    for (const { numero, texte } of lues) {
      expect([...new Set(texte.match(/(?<![A-Z])S-2026-\d{3}/g) ?? ['S-2026-001'])], numero).toEqual([
        'S-2026-001',
      ])
      for (const [, mois = '', an = ''] of texte.matchAll(
        /\d(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(\d{4})/g,
      ))
        expect(['octobre2026', 'novembre2026', 'décembre2026', 'décembre2018'], numero).toContain(
          `${mois}${an}`,
        )
      expect(texte, numero).not.toMatch(/undefined|null|NaN|\[object|\.\.(?!\.)|àjoindre/)
    }
    // Les heures du certificat sont celles de l’attestation et de la feuille, personne par personne.
    const feuille = lues.find((l) => l.numero.startsWith('EM'))?.texte ?? ''
    for (const [prenom, nom, heures] of [
      ['Yasmine', 'Haddad', '10 h 30'],
      ['Agathe', 'Pons', '14 h'],
      ['Ousmane', 'Sarr', '14 h'],
    ] as const) {
      const siens = lues.filter(
        (l) => /^(CR|AT)/.test(l.numero) && l.texte.includes(serre(`${prenom} ${nom}`)),
      )
      expect(siens.map((l) => l.numero.slice(0, 2)).toSorted(), nom).toEqual(['AT', 'CR'])
      for (const { numero, texte } of siens)
        expect(texte, numero).toMatch(new RegExp(`(?<![\\dh])${serre(heures)}(réellement)?suivies`))
      expect(feuille).toContain(serre(`${prenom} ${nom}`))
    }
    expect(
      lues
        .filter((l) => l.texte.includes(serre('Yann Kerbrat')))
        .map((l) => l.numero.slice(0, 2))
        .toSorted(),
    ).toEqual(['CO', 'EM', 'EP'])
  })
})
