// Dans une CAE : rien ne part sans le visa de l’équipe d’appui. Puis les dates changent : chacun est prévenu, l’avenant s’émet,
// se vise, se signe des deux côtés. Puis la session se reporte, s’interrompt ; une autre s’annule : chaque fois, un avis.
// Qui prépare est tantôt sur un téléphone sans script, tantôt devant un bureau avec script.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lireTexte, serre } from '../test/documents/texte.ts'
import { type Navigateur, ouvrirNavigateur } from '../test/navigateur/index.ts'
import { type Devant, devant, recu } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { envoyeur, fonder, planifier, regler } from '../test/parcours/pieces.ts'

const jetonDePiece = /\/piece\/[\w-]{43}/
const odile = 'odile@belledonne.example'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let mobile: Devant
let bureau: Devant
let yann: Devant
let client: Devant
let session = ''
let dossier = ''
const vues = new Set<string>()

/** Ouvre cette adresse ; la connexion a pu finir depuis. */
const entrer = async (qui: Devant, courriel: string, motDePasse: string, adresse: string) => {
  await qui.ouvrir(`/connexion?suite=${adresse}`)
  if ((await qui.page.locator('[name="motDePasse"]').count()) > 0) {
    await qui.remplir({ courriel, motDePasse })
    await qui.presser('Se connecter')
  }
  await qui.ouvrir(adresse)
}
const helene = (qui: Devant, adresse: string) =>
  entrer(qui, 'helene@exemple.example', 'trois merles sous la pluie', adresse)
const appui = (adresse: string) => entrer(yann, 'yann@exemple.example', 'deux pies dans le vent', adresse)

/** Le client lit cette pièce, consent, reçoit son code, signe. `rang` : combien de codes il a reçus avant. */
const faireSigner = async (numero: string, rang: number) => {
  await client.ouvrir(
    await vi.waitFor(
      () => {
        const demande = site.courrier.find(
          (m) => m.a === odile && m.objet.startsWith('À signer') && m.objet.includes(numero),
        )
        const lien = jetonDePiece.exec(demande?.texte ?? '')?.[0]
        expect(lien, numero).toBeDefined()
        return lien ?? ''
      },
      { timeout: 120_000 },
    ),
  )
  await client.remplir({ consentement: true })
  await client.presser('Recevoir le code pour signer')
  const code = await recu(site.courrier, odile, /(?<=\n)\d{6}(?=\n)/, rang)
  await client.remplir({ consentement: true, code })
  await client.presser('Signer la pièce')
  await client.lire('Pièce signée')
}
/** Les avis reçus à cette adresse, le dernier à la fin. */
const avisDe = (a: string, objet: RegExp) =>
  site.courrier
    .filter((m) => m.a === a && objet.test(m.objet))
    .map((m) => ({ ...m, texte: m.texte.replace(/[\u00a0\u202f]/g, ' ') }))
const prevenir = async (qui: Devant, n: number) => {
  await qui.sain(`avis-${qui === mobile ? 360 : 1366}`)
  await qui.presser(`Prévenir ${n} personnes`)
  await qui.lire(`${n} avis en route`)
}

