/**
 * Sans réseau, dans un vrai navigateur : préparé en ligne, coupé, une classe de douze signe deux demi-journées, le
 * navigateur est tué net puis rouvert toujours coupé, le réseau revient, tout part une fois. Le registre s’exporte, se
 * vérifie sans réseau par la page qu’il contient ; un octet change, et elle dit où.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lireZip } from '#platform/zip/zip.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirEmargement } from '../test/parcours/emargement.ts'
import { preparer, signer, unAppareil } from '../test/parcours/hors-ligne.ts'

const sain = async (page: Page, nom?: string): Promise<void> => {
  expect(await verifierAxe(page)).toEqual([])
  expect(await sansDefilementDeCote(page)).toEqual([])
  if (nom) await capturer(page, nom)
}
describe('signer sans réseau', () => {
  let site: Awaited<ReturnType<typeof servirEmargement>>
  let navigateur: Navigateur
  const dossiers: string[] = []

  beforeAll(async () => {
    site = await servirEmargement()
    navigateur = await ouvrirNavigateur()
  })
  afterAll(async () => {
    await navigateur?.fermer()
    await site?.fermer()
    for (const d of dossiers) await rm(d, { recursive: true, force: true })
  })

  const nomsDe = (page: Page) => page.locator('.noms a').allTextContents()

  /** Le registre s’exporte de sa page, se vérifie par la page de l’archive, réseau coupé ; un octet changé s’y situe. */
  const exporterEtVerifier = async () => {
    site.devenir('responsable')
    const bureau = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366 })
    await bureau.goto('/registre')
    const main = (await bureau.textContent('main')) ?? ''
    expect(main).toMatch(/Entrées\s*25/)
    await sain(bureau, 'registre-1366')
    const telechargement = bureau.waitForEvent('download')
    await bureau.getByRole('link', { name: 'Exporter avec les parts personnelles' }).click()
    const ou = await mkdtemp(path.join(tmpdir(), 'coforme-verifie-'))
    dossiers.push(ou)
    const archive = path.join(ou, 'registre.zip')
    await (await telechargement).saveAs(archive)
    await bureau.context().close()
    const octets = await readFile(archive)
    for (const f of lireZip({ taille: octets.length, lire: (p, n) => octets.subarray(p, p + n) }))
      if (f.nom === 'verifier.html') await writeFile(path.join(ou, 'verifier.html'), f.octets)

    const ailleurs = await navigateur.ouvrirPage({ largeur: 360, hauteur: 760 })
    await ailleurs.context().setOffline(true)
    const demandes: string[] = []
    ailleurs.on('request', (r) => void demandes.push(r.url()))
    await ailleurs.goto(`file://${ou}/verifier.html`)
    await ailleurs.getByLabel('L’archive (.zip)').setInputFiles(archive)
    await ailleurs.getByRole('heading', { name: 'Tout se vérifie' }).waitFor()
    expect(await ailleurs.locator('dl').textContent()).toContain('25, dont 25 montrées')
    await sain(ailleurs, 'verifier-bon-360')
    // L’heure de l’appareil, à la treizième entrée : un chiffre.
    const ligne = octets.indexOf('\n13\t')
    const change = octets.indexOf('"appareil":"2026-11-24T', ligne) + '"appareil":"2026-11-24T0'.length
    octets[change] = (octets[change] ?? 0) ^ 1
    const alteree = path.join(ou, 'alteree.zip')
    await writeFile(alteree, octets)
    await ailleurs.getByLabel('L’archive (.zip)').setInputFiles(alteree)
    await ailleurs.getByRole('heading', { name: 'Cet export ne se vérifie pas' }).waitFor()
    await ailleurs.getByText('Première rupture à l’entrée 13, dans registre/000001.txt').waitFor()
    await sain(ailleurs, 'verifier-altere-360')
    expect(demandes.filter((u) => !u.startsWith('file:'))).toEqual([])
    await ailleurs.context().close()
    site.devenir('formateur', 'assistant')
  }

  it('douze personnes, deux demi-journées, le navigateur tué entre-temps : tout arrive, une fois', async () => {
    const fil = await site.poser({
      stagiaires: 12,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    })
    const appareil = await unAppareil(navigateur, site.origine, dossiers)
    site.regler('2026-11-24T07:30:00Z')
    let page = await appareil.ouvrir({ coupe: false, a: '2026-11-24T07:30:00Z' })
    await page.goto('/hors-ligne')
    await sain(page, 'hors-ligne-preparer-360')
    await preparer(page)
    await sain(page, 'hors-ligne-pret-360')

    // Le réseau tombe ; le matin, les douze signent.
    await appareil.couper(true)
    await appareil.regler('2026-11-24T08:05:12Z')
    await page.getByRole('link', { name: /matin/ }).click()
    await page.getByRole('heading', { name: 'Touchez votre nom' }).waitFor()
    await sain(page, 'hors-ligne-noms-360')
    const noms = await nomsDe(page)
    expect(noms).toHaveLength(12)
    await page.getByRole('link', { name: 'Agathe Pons' }).click()
    await page.getByLabel('Vos initiales').fill('XX')
    await page.getByRole('button', { name: 'Signer ma présence' }).click()
    await page.getByText('Ce ne sont pas les initiales d’Agathe Pons.').waitFor()
    await page.getByText('Cochez la case pour attester').waitFor()
    await sain(page, 'hors-ligne-refus-360')
    await page.getByRole('link', { name: /revenir à la liste/ }).click()
    for (const [i, nom] of noms.entries()) await signer(page, nom, i === 0)
    expect(await page.textContent('main')).toContain('Chacun a signé')
    await page.goBack()
    await sain(page, 'hors-ligne-recu-360')
    // Le titre tient le foyer : un lecteur d’écran dit « Signé » avant tout le reste, même agrandi à 200 %.
    expect(await page.evaluate<string>('document.activeElement?.textContent ?? ""')).toBe(
      'Signé, pas encore envoyé',
    )
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`)
    expect(await sansDefilementDeCote(page)).toEqual([])
    await page.evaluate(`document.documentElement.style.fontSize = ''`)

    // Batterie vide : tué net, rouvert sur le même profil, toujours sans réseau, l’après-midi.
    await appareil.tuer()
    page = await appareil.ouvrir({ coupe: true, a: '2026-11-24T12:40:00Z' })
    await page.goto('/hors-ligne')
    await page.getByText(/12.gestes gardés/).waitFor()
    await sain(page, 'hors-ligne-garde-360')
    await page.getByRole('link', { name: /après-midi/ }).click()
    await page.getByRole('heading', { name: 'Touchez votre nom' }).waitFor()
    const apresMidi = await nomsDe(page)
    for (const nom of apresMidi.slice(0, 11)) await signer(page, nom)
    await page.getByRole('link', { name: 'Pour la personne qui forme' }).click()
    await page.getByLabel('Votre code').fill('1111')
    await page.getByRole('button', { name: 'Noter l’absence' }).click()
    await page.getByText('Ce n’est pas le code').waitFor()
    await page.getByLabel('Votre code').fill('2468')
    await page.getByLabel('Motif de l’absence').selectOption('Transports ou intempéries')
    await page.getByRole('button', { name: 'Noter l’absence' }).click()
    await page.getByText('Chacun a signé ou a été noté.').waitFor()
    await appareil.regler('2026-11-24T16:05:00Z')
    await page.getByRole('link', { name: 'Revenir à la liste' }).click()
    await page.getByRole('link', { name: 'Pour la personne qui forme' }).click()
    await page.getByLabel('Votre code').fill('2468')
    await page.getByRole('button', { name: 'Contresigner la demi-journée' }).click()
    await page.getByText('Signée, ou gardée pour l’envoi').waitFor()
    await sain(page, 'hors-ligne-formateur-360')

    // Le réseau revient, mais la connexion a expiré : rien ne part, rien ne se perd.
    site.connecter(false)
    site.regler('2026-11-24T18:02:00Z')
    await appareil.regler('2026-11-24T18:02:00Z')
    await page.goto('/hors-ligne')
    await page.getByText(/25.gestes gardés/).waitFor()
    await appareil.couper(false)
    await page.getByRole('button', { name: 'Envoyer maintenant' }).click()
    await page.getByRole('link', { name: 'Se connecter' }).waitFor()
    await sain(page, 'hors-ligne-connexion-360')
    site.connecter(true)
    await page.getByRole('button', { name: 'Envoyer maintenant' }).click()
    await page.getByText(/25.gestes reçus/).waitFor()
    expect(await page.textContent('main')).toMatch(/Entrées 1 à 25 du registre/)
    expect(await page.getByText(/gestes? gardé/).count()).toBe(0)
    await sain(page, 'hors-ligne-envoye-360')
    // Aussitôt, sans rien presser : les deux demi-journées sont finies, aucun des douze noms n’est resté dans l’appareil. En texte : les
    // essais n’ont pas les types d’un navigateur.
    const gardes = async () => {
      const stockage = await page.evaluate<string>(`new Promise((ok) => {
        const d = indexedDB.open('coforme-hors-ligne')
        d.onsuccess = async () => {
          const t = d.result.transaction([...d.result.objectStoreNames])
          const lus = [...d.result.objectStoreNames].map((nom) => new Promise((fait) => {
            const c = t.objectStore(nom).getAll()
            c.onsuccess = () => fait([nom, c.result])
          }))
          ok(JSON.stringify([await Promise.all(lus), { ...localStorage }, { ...sessionStorage }]))
        }
      })`)
      expect(stockage).toContain('"feuilles"')
      return noms.filter((nom) => stockage.includes(nom.split(' ').at(-1) ?? nom))
    }
    expect(await gardes()).toEqual([])

    // Recommencer ne change rien.
    await page.getByRole('button', { name: 'Mettre à jour les demi-journées' }).click()
    await page.reload()
    await page.getByText(/jusqu’à l’entrée 25/).waitFor()
    // Rien ne reste dans l’appareil de ce qui est parti.
    const gardees = await page.evaluate<number>(`new Promise((ok) => {
      const d = indexedDB.open('coforme-hors-ligne')
      d.onsuccess = () => {
        const c = d.result.transaction('entrees').objectStore('entrees').count()
        c.onsuccess = () => ok(c.result)
      }
    })`)
    expect(gardees).toBe(0)
    expect(await gardes()).toEqual([])

    // La feuille : l’heure de l’appareil, celle de la réception, l’appareil et sa suite entière.
    const feuille = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366 })
    await feuille.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    const texte = (await feuille.textContent('main')) ?? ''
    expect(texte).toMatch(/12 sur 12.inscrits ont signé/)
    expect(texte.match(/signée hors ligne, reçue à 19.h.02/g)).toHaveLength(12)
    // Un lecteur d’écran dit le mot avec l’heure, jamais l’heure seule.
    expect(texte.match(/signée, 9.h.05/g)).toHaveLength(12)
    expect(texte).toMatch(/25.gestes reçus, suite entière/)
    await sain(feuille, 'feuille-hors-ligne-1366')
    await feuille.goto(`/sessions/${fil.session}/seances/${fil.seances[1]}`)
    expect(await feuille.textContent('main')).toMatch(/11 sur 12.inscrits ont signé, 1.absent/)
    expect(await feuille.textContent('main')).toContain('Signature de qui anime')
    await feuille.setViewportSize({ width: 360, height: 760 })
    await sain(feuille, 'feuille-hors-ligne-360')
    await feuille.getByText('Retirer', { exact: false }).first().click()
    await feuille.getByRole('button', { name: 'Retirer cet appareil' }).click()
    await feuille.getByText('Appareil retiré.').waitFor()
    await feuille.context().close()

    await exporterEtVerifier()

    // Retiré, il le dit, et n’emporte plus rien.
    await page.getByRole('button', { name: 'Mettre à jour les demi-journées' }).click()
    await page.getByText('Cet appareil a été retiré').waitFor()
    await appareil.fermer()
  })

  it('hors de la fenêtre, la page prévient, la feuille le dit et propose le motif', async () => {
    const fil = await site.poser({ stagiaires: 2 })
    const appareil = await unAppareil(navigateur, site.origine, dossiers)
    site.connecter(true)
    site.regler('2026-11-24T07:30:00Z')
    const page = await appareil.ouvrir({ coupe: false, a: '2026-11-24T07:30:00Z' })
    await preparer(page)
    await appareil.couper(true)
    await appareil.regler('2026-11-24T15:00:00Z')
    await page.getByRole('link', { name: /matin/ }).click()
    await page.getByText(/sera gardée sans effet/).waitFor()
    await sain(page, 'hors-ligne-hors-fenetre-360')
    await signer(page, 'Agathe Pons')
    site.regler('2026-11-24T15:10:00Z')
    await appareil.regler('2026-11-24T15:10:00Z')
    // Le réseau revient pendant que la page est fermée : rouverte, elle envoie d’elle-même.
    await page.goto('about:blank')
    await appareil.couper(false)
    await page.goto('/hors-ligne')
    await page.getByText(/gardée sans effet.*hors de la fenêtre/).waitFor()
    await appareil.fermer()

    const feuille = await navigateur.ouvrirPage({ origine: site.origine, largeur: 360, script: false })
    await feuille.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    const ligne = feuille.locator('.presence li').filter({ hasText: 'Pons' })
    expect(await ligne.textContent()).toMatch(/A signé hors ligne à 16.h/)
    await ligne.getByText('Régulariser').click()
    expect(await ligne.getByLabel('Motif, imprimé sur la feuille').inputValue()).toMatch(
      /A signé hors ligne à 16.h.*hors de la fenêtre/,
    )
    await sain(feuille, 'feuille-gardee-360')
    await ligne.getByRole('button', { name: 'Attester sa présence' }).click()
    await feuille.getByText('Présence attestée.', { exact: true }).waitFor()
    await feuille.context().close()
  })

  it('le lendemain, un appareil neuf dont on recule l’horloge : rien ne compte, la page et la feuille disent pourquoi', async () => {
    const fil = await site.poser({ stagiaires: 2 })
    const appareil = await unAppareil(navigateur, site.origine, dossiers)
    site.connecter(true)
    site.regler('2026-11-25T07:30:00Z')
    const page = await appareil.ouvrir({ coupe: false, a: '2026-11-25T07:30:00Z' })
    await preparer(page)
    await appareil.couper(true)
    await appareil.regler('2026-11-24T08:02:00Z')
    await page.getByRole('link', { name: /matin/ }).click()
    await signer(page, 'Agathe Pons')
    await signer(page, 'Léonie Fabre')
    // L’horloge est remise, le réseau revient.
    site.regler('2026-11-25T07:50:00Z')
    await appareil.regler('2026-11-25T07:50:00Z')
    // Le réseau revient pendant que la page est fermée : rouverte, elle envoie d’elle-même.
    await page.goto('about:blank')
    await appareil.couper(false)
    await page.goto('/hors-ligne')
    await page
      .getByText(/gardée sans effet.*d’avant le dernier échange/)
      .first()
      .waitFor()
    await page.getByText('Léonie Fabre').waitFor()
    await sain(page, 'hors-ligne-antidate-360')
    await appareil.fermer()
    const feuille = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366 })
    await feuille.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    const texte = (await feuille.textContent('main')) ?? ''
    expect(texte).toMatch(/0.inscrit sur 2 a signé/)
    expect(texte.match(/datée d’avant le dernier échange/g)?.length).toBeGreaterThanOrEqual(2)
    await sain(feuille, 'feuille-antidatee-1366')
    await feuille.context().close()
  })

  it('un retard, puis un départ, se notent sans réseau sous le code, et la feuille les dit', async () => {
    const fil = await site.poser({ stagiaires: 2 })
    const appareil = await unAppareil(navigateur, site.origine, dossiers)
    site.connecter(true)
    site.regler('2026-11-24T07:30:00Z')
    const page = await appareil.ouvrir({ coupe: false, a: '2026-11-24T07:30:00Z' })
    await preparer(page)
    await appareil.couper(true)
    await appareil.regler('2026-11-24T08:20:00Z')
    await page.getByRole('link', { name: /matin/ }).click()
    await signer(page, 'Agathe Pons')
    await page.getByRole('link', { name: 'Pour la personne qui forme' }).click()
    const noter = page.getByRole('button', { name: 'Noter les minutes' })
    await noter.click()
    await page.getByText('Écrivez les minutes perdues.').waitFor()
    await page.getByLabel('Retard, en minutes').fill('15')
    await noter.click()
    await page.getByText('Ce n’est pas le code').waitFor()
    await sain(page, 'hors-ligne-retard-360')
    await page.getByLabel('Votre code').fill('2468')
    await noter.click()
    await page
      .getByRole('option', { name: /Agathe Pons \(retard de 15.minutes\)/ })
      .waitFor({ state: 'attached' })
    await page.getByLabel('Retard, en minutes').fill('20')
    await noter.click()
    await page.getByText(/La feuille le dit déjà autrement/).waitFor()
    await page.getByLabel('Retard, en minutes').fill('')
    await page.getByLabel('Départ avant la fin, en minutes').fill('10')
    await page.getByLabel('Votre code').fill('2468')
    await noter.click()
    await page.getByRole('option', { name: /départ 10.minutes avant la fin/ }).waitFor({ state: 'attached' })
    await page.getByRole('link', { name: 'Revenir à la liste' }).click()
    await page
      .getByText(/signée à 9.h.20, pas encore envoyée, retard de 15.minutes, départ 10.minutes avant la fin/)
      .waitFor()
    await sain(page, 'hors-ligne-retard-liste-360')
    site.regler('2026-11-24T11:40:00Z')
    await appareil.regler('2026-11-24T11:40:00Z')
    await page.goto('about:blank')
    await appareil.couper(false)
    await page.goto('/hors-ligne')
    await page.getByText(/3.gestes reçus/).waitFor()
    await appareil.fermer()
    const feuille = await navigateur.ouvrirPage({ origine: site.origine, largeur: 360, script: false })
    await feuille.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    const ligne = feuille.locator('.presence li').filter({ hasText: 'Pons' })
    expect(await ligne.textContent()).toMatch(/signée hors ligne/)
    expect(await ligne.textContent()).toMatch(/15.min/)
    await sain(feuille, 'feuille-retard-hors-ligne-360')
    await feuille.context().close()
  })

  it('sans script, la page dit quoi faire', async () => {
    const page = await navigateur.ouvrirPage({ origine: site.origine, largeur: 360, script: false })
    await page.goto('/hors-ligne')
    expect(await page.textContent('main')).toContain('la feuille papier se signe à la main')
    await sain(page)
    await page.context().close()
  })
})
