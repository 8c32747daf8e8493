// Long parce qu’un marché se suit d’un trait : de l’avis publié au bilan de chaque membre, chaque chapitre reprend le dossier du précédent.
// Par les pages, sans script, au téléphone et au bureau ; seuls les prix en demandent un, et la page le dit.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rapprocher } from '#modules/marches/index.ts'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { type Devant, dejaRecus, devant, recu } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { envoyeur } from '../test/parcours/pieces.ts'
import { pdfDEssai } from '../test/pdf-d-essai.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
/** Agathe porte le groupement ; Marion en est. */
let agathe: Devant
let marion: Devant
let dossier = ''
/** La session de chacune, et le dossier client du payeur. */
const tenues = new Map<Devant, { readonly session: string; readonly client: string }>()
const courriels = new Map<Devant, string>()

const chez = async (qui: Devant, adresse: string) => {
  await qui.ouvrir(adresse)
  // La session du compte a pu finir avec l’horloge.
  if ((await qui.page.locator('[name="motDePasse"]').count()) === 0) {
    if ((await qui.page.locator('main a[href^="/connexion"]').count()) === 0) return
    await qui.ouvrir(`/connexion?suite=${adresse}`)
  }
  await qui.remplir({ courriel: courriels.get(qui) ?? '', motDePasse: motDePasseDemo })
  await qui.presser('Se connecter')
  await qui.ouvrir(adresse)
}
const entrer = async (courriel: string, script = false): Promise<Devant> => {
  const qui = devant(
    await navigateur.ouvrirPage({ script, origine: site.origine, largeur: 360, hauteur: 800 }),
    'marches',
  )
  courriels.set(qui, courriel)
  await chez(qui, '/connexion')
  return qui
}
const vues = new Set<string>()
/** Chaque gabarit, une fois : ni faute d’accessibilité, ni défilement de côté, au téléphone comme au bureau. */
const sain = async ({ page }: { readonly page: Page }, nom: string) => {
  if (vues.has(nom)) return
  vues.add(nom)
  for (const largeur of [1366, 360]) {
    await page.setViewportSize({ width: largeur, height: 800 })
    await capturer(page, `marches-${nom}-${largeur}`)
    expect(await verifierAxe(page), `${nom} ${largeur}`).toEqual([])
    expect(await sansDefilementDeCote(page), `${nom} ${largeur}`).toEqual([])
  }
}
const fichier = (nom: string) => ({
  name: `${nom}.pdf`,
  mimeType: 'application/pdf',
  buffer: Buffer.from(pdfDEssai()),
})
const envoyer = (qui: Devant) => envoyeur(qui.page, site.origine)
const lire = async (qui: Devant, url: string) => (await qui.page.request.get(`${site.origine}${url}`)).text()
const sans = (url: string) => url.split('?')[0] ?? url
/** Remplit et envoie le formulaire de ce geste : la page de la suite en a plusieurs, aux champs de même nom. */
const dans = async ({ page }: Devant, geste: string, champs: Readonly<Record<string, string | number>>) => {
  const formulaire = `form[action$="/${geste}"]`
  const volet = page.locator(`details:not([open]):has(${formulaire}) > summary`)
  if (await volet.count()) await volet.first().click()
  for (const [nom, valeur] of Object.entries(champs)) {
    const champ = page.locator(`${formulaire} [name="${nom}"]`)
    if (typeof valeur === 'number') await champ.selectOption({ index: valeur })
    else if ((await champ.first().getAttribute('type')) === 'radio')
      await page.locator(`${formulaire} [name="${nom}"][value="${valeur}"]`).check()
    else if (await page.locator(`${formulaire} select[name="${nom}"]`).count())
      await champ.selectOption(valeur)
    else await champ.fill(valeur)
  }
  await page.locator(`${formulaire} button`).last().click()
}
const tourner = () => rapprocher({}, site.instance.fond)