beforeAll(async () => {
  site = await servirInstance('2026-11-02T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  const page = (largeur: number, script: boolean) =>
    navigateur.ouvrirPage({ script, origine: site.origine, largeur, hauteur: 800 })
  bureau = devant(await page(1366, true), 'dates', vues)
  mobile = devant(await page(360, false), 'dates', vues)
  yann = devant(await page(360, false), 'dates', vues)
  client = devant(await page(360, false), 'dates', vues)
  const envoyer = envoyeur(bureau.page, site.origine)
  const lire = async (url: string) => (await bureau.page.request.get(`${site.origine}${url}`)).text()
  await fonder(envoyer, { cae: 'on' })
  await regler(
    envoyer,
    /<option value="([0-9a-f-]{36})"/.exec(await lire('/cooperative/signataires'))?.[1] ?? '',
    { cae: 'on' },
  )
  session = await planifier(envoyer, lire)
  await envoyer('/cooperative/equipe', {
    courriel: 'yann@exemple.example',
    prenom: 'Yann',
    nom: 'Prigent',
    roles: 'equipe-appui',
    portee: 'toute',
  })
  await yann.ouvrir(
    new URL(await recu(site.courrier, 'yann@exemple.example', /https?:\S*[\w-]{43}/), site.origine).pathname,
  )
  await yann.page.getByLabel('Mot de passe', { exact: true }).first().fill('deux pies dans le vent')
  await yann.presser(/^Rejoindre/)
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

describe('dans une CAE, le visa avant tout ce qui engage', () => {
  it('la convention attend ; refusée, elle se refait ; visée, elle part et se signe des deux côtés', async () => {
    await helene(mobile, `${session}/dossiers/nouveau`)
    await mobile.remplir({
      structure: 'Ateliers Belledonne',
      adresse: '3 chemin des Forges',
      codePostal: '38190',
      ville: 'Villard-Bonnot',
      prenom: 'Odile',
      nom: 'Garnier',
      courriel: odile,
      qualite: 'présidente',
      prix: '2 400',
    })
    await mobile.presser('Ouvrir le dossier')
    await mobile.remplir({
      liste: 'Agathe Pons agathe@exemple.example\nOusmane Sarr ousmane@exemple.example',
    })
    await mobile.presser('Inscrire')
    dossier = mobile.chemin()
    await mobile.presser('Émettre la convention')
    await mobile.lire('attend le visa')
    await mobile.sain('attend-visa')
    const premiere = mobile.chemin()
    // Ni le client ni la coopérative : la page n’offre aucune signature.
    for (const nom of [/Envoyer pour signature/, /Signer pour l’organisme/, /Garder ce scan/])
      expect(await mobile.page.getByRole('button', { name: nom }).count()).toBe(0)

    await appui('/aujourdhui')
    await yann.lire(/attend le visa|à viser|visa/)
    await yann.sain('appui-aujourdhui')
    await yann.ouvrir('/visas')
    await yann.sain('visas')
    await yann.suivre('CV-2026-0001')
    await yann.sain('visa')
    await yann.page.getByText('Refuser le visa', { exact: true }).first().click()
    await yann.presser(/^Refuser le visa/)
    await yann.sain('visa-sans-motif')
    expect(await yann.page.getByRole('alert').count()).toBeGreaterThan(0)
    await yann.page.getByLabel('Pourquoi').first().fill('Le prix est à motiver au dossier.')
    await yann.presser(/^Refuser le visa/)
    await yann.lire(/Visa refusé à CV-2026-0001/)
    await helene(mobile, premiere)
    await mobile.lire('Le prix est à motiver au dossier.')
    await mobile.remonter('Ateliers Belledonne')
    await mobile.suivre('Pièces du dossier')
    await mobile.presser('Émettre la convention')
    const seconde = mobile.chemin()
    expect(seconde).not.toBe(premiere)
    await appui('/visas')
    await yann.suivre('CV-2026-0002')
    await yann.presser(/^Accorder/)
    await yann.lire('Visa accordé à CV-2026-0002')
    await yann.lire('Aucune pièce n’attend de visa')
    await helene(mobile, seconde)
    await mobile.presser('Envoyer pour signature')
    await faireSigner('CV-2026-0002', 0)
    await helene(mobile, seconde)
    await mobile.presser('Signer pour l’organisme')
    await mobile.lire(/signée/)
  })
})

describe('les dates changent après la signature', () => {
  it('chacun est prévenu une fois, et l’avenant s’émet, se vise, se signe : les nouvelles dates sont celles du papier', async () => {
    // Une heure après la signature : ce qui change vient après le papier.
    site.regler('2026-11-02T09:00:00Z')
    await helene(bureau, session)
    await bureau.suivre('Changer dates, lieu, intervenant')
    await bureau.remplir({ 'seances[2].date': '03/12/2026', 'seances[3].date': '03/12/2026' })
    await bureau.presser('Voir ce que cela touche')
    await bureau.lire(/Établir l’avenant d’Ateliers Belledonne aux nouvelles dates/)
    await bureau.sain('changement-touche')
    await bureau.presser('Changer et prévenir 4 personnes')
    await bureau.lire('La session est changée')
    await bureau.sain('session-changee')
    for (const a of [odile, 'agathe@exemple.example', 'ousmane@exemple.example']) {
      await vi.waitFor(() => expect(avisDe(a, /Nouvelles dates/)).toHaveLength(1), { timeout: 120_000 })
      expect(avisDe(a, /Nouvelles dates/)[0]?.texte).toContain('jeudi 3 décembre 2026')
    }
    await helene(mobile, session)
    await mobile.suivre('Établir l’avenant d’Ateliers Belledonne aux nouvelles dates')
    await mobile.sain('avenant')
    const propose = await mobile.page.getByLabel('Ce que change l’avenant').inputValue()
    expect(propose.replace(/[\u00a0\u202f]/g, ' ')).toBe(
      'Les dates de l’action changent : du 1er au 3 décembre 2026.',
    )
    await mobile.presser('Émettre l’avenant à la convention')
    const avenant = mobile.chemin()
    await mobile.lire('attend le visa')
    await appui('/visas')
    await yann.suivre('AV-2026-0001')
    await yann.presser(/^Accorder/)
    await helene(mobile, avenant)
    await mobile.presser('Envoyer pour signature')
    await faireSigner('AV-2026-0001', 1)
    await helene(mobile, avenant)
    await mobile.presser('Signer pour l’organisme')
    await mobile.lire(/signée/)
    await mobile.sain('avenant-signe')
    await vi.waitFor(
      async () => {
        const r = await mobile.page.request.get(`${avenant}/exemplaire.pdf`)
        const pdf = lireTexte(await r.body())
        for (const dit of ['Odile Garnier', 'CV-2026-0002', 'jeudi 3 décembre', 'du 1er au 3 décembre 2026'])
          expect(pdf).toContain(serre(dit))
        expect(pdf).not.toContain(serre('mercredi 2 décembre'))
      },
      { timeout: 120_000, interval: 500 },
    )
    await mobile.ouvrir(session)
    const texte = await mobile.texte()
    expect(texte).not.toMatch(/Établir l’avenant|Prévenir des nouvelles dates/)
    await mobile.ouvrir(dossier)
    await mobile.lire(/AV-2026-0001/)
  })
})

describe('reporter, interrompre, annuler', () => {
  it('reportée, elle se dit ; ses nouvelles dates aussi, et demandent un autre avenant', async () => {
    site.regler('2026-11-02T10:00:00Z')
    await helene(mobile, session)
    await mobile.suivre('Reporter la session')
    await mobile.remplir({ motif: 'La salle est inondée' })
    await mobile.presser('Voir ce que cela touche')
    await mobile.sain('report-touche')
    await mobile.presser('Reporter la session sans prévenir')
    await mobile.remplir({
      'seances[0].date': '15/12/2026',
      'seances[1].date': '15/12/2026',
      'seances[2].date': '16/12/2026',
      'seances[3].date': '16/12/2026',
    })
    await mobile.presser('Voir ce que cela touche')
    await mobile.presser('Changer sans prévenir')
    await mobile.suivre('Prévenir du report')
    await mobile.lire(/La salle est inondée/)
    await prevenir(mobile, 4)
    await vi.waitFor(() => expect(avisDe(odile, /^Reportée/)).toHaveLength(1), { timeout: 120_000 })
    site.regler('2026-11-02T11:00:00Z')
    await mobile.suivre('Rouvrir les inscriptions')
    await mobile.presser('Voir ce que cela touche')
    await mobile.sain('rouvrir-touche')
    await mobile.presser('Rouvrir les inscriptions sans prévenir')
    await mobile.suivre('Prévenir des nouvelles dates')
    await mobile.lire('mardi 15 décembre 2026')
    await prevenir(mobile, 4)
    await mobile.lire(/Établir l’avenant d’Ateliers Belledonne/i)
  })

  it('interrompue, ce qui s’est tenu reste ; la session reprend', async () => {
    const envoyer = envoyeur(bureau.page, site.origine)
    await helene(bureau, session)
    await envoyer(`${session}/etat/confirmee`, { motif: 'Effectif voulu par le client.' })
    site.regler('2026-12-15T08:30:00Z')
    await helene(bureau, session)
    await envoyer(`${session}/etat/en-cours`, { motif: '' })
    await bureau.ouvrir(session)
    await bureau.suivre('Interrompre la session')
    await bureau.sain('interrompre')
    await bureau.remplir({ motif: 'Alerte météo' })
    await bureau.presser('Voir ce que cela touche')
    await bureau.lire(/est interrompue/)
    await bureau.presser('Interrompre la session et prévenir 4 personnes')
    await vi.waitFor(() => expect(avisDe('agathe@exemple.example', /^Interrompue/)).toHaveLength(1), {
      timeout: 120_000,
    })
    await bureau.suivre(/^Reprendre/)
    await bureau.presser('Voir ce que cela touche')
    await bureau.presser(/^Reprendre .*sans prévenir$/)
    await bureau.lire(/en cours/)
    await bureau.ouvrir(`${session}/avis`)
    await bureau.lire('interruption')
    await bureau.sain('avis-envoyes')
  })

  it('une autre session s’annule : chacun l’apprend, sans personne la page le dit', async () => {
    const envoyer = envoyeur(bureau.page, site.origine)
    const lire = async (url: string) => (await bureau.page.request.get(`${site.origine}${url}`)).text()
    const offre = /<option value="([0-9a-f-]{36})"/.exec(await lire('/sessions/nouvelle'))?.[1] ?? ''
    const autre = (
      await envoyer('/sessions/nouvelle', {
        offre,
        lieu: 'Salle du quai, Grenoble',
        zone: 'Europe/Paris',
        formateur: 'Tom Okafor',
        capacite: '6',
        motif: '',
        'seances[0].date': '20/01/2027',
        'seances[0].debut': '9 h',
        'seances[0].fin': '12 h',
        geste: 'ouvrir',
      })
    ).split('?')[0] as string
    await helene(mobile, `${autre}/inscriptions/nouvelle`)
    await mobile.remplir({ liste: 'Léonie Fabre leonie@exemple.example\nJules Petit jules@exemple.example' })
    await mobile.presser('Inscrire')
    await mobile.ouvrir(autre)
    await mobile.suivre('Annuler la session')
    await mobile.remplir({ motif: 'Trop peu d’inscrits' })
    await mobile.presser('Voir ce que cela touche')
    await mobile.lire(/est annulée/)
    await mobile.presser('Annuler la session et prévenir 3 personnes')
    await vi.waitFor(() => expect(avisDe('leonie@exemple.example', /^Annulée/)).toHaveLength(1), {
      timeout: 120_000,
    })
    expect(avisDe('leonie@exemple.example', /^Annulée/)[0]?.texte).toContain('Trop peu d’inscrits')
    // Revenir en arrière et renvoyer le même formulaire ne fait rien repartir.
    await mobile.ouvrir(`${autre}/avis`)
    await mobile.lire('Chacun sait où en est la session')
  })
})
