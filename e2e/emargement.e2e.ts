import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lireTexte, serre } from '../test/documents/texte.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirEmargement } from '../test/parcours/emargement.ts'
import { pdfDEssai } from '../test/pdf-d-essai.ts'

/** Ni faute d’accessibilité, ni défilement de côté. */
const sain = async (page: Page, nom?: string): Promise<void> => {
  expect(await verifierAxe(page)).toEqual([])
  expect(await sansDefilementDeCote(page)).toEqual([])
  if (nom) await capturer(page, nom)
}

describe('émarger', () => {
  let site: Awaited<ReturnType<typeof servirEmargement>>
  let navigateur: Navigateur

  beforeAll(async () => {
    site = await servirEmargement()
    navigateur = await ouvrirNavigateur()
  })
  afterAll(async () => {
    await navigateur?.fermer()
    await site?.fermer()
  })
  const telephone = (script: boolean) =>
    navigateur.ouvrirPage({
      origine: site.origine,
      fuseau: 'Indian/Reunion',
      largeur: 360,
      hauteur: 760,
      script,
    })
  const bureau = () => navigateur.ouvrirPage({ origine: site.origine, largeur: 1366 })

  it('de La Réunion, avec script : la demi-journée est celle de la salle, le tracé part, le reçu se relit', async () => {
    await site.poser({
      zone: 'Indian/Reunion',
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    })
    site.regler('2026-11-24T05:10:00Z')
    const lien = (await site.liens()).get('s0@exemple.example') ?? ''
    const page = await telephone(true)
    await page.goto(lien)
    expect(await page.textContent('h1')).toMatch(/Mardi 24.novembre 2026/)
    expect(await page.textContent('.grand')).toMatch(/matin, 9.h – 12.h.30/)
    await sain(page, 'signer-360')
    await page.getByRole('checkbox').check()
    const toile = page.locator('trace-signature canvas')
    const cadre = await toile.boundingBox()
    if (!cadre) throw new Error('La toile n’est pas là.')
    await page.mouse.move(cadre.x + 30, cadre.y + 40)
    await page.mouse.down()
    await page.mouse.move(cadre.x + 120, cadre.y + 60, { steps: 5 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'Signer ma présence' }).click()
    await page.getByRole('heading', { name: 'Présence signée' }).waitFor()
    expect(await page.textContent('main')).toMatch(/Signée à 9.h.10[\s\S]*Entrée du registre[\s\S]*1/)
    await sain(page, 'recu-360')
    await page.goto(lien)
    expect(await page.textContent('h1')).toBe('Déjà signé')
    await sain(page)
    await page.context().close()
  })

  it('sans script : une case oubliée se dit, puis la signature passe', async () => {
    await site.poser({ zone: 'Indian/Reunion' })
    site.regler('2026-11-24T05:12:00Z')
    const lien = (await site.liens()).get('s1@exemple.example') ?? ''
    const page = await telephone(false)
    await page.goto(lien)
    await page.getByRole('button', { name: 'Signer ma présence' }).click()
    expect(await page.textContent('main')).toContain('Cochez la case pour attester votre présence.')
    await sain(page)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Signer ma présence' }).click()
    expect(await page.textContent('h1')).toBe('Présence signée')
    await page.context().close()
  })

  it('texte à 200 % sur 360 px : rien ne déborde de côté, et le reçu se dit en premier', async () => {
    const fil = await site.poser({ stagiaires: 3 })
    site.regler('2026-11-24T08:05:00Z')
    const lien = (await site.liens()).get('s0@exemple.example') ?? ''
    const page = await telephone(true)
    const fautes: string[] = []
    const agrandie = async (ou: string | undefined, nom: string) => {
      if (ou) await page.goto(ou)
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`)
      for (const faute of await sansDefilementDeCote(page)) fautes.push(`${nom} : ${faute}`)
      await capturer(page, nom)
    }
    const feuille = `/sessions/${fil.session}/seances/${fil.seances[0]}`
    await agrandie(feuille, 'feuille-200')
    await page.getByText('Noter son absence').first().click()
    await agrandie(undefined, 'feuille-tiroir-200')
    await agrandie(`/sessions/${fil.session}/emargement/${fil.seances[0]}/tablette`, 'tablette-ouvrir-200')
    await agrandie(`/sessions/${fil.session}/emargement/${fil.seances[0]}/salle`, 'salle-ouvrir-200')
    await agrandie(`/sessions/${fil.session}/emargement/${fil.seances[0]}/liens`, 'liens-200')
    await agrandie(`/sessions/${fil.session}/certificats`, 'certificats-200')
    await agrandie('/registre', 'registre-200')
    await agrandie('/hors-ligne', 'hors-ligne-200')
    await agrandie(lien, 'signer-200')
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Signer ma présence' }).click()
    await page.getByRole('heading', { name: 'Présence signée' }).waitFor()
    await agrandie(undefined, 'recu-200')
    expect(fautes).toEqual([])
    // Un lecteur d’écran dit le titre du document, puis l’état : « signée » y est, avec l’heure.
    expect(await page.title()).toContain('Présence signée')
    expect(await page.getByRole('status').textContent()).toMatch(/Signée à 9.h.05/)
    const verifier = page.getByRole('link', { name: /vérifier/i })
    expect(await verifier.getAttribute('href')).toMatch(/^\/verifier\?e=[0-9a-f]{64}$/)
    await verifier.click()
    await page.getByRole('heading', { name: 'Entrée vérifiée' }).waitFor()
    await sain(page)
    await page.context().close()
  })

  it('avant l’heure et après la fenêtre, la page dit quoi faire', async () => {
    await site.poser({ zone: 'Indian/Reunion', stagiaires: 1 })
    site.regler('2026-11-24T04:00:00Z')
    const lien = (await site.liens()).get('s0@exemple.example') ?? ''
    const page = await telephone(false)
    await page.goto(lien)
    expect(await page.textContent('main')).toMatch(/s’ouvre au début de la demi-journée, à 9.h/)
    expect(await page.getByRole('button', { name: 'Signer ma présence' }).count()).toBe(0)
    site.regler('2026-11-24T20:00:00Z')
    await page.goto(lien)
    expect(await page.textContent('main')).toContain('Le temps pour signer est passé.')
    await page.goto(`/emargement/${'A'.repeat(43)}`)
    expect(await page.textContent('h1')).toBe('Ce lien ne vaut plus')
    await sain(page)
    await page.context().close()
  })

  it('la feuille : absence, régularisation, clôture, feuille et certificat en PDF, vérification', async () => {
    const fil = await site.poser({ stagiaires: 3 })
    site.regler('2026-11-24T17:30:00Z')
    const page = await bureau()
    const adresse = `/sessions/${fil.session}/seances/${fil.seances[0]}`
    await page.goto(adresse)
    expect(await page.textContent('main')).toMatch(/0.inscrit sur 3 a signé/)
    await sain(page, 'feuille-1366')
    await page.getByLabel('Scan de la feuille').setInputFiles({
      name: 'feuille.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(pdfDEssai()),
    })
    await page.getByRole('button', { name: 'Joindre ce scan' }).click()
    await page.getByText('Le scan est joint.').waitFor()
    await sain(page, 'feuille-papier-1366')
    const ligne = page.locator('.presence li').filter({ hasText: 'Sarr' })
    await ligne.getByText('Noter son absence').click()
    await ligne.getByLabel('Motif de l’absence').selectOption('Transports ou intempéries')
    await ligne.getByRole('button', { name: 'Noter l’absence' }).click()
    await page.getByText('Absence notée.').waitFor()
    for (const nom of ['Pons', 'Fabre']) {
      const une = page.locator('.presence li').filter({ hasText: nom })
      await une.getByText('Régulariser').click()
      expect(await une.getByLabel('Motif, imprimé sur la feuille').inputValue()).toMatch(
        /^Signé sur une feuille papier, jointe le 24/,
      )
      await une.getByLabel('Motif, imprimé sur la feuille').fill('Téléphone déchargé, vue en salle')
      await une.getByRole('button', { name: 'Attester sa présence' }).click()
      await page.getByText('Présence attestée.').waitFor()
    }
    await page.getByRole('button', { name: /^Signer la feuille/ }).click()
    await page.getByText('inscrite au registre des preuves').waitFor()
    await sain(page)

    await page.goto(`/sessions/${fil.session}/certificats`)
    await page.getByRole('button', { name: 'Émettre les 2 certificats' }).click()
    await page.getByText(/2.certificats émis/).waitFor()
    await sain(page, 'certificats-1366')
    await page.goto('/documents')
    await sain(page, 'documents-1366')
    await page.getByRole('link', { name: 'CR-2026-0001' }).click()
    const telechargement = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger la pièce' }).click()
    expect((await telechargement).suggestedFilename()).toBe('CR-2026-0001.pdf')
    await page.goto(`/sessions/${fil.session}/feuille-emargement`)
    await sain(page)
    await page.getByRole('button', { name: 'Émettre la feuille' }).click()
    const feuille = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger la pièce' }).click()
    expect((await feuille).suggestedFilename()).toBe('EM-2026-0001.pdf')
    if (process.env.COFORME_CAPTURES)
      await (await feuille).saveAs(`${process.env.COFORME_CAPTURES}/feuille.pdf`)
    const csv = await (await page.request.get('/documents?format=csv')).text()
    const empreinte = /CR-2026-0001;.*;([0-9a-f]{64})/.exec(csv)?.[1] ?? ''
    await page.goto('/verifier')
    await page.getByLabel('Empreinte imprimée au pied de la pièce').fill(empreinte.slice(0, 16))
    await page.getByRole('button', { name: 'Vérifier la pièce' }).click()
    expect(await page.textContent('h1')).toBe('Pièce vérifiée')
    expect(await page.textContent('main')).not.toMatch(/Fabre|Pons/)
    await sain(page)
    await page.context().close()

    const petit = await telephone(true)
    for (const ou of [adresse, `/sessions/${fil.session}/certificats`, '/documents', '/verifier']) {
      await petit.goto(ou)
      await sain(petit)
    }
    await petit.context().close()
  })

  it('la tablette dans la salle, sans script : chacun son nom, ses initiales, la suivante ; en sortir demande un compte', async () => {
    const fil = await site.poser({ stagiaires: 2 })
    site.regler('2026-11-24T08:05:00Z')
    const page = await telephone(false)
    await page.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    await sain(page, 'feuille-ouverte-360')
    await page.getByRole('link', { name: 'Signer sur une tablette' }).click()
    await sain(page, 'tablette-ouvrir-360')
    await page.getByRole('button', { name: 'Ouvrir la tablette sur cet appareil' }).click()
    expect(await page.textContent('h1')).toBe('Touchez votre nom')
    expect(await page.locator('nav').count()).toBe(0)
    await sain(page, 'tablette-noms-360')
    const signer = async (nom: string, initiales: string) => {
      await page.getByRole('link', { name: nom }).click()
      await page.getByLabel('Vos initiales').fill(initiales)
      await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Signer ma présence' }).click()
    }
    await signer('Agathe Pons', 'LF')
    expect(await page.textContent('main')).toContain('Ce ne sont pas les initiales')
    await sain(page, 'tablette-refus-360')
    await page.getByRole('link', { name: /revenir à la liste/ }).click()
    await signer('Agathe Pons', 'ap')
    expect(await page.textContent('h1')).toBe('Présence signée')
    await sain(page, 'tablette-recu-360')
    await page.getByRole('link', { name: 'Passer à la personne suivante' }).click()
    await signer('Léonie Fabre', 'L.F.')
    await page.getByRole('link', { name: /Tout le monde a répondu/ }).click()
    expect(await page.textContent('main')).toContain('Chacun a signé')
    await page.getByRole('link', { name: 'Rendre l’appareil' }).click()
    await sain(page)
    expect(await page.getByRole('link', { name: 'Se connecter' }).getAttribute('href')).toContain(
      '/connexion?suite=',
    )
    await page.context().close()

    const grande = await navigateur.ouvrirPage({ origine: site.origine, largeur: 834, hauteur: 1112 })
    await grande.goto(`/sessions/${fil.session}/emargement/${fil.seances[0]}/tablette`)
    await grande.getByRole('button', { name: 'Ouvrir la tablette sur cet appareil' }).click()
    await sain(grande, 'tablette-noms-834')
    await grande.context().close()

    // De retour sur la feuille : qui, par où, et les minutes perdues.
    const bureau_ = await bureau()
    await bureau_.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    await bureau_.getByRole('button', { name: 'Fermer les tablettes' }).click()
    await bureau_.getByText('La salle n’a plus de tablette.').waitFor()
    const une = bureau_.locator('.presence li').filter({ hasText: 'Pons' })
    expect(await une.textContent()).toContain('sur la tablette')
    await une.getByText('Minutes ou correction').click()
    await une.getByLabel('Retard, en minutes').fill('20')
    await une.getByRole('button', { name: 'Noter les minutes' }).click()
    await bureau_.getByText('Minutes notées.').waitFor()
    expect(await bureau_.locator('.presence li').filter({ hasText: 'Pons' }).textContent()).toContain(
      'retard',
    )
    await bureau_
      .locator('.presence li')
      .filter({ hasText: 'Pons' })
      .getByText('Minutes ou correction')
      .click()
    await sain(bureau_, 'feuille-signee-1366')
    await bureau_.context().close()
  })

  it.each([true, false])(
    'le code de la salle (script : %s) : l’écran, le téléphone, le nom, le code de chacun',
    async (script) => {
      const fil = await site.poser({ stagiaires: 3 })
      site.regler('2026-11-24T08:05:00Z')
      const ici = `/sessions/${fil.session}/seances/${fil.seances[0]}`
      const ecran = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366, script })
      await ecran.goto(ici)
      await ecran.getByRole('link', { name: 'Code de la salle' }).click()
      await sain(ecran, 'salle-ouvrir-1366')
      await ecran.getByRole('button', { name: 'Afficher le code de la salle' }).click()
      await ecran.getByText('Le code de chacun').click()
      const ligne = ecran.locator('.codes li').filter({ hasText: 'Pons' })
      const code = /\d{3}\s\d{3}/.exec((await ligne.textContent()) ?? '')?.[0] ?? ''
      await sain(ecran, 'salle-codes-1366')
      await ecran.getByRole('link', { name: 'Montrer l’écran' }).click()
      const carre = /Code du moment.: ([\w-]{16})/.exec((await ecran.textContent('main')) ?? '')?.[1] ?? ''
      expect(await ecran.getByRole('img', { name: /Code de la salle/ }).count()).toBe(1)
      await sain(ecran, 'salle-ecran-1366')
      await ecran.setViewportSize({ width: 360, height: 760 })
      await sain(ecran, 'salle-ecran-360')

      const page = await telephone(script)
      await page.goto(`/emargement/salle/${await site.salle()}/code/${carre}`)
      expect(await page.textContent('h1')).toBe('Touchez votre nom')
      await sain(page)
      await page.getByRole('link', { name: 'Agathe Pons' }).click()
      await sain(page, 'salle-signer-360')
      await page.getByRole('button', { name: 'Recevoir mon code par courriel' }).click()
      await page.getByText('Votre code part.').waitFor()
      await page.getByLabel('Votre code, à six chiffres').fill('123')
      await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Signer ma présence' }).click()
      await page.getByText('Ce n’est pas votre code.').waitFor()
      await sain(page, 'salle-refus-360')
      await page.getByLabel('Votre code, à six chiffres').fill(code)
      await page.getByRole('button', { name: 'Signer ma présence' }).click()
      expect(await page.textContent('h1')).toBe('Présence signée')
      await sain(page, 'salle-recu-360')
      site.regler('2026-11-24T08:20:00Z')
      await page.goto(`/emargement/salle/${await site.salle()}`)
      expect(await page.textContent('h1')).toBe('Photographiez le code de la salle')
      await sain(page)
      await page.context().close()
      await ecran.goto(ici)
      expect(await ecran.locator('.presence li').filter({ hasText: 'Pons' }).textContent()).toContain(
        'par le code de la salle',
      )
      await ecran.context().close()
    },
  )

  it('les liens à copier et la feuille de codes à imprimer', async () => {
    const fil = await site.poser({ stagiaires: 3 })
    site.regler('2026-11-24T08:05:00Z')
    const page = await telephone(false)
    await page.goto(`/sessions/${fil.session}/emargement/${fil.seances[0]}/liens`)
    await sain(page, 'liens-a-preparer-360')
    await page.getByRole('button', { name: /Préparer 3.liens/ }).click()
    await site.liens()
    await page.getByText(/3.liens à naître/).waitFor()
    await page.goto(`/sessions/${fil.session}/emargement/${fil.seances[0]}/liens`)
    const lien = (await page.locator('.liens-perso code').first().textContent()) ?? ''
    await sain(page, 'liens-360')
    const pdf = await page.request.get(
      `${site.origine}/sessions/${fil.session}/emargement/${fil.seances[0]}/liens.pdf`,
    )
    expect(pdf.headers()['content-type']).toBe('application/pdf')
    expect(pdf.headers()['cache-control']).toContain('no-store')
    const imprime = lireTexte(await pdf.body())
    for (const nom of ['Agathe Pons', 'Léonie Fabre', 'Ousmane Sarr']) expect(imprime).toContain(serre(nom))
    expect(imprime).toContain(serre(lien))
    await page.getByRole('link', { name: 'La montrer ici' }).click()
    // « Code d’Agathe Pons », « Code de Léonie Fabre ».
    expect(await page.getByRole('img', { name: /^Code d(e |’)/ }).count()).toBe(3)
    await sain(page, 'codes-imprimes-360')
    await page.setViewportSize({ width: 1366, height: 900 })
    await sain(page, 'codes-imprimes-1366')
    await page.goto(lien)
    expect(await page.getByRole('button', { name: 'Signer ma présence' }).count()).toBe(1)
    await page.context().close()
  })
})