beforeAll(async () => {
  site = await servirInstance('2027-01-11T09:00:00Z', { demonstration: true })
  navigateur = await ouvrirNavigateur()
  agathe = await entrer('agathe@terre-d-appui.example')
  marion = await entrer('marion@atelier-des-savoirs.example')
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

describe('d’un avis publié au bilan de chaque membre', () => {
  it('un avis se lit, se suit ; deux coopératives disent leur intérêt à l’aveugle, puis se nomment', async () => {
    for (const qui of [agathe, marion]) {
      await chez(qui, '/marches')
      await sain(qui, '01-veille')
      await qui.ouvrir('/marches/filtres')
      await sain(qui, '01a-filtres')
      await qui.ouvrir('/marches')
      await qui.suivre('Formation de formateurs')
      await sain(qui, '02-avis')
      await qui.presser('Suivre')
      await qui.suivre(/Notre intérêt.*lot.1$/)
      await qui.lire('Personne n’apprend ce que vous écrivez ici')
      await sain(qui, '03-interet')
      await qui.remplir({
        capable: 'non',
        manques: 'volume',
        texte: 'Deux formateurs, pour quatre-vingts journées demandées.',
        territoire: 'Côtes-d’Armor',
        volume: '40 journées',
        ouvert: qui === agathe ? 'mandataire' : 'membre',
      })
      await qui.presser('Déclarer notre intérêt')
      await qui.lire('Votre intérêt est dit')
    }
    await tourner()
    for (const qui of [agathe, marion]) {
      await qui.suivre(/Notre intérêt.*lot.1$/)
      const lu = await qui.lire('Un intérêt réciproque existe')
      for (const nom of ['Atelier des Savoirs', 'Terre d’Appui'].filter(
        (n) => n !== (qui === agathe ? 'Terre d’Appui' : 'Atelier des Savoirs'),
      ))
        expect(lu).not.toContain(nom)
      await sain(qui, '04-reciproque')
      await qui.presser('Accepter d’être nommée')
    }
    await tourner()
    await agathe.suivre(/Notre intérêt.*lot.1$/)
    await agathe.lire(/Vous vous êtes nommées.*Atelier des Savoirs/)
    await sain(agathe, '05-nommees')
    await agathe.presser('Ouvrir un tour de table')
    await agathe.lire('Le tour de table est ouvert')
    dossier = agathe.chemin()
    await marion.ouvrir('/marches/dossiers')
    await sain(marion, '06-attendue')
    await marion.presser(/Entrer dans le dossier.*Ingénierie/)
    expect(marion.chemin()).toBe(dossier)
  })

  it('le groupement se constitue : forme, nécessités, convention, accord, signature par lien', async () => {
    await agathe.ouvrir(dossier)
    await sain(agathe, '07-tour-de-table')
    await agathe.remplir({ forme: 'conjoint' })
    await agathe.presser('Choisir cette forme')
    for (const qui of [agathe, marion]) {
      await qui.ouvrir(dossier)
      await qui.remplir({
        motifs: 'volume',
        capable: 'non',
        texte: 'Quatre-vingts journées demandées par an ; nous en tenons quarante, et pas une de plus.',
      })
      await qui.presser('Écrire notre raison')
      await qui.lire('Votre raison est écrite')
      await qui.ouvrir(`${dossier}/declaration`)
      await sain(qui, '08-declaration')
      await qui.remplir({ exclusions: true, moyens: 'Deux formateurs, une salle.', pme: 'oui', ess: 'oui' })
      await qui.presser('Enregistrer notre déclaration')
      await qui.lire('Votre déclaration est enregistrée')
    }
    await agathe.ouvrir(dossier)
    await agathe.remplir({
      tient0: 'ingénierie de parcours, mandat',
      part0: '60',
      tient1: 'animation des groupes',
      part1: '40',
      mandat: 'Le mandataire dépose, représente les membres et coordonne, pour 3 % du montant.',
      defaillance: 'Mise en demeure de quinze jours, puis remplacement.',
      confidentialite: 'Rien ne sort du dossier ; chacun répond des données de ses stagiaires.',
      supports: 'Chaque support reste à qui l’a fait, et sert le temps du marché.',
      litiges: 'Médiation choisie ensemble, puis le tribunal du siège du mandataire.',
    })
    await agathe.presser('Écrire la convention')
    await agathe.lire('La convention est écrite')
    await marion.ouvrir(dossier)
    await sain(marion, '09-convention')
    await marion.presser('Donner notre accord à cette version')
    // Un avis se demande, et se rend par un lien, sans compte.
    await agathe.ouvrir(dossier)
    await dans(agathe, 'demander-avis', {
      nom: 'Maître Ève Kerbrat',
      qualite: 'avocate',
      courriel: 'eve@cabinet.example',
      repondreA: 'agathe@terre-d-appui.example',
      question: 'Notre nécessité tient-elle ?',
    })
    const avis = await recu(site.courrier, 'eve@cabinet.example', /\/avis-demande\/[\w-]{43}/)
    const juriste = devant(
      await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360 }),
      'marches',
    )
    // Le courriel part avec le lien ; la tâche qui le fait naître passe à côté.
    await expect
      .poll(async () => (await juriste.page.request.get(`${site.origine}${avis}`)).status())
      .toBe(200)
    await juriste.ouvrir(avis)
    await sain(juriste, '09a-avis-a-rendre')
    await juriste.remplir({ sens: 'favorable', texte: 'Oui : chaque raison est chiffrée, et propre au lot.' })
    await juriste.presser('Rendre cet avis')
    await juriste.lire('Votre avis est rendu')
    await sain(juriste, '09b-avis-rendu')
    await juriste.page.context().close()
    await agathe.ouvrir(dossier)
    await agathe.lire('reçu par le lien envoyé à eve@cabinet.example')
    await agathe.presser('Constituer le groupement')
    await agathe.lire('Le groupement est constitué')
    for (const qui of [agathe, marion]) {
      await qui.ouvrir(dossier)
      await qui.presser('Envoyer le lien pour signer')
      const courriel = courriels.get(qui) ?? ''
      const lien = await recu(site.courrier, courriel, /\/convention\/[\w-]{43}/)
      const passante = devant(
        await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360 }),
        'marches',
      )
      await passante.ouvrir(lien)
      await sain(passante, '10-signer')
      await passante.remplir({ consentement: true })
      const unCode = /code[\s\S]{0,200}?\b\d{3}\s?\d{3}\b/i
      const rang = dejaRecus(site.courrier, courriel, unCode)
      await passante.presser('Recevoir le code pour signer')
      const code = /\d{6}|\d{3}\s\d{3}/.exec(await recu(site.courrier, courriel, unCode, rang))?.[0]
      await passante.remplir({ consentement: true, code: code ?? '' })
      await passante.presser('Signer la pièce')
      await passante.lire('Convention signée')
      await passante.page.context().close()
    }
    await agathe.ouvrir(dossier)
    await sain(agathe, '11-constitue')
  })

  it('la liste des pièces vient du règlement, chacun verse les siennes ; le mémoire se compose de blocs relus', async () => {
    await agathe.ouvrir(`${dossier}/reglement`)
    await sain(agathe, '12-reglement')
    await agathe.remplir({
      reference: '2027-FF-01',
      adresseDuProfil: 'https://marches.trieux.example',
      dureeMois: '12',
      criteres: 'Valeur technique : 60\nPrix : 40',
    })
    for (const piece of ['dc1', 'memoire', 'kbis'])
      await agathe.page.locator(`[name="pieces"][value="${piece}"]`).check()
    await agathe.presser('Enregistrer cette lecture')
    for (const qui of [agathe, marion]) {
      await qui.ouvrir('/marches/blocs')
      await sain(qui, '13a-blocs')
      await qui.remplir({
        titre: qui === agathe ? 'Concevoir un parcours' : 'Animer un groupe',
        texte: 'Un entretien de trente minutes, un essai en situation,\npuis un parcours proposé par écrit.',
        auteur: qui === agathe ? 'Agathe Pons' : 'Marion Teyssier',
        licence: 'cc-by-sa',
        preuve: 'Bilan de la session de novembre',
        preuveLe: '30/11/2026',
      })
      await qui.presser('Garder ce bloc')
      await qui.lire('Le bloc est gardé')
      await sain(qui, '13b-blocs-gardes')
      await qui.ouvrir(`${dossier}/memoire`)
      await dans(qui, 'reprendre', { bloc: 1 })
      await qui.lire('Le bloc est au mémoire')
    }
    await marion.presser(/Nous avons relu cette version/)
    await agathe.ouvrir(`${dossier}/memoire`)
    await agathe.presser(/Nous avons relu cette version/)
    await agathe.lire(/Relus\s*2/)
    await sain(agathe, '13c-memoire')
    await agathe.presser('Ranger ce mémoire parmi les pièces')
    await agathe.lire('Le mémoire est rangé parmi les pièces')
    for (const [qui, pieces] of [
      [agathe, ['dc1', 'kbis']],
      [marion, ['kbis']],
    ] as const)
      for (const exigence of pieces) {
        await qui.ouvrir(`${dossier}/pieces`)
        await sain(qui, '13-pieces')
        await qui.remplir({ exigence, ...(exigence === 'kbis' ? { expireLe: '31/12/2027' } : {}) })
        await qui.page.locator('[name="fichier"]').setInputFiles(fichier(exigence))
        await qui.presser('Verser au dossier')
        await qui.lire('La pièce est versée')
      }
    await agathe.ouvrir(`${dossier}/depot`)
    await agathe.lire('Chaque pièce demandée est versée, et vaut à la date limite')
  })

  it('les prix se scellent dans le navigateur, et la page dit qu’il lui faut les scripts', async () => {
    await marion.ouvrir(`${dossier}/prix`)
    await marion.lire('Cette page a besoin des scripts.')
    await sain(marion, '14-prix-sans-script')
    const [a, m] = [
      await entrer('agathe@terre-d-appui.example', true),
      await entrer('marion@atelier-des-savoirs.example', true),
    ]
    for (const { page } of [a, m]) {
      await page.goto(`${dossier}/prix`)
      await page.getByRole('button', { name: 'Préparer notre clé' }).click()
      await page.getByText('Votre clé est prête.').waitFor()
    }
    for (const [{ page }, poste, prix] of [
      [a, 'Ingénierie de parcours', '620,00'],
      [m, 'Animation', '580,00'],
    ] as const) {
      await page.reload()
      await page.getByLabel('Ligne du bordereau, rang 1', { exact: true }).fill(poste)
      await page.getByLabel('Quantité, rang 1', { exact: true }).fill('40')
      await page.getByLabel('Prix unitaire HT, rang 1', { exact: true }).fill(prix)
      await page.getByRole('button', { name: 'Sceller nos prix' }).click()
      await page.getByText('Vos prix sont scellés.').waitFor()
    }
    await sain(m, '15-prix-scelles')
    await a.page.getByLabel('Pourquoi').fill('Agréger avant de déposer.')
    await a.page.getByRole('button', { name: 'Ouvrir et agréger' }).click()
    await a.page.getByText('Le bordereau, ouvert ici').waitFor()
    await a.page.getByRole('button', { name: 'Dire le total aux membres' }).click()
    await a.page.getByText('Le total est dit aux membres.').waitFor()
    await sain(a, '16-prix-ouverts')
    await m.page.reload()
    const lu = ((await m.page.locator('main').innerText()) ?? '').replace(/\s/g, ' ')
    expect(lu).toContain('48 000,00')
    expect(lu).not.toContain('Ingénierie de parcours')
    for (const { page } of [a, m]) await page.context().close()
  })

  it('la veille, le dossier gèle ; le mandataire garde la preuve de son dépôt', async () => {
    site.regler('2027-02-12T20:00:00Z')
    await chez(marion, `${dossier}/pieces`)
    await marion.lire('Le dossier est gelé depuis la veille')
    await sain(marion, '17-gel')
    site.regler('2027-02-13T09:30:00Z')
    await chez(agathe, `${dossier}/depot`)
    await sain(agathe, '18-depot')
    await agathe.remplir({
      jour: '13/02/2027',
      heure: '10 h 12',
      empreinte: 'a91d5c0722e46bf0a91d5c0722e46bf0',
      complet: true,
    })
    await agathe.page.locator('[name="accuse"]').setInputFiles(fichier('accuse'))
    await agathe.presser('Garder cette preuve')
    await agathe.lire('La preuve est gardée')
    await chez(marion, `${dossier}/depot`)
    await marion.lire(/oui, le dernier/)
    await sain(marion, '19-depose')
  })

  it('attribué, signé, commandé : un bon pour chacun', async () => {
    site.regler('2027-03-01T09:00:00Z')
    await chez(agathe, `${dossier}/suite`)
    await sain(agathe, '20-suite')
    await dans(agathe, 'suite/issue', {
      etat: 'attribue',
      le: '26/02/2027',
      attributaire: 'Terre d’Appui et Atelier des Savoirs',
      notes: 'Valeur technique : 52/60\nPrix : 35/40',
    })
    // La convention est signée de chacun par son lien : rien d’autre ne se demande.
    await dans(agathe, 'suite/signer', { jour: '28/02/2027' })
    await dans(agathe, 'suite/marche', {
      numero: '2027-FF-01',
      engagement: 'EJ-2027-11',
      payeur: 'region',
      circuit: 'direct',
      minimum: '1 000',
      maximum: '40 000',
    })
    for (const [numero, montant, objet, membre] of [
      ['BC-1', '1 120', 'Deux journées d’ingénierie', 1],
      ['BC-2', '980', 'Deux journées d’animation', 2],
    ] as const) {
      await dans(agathe, 'suite/commande', { numero, le: '01/03/2027', montant, objet, membre })
      await agathe.lire('Le bon de commande est écrit')
    }
    await agathe.lire(/Commandé\s*2 100/)
    await sain(agathe, '21-commandes')
  })

  it('chacun planifie sa session, et y inscrit sous le dossier client du payeur', async () => {
    for (const [qui, prix] of [
      [agathe, '1120'],
      [marion, '980'],
    ] as const) {
      const post = envoyer(qui)
      await chez(qui, `${dossier}/suite`)
      await sain(qui, '22-notre-commande')
      const yannick = sans(
        await post('/personnes/nouvelle', {
          prenom: 'Yannick',
          nom: 'Corre',
          courriel: 'yannick@exemple.example',
        }),
      )
      await post(`${yannick}/intervenant`, { titres: 'Formateur d’adultes, douze ans de pratique.' })
      await qui.suivre('Planifier la session')
      const offre =
        (await qui.page.getByLabel('Offre du catalogue').locator('option').nth(1).getAttribute('value')) ?? ''
      const session = sans(
        await post('/sessions/nouvelle', {
          offre,
          lieu: 'Salle des Forges, Guingamp',
          zone: 'Europe/Paris',
          capacite: '12',
          modalite: 'presentiel',
          formateur: 'Yannick Corre',
          motif: '',
          ...Object.fromEntries(
            [
              ['08/03/2027', '9 h', '12 h 30'],
              ['08/03/2027', '13 h 30', '17 h'],
            ].flatMap(([date = '', debut = '', fin = ''], i) => [
              [`seances[${i}].date`, date],
              [`seances[${i}].debut`, debut],
              [`seances[${i}].fin`, fin],
            ]),
          ),
        }),
      )
      await post(`${session}/etat/ouverte`, { motif: '' })
      const ouvert = await post(`${session}/dossiers/nouveau`, {
        acheteur: 'entreprise',
        structure: 'Centre de gestion du Trieux',
        prenom: 'Gildas',
        nom: 'Rozec',
        courriel: 'gildas@trieux.example',
        qualite: 'directeur',
        circonstance: 'distance',
        prix,
        reference: 'EJ-2027-11',
        'lignes[0].dispositif': 'region',
        'lignes[0].payeur': 'Centre de gestion du Trieux',
        'lignes[0].accord': 'BC-1',
        'lignes[0].accordLe': '01/03/2027',
      })
      const client = `${session}/dossiers/${/dossier=([0-9a-f-]{36})/.exec(ouvert)?.[1] ?? ''}`
      const fiche = /href="(\/entreprises\/[0-9a-f-]{36})"/.exec(
        await lire(qui, '/entreprises?q=Trieux'),
      )?.[1]
      await post(`${fiche}/modifier`, {
        nom: 'Centre de gestion du Trieux',
        siret: '99973210000014',
        adresse: '2 place de la Région',
        codePostal: '22200',
        ville: 'Guingamp',
        financeur: 'region',
        estClient: 'on',
      })
      await post(`${session}/inscriptions/nouvelle?dossier=${client.split('/').at(-1)}`, {
        dossier: client.split('/').at(-1) ?? '',
        statutCommun: 'recherche-emploi',
        remis: 'on',
        'apprenants[0].prenom': 'Ève',
        'apprenants[0].nom': 'Le Bris',
        'apprenants[0].courriel': 'eve@exemple.example',
      })
      expect(client).toMatch(/\/dossiers\/[0-9a-f-]{36}$/)
      tenues.set(qui, { session, client })
    }
  })

  it('chacun tient sa session, facture sa part, et la retrouve à son bilan', async () => {
    for (const qui of [agathe, marion]) {
      const post = envoyer(qui)
      const { client } = tenues.get(qui) ?? { client: '' }
      await chez(qui, '/documents/reglement-interieur')
      if (!(await qui.page.locator('main').innerText()).includes('vaut aujourd’hui')) {
        await qui.remplir({ nom: 'Agathe Le Goff', qualite: 'gérante', telephone: '02 96 00 00 00' })
        await qui.presser('Émettre le règlement')
        await post(`${qui.chemin().split('?')[0]}/signature`, {})
      }
      await post(`${client}/pieces`, {
        geste: 'emettre-convention',
        mediateurNom: 'Médiation des métiers de la formation',
        mediateurAdresse: '3 place de l’Accord, 35000 Rennes',
        mediateurSite: 'https://mediation-formation.example',
        cessation: 'En cas d’abandon, seules les heures suivies sont dues, au prorata du prix.',
      })
      await post(client, { quoi: 'signature', jour: '01/03/2027' })
      await qui.ouvrir(client)
      if (await qui.page.getByRole('button', { name: /Rendre définitive/ }).count())
        await qui.presser(/Rendre définitive/)
    }
    site.regler('2027-03-08T18:00:00Z')
    for (const [qui, prix, numero] of [
      [agathe, '1 120', 'BC-1'],
      [marion, '980', 'BC-2'],
    ] as const) {
      const post = envoyer(qui)
      const { session, client } = tenues.get(qui) ?? { session: '', client: '' }
      await chez(qui, session)
      for (const feuille of await qui.liens('main table a[href*="/seances/"]')) {
        const inscription =
          /name="inscription" value="([0-9a-f-]{36})"/.exec(await lire(qui, feuille))?.[1] ?? ''
        await post(feuille, {
          geste: 'regulariser',
          inscription,
          motif: 'Vue en salle, sans téléphone',
          retard: '',
          depart: '',
        })
        await post(feuille, { geste: 'clore' })
      }
      await post(`${session}/certificats`, { geste: 'emettre' })
      await qui.ouvrir(`${client}/factures`)
      await qui.presser(/Préparer la facture/)
      await qui.presser('Émettre la facture')
      await qui.lire('est émise')
      const n = /S-\d{4}-\d{3}/.exec(await lire(qui, session))?.[0] ?? ''
      await qui.ouvrir(`${dossier}/suite`)
      await dans(qui, 'suite/execution', { session: n, heures: '7', stagiaires: '1', factures: prix })
      // La ligne n’est pas recopiée : elle se lit des dossiers clients de la session.
      await qui.lire(new RegExp(`Commande ${numero}[\\s\\S]*C\\.6, ${prix},00`))
      await sain(qui, '23-executee')
      // Du bon à sa session, et de la session à son bon.
      expect(await qui.liens(`main a[href="${session}"]`)).toHaveLength(1)
      await qui.ouvrir(session)
      await qui.lire(new RegExp(`Bon de commande[\\s\\S]*${numero}`))
      await sain(qui, '23-session-du-bon')
      const exercice = qui === agathe ? '2027-01-01..2027-12-31' : '2026-07-01..2027-06-30'
      await qui.ouvrir(`/bpf/${exercice}?case=C.6`)
      expect(await qui.lire(/conseils régionaux/)).toContain(prix)
      await sain(qui, '24-bilan')
    }
    // Le mandataire lit les deux côtés ; personne ne déclare la part d’une autre.
    await agathe.ouvrir(`${dossier}/suite`)
    expect(await agathe.lire('Commande BC-2')).not.toContain('se compterait deux fois')
  })
})
