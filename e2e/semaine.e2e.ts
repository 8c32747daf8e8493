// Long parce que c’est une seule semaine, jour après jour.
// Une semaine de l’assistante de formation, dans la démonstration : inscrire, convoquer, armer, déplacer, absence, certificats, archive ; et, au
// milieu, une stagiaire qui demande ses données puis leur effacement, répondue depuis « Aujourd’hui », pendant que le reste continue. Une semaine
// au téléphone sans script, dont un samedi où tout change encore ; la suivante au bureau avec. Les écrans que d’autres parcours éprouvent
// déjà ne le sont pas deux fois.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import type { OrganismeId } from '../src/kernel/id.ts'
import { verifierExport } from '../src/modules/emargement/documents/export/verifier-export.ts'
import { tourneeOrganisme } from '../src/modules/etapes/jobs/tournee.job.ts'
import { lireZip } from '../src/platform/zip/zip.ts'
import { pagesDuPdf } from '../test/documents/lire-pdf.ts'
import { type Navigateur, ouvrirNavigateur } from '../test/navigateur/index.ts'
import { type Devant, devant, recu } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
beforeAll(async () => {
  site = await servirInstance('2026-11-30T08:00:00Z', { demonstration: true })
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

type Gens = readonly (readonly [prenom: string, nom: string])[]
const semaines: readonly (readonly [string, number, boolean, Semaine])[] = [
  [
    'au téléphone, sans script',
    360,
    false,
    {
      lundi: '2026-11-30',
      mardi: '2026-12-01',
      mercredi: '2026-12-02',
      jeudi: '2026-12-03',
      vendredi: '2026-12-04',
      client: 'Ateliers Belledonne',
      boite: 'belledonne.example',
      gens: [
        ['Agathe', 'Pons'],
        ['Ousmane', 'Sarr'],
        ['Bakary', 'Diallo'],
        ['Salomé', 'Brévent'],
      ],
    },
  ],
  [
    'au bureau, avec',
    1366,
    true,
    {
      lundi: '2026-12-07',
      mardi: '2026-12-08',
      mercredi: '2026-12-09',
      jeudi: '2026-12-10',
      vendredi: '2026-12-11',
      client: 'Scierie de la Rance',
      boite: 'rance.example',
      gens: [
        ['Chloé', 'Nguyen'],
        ['Paul', 'Kermarrec'],
        ['Sofia', 'Haddad'],
        ['Tancrède', 'Aubépin'],
      ],
    },
  ],
]
type Semaine = {
  readonly lundi: string
  readonly mardi: string
  readonly mercredi: string
  readonly jeudi: string
  readonly vendredi: string
  readonly client: string
  readonly boite: string
  /** La dernière demande ses données, puis leur effacement. */
  readonly gens: Gens
}
/**
 * Les clics de chaque jour, au plus : boutons et liens pressés, volets ouverts, de toute l’équipe et des stagiaires. Un geste de
 * plus demandé à quelqu’un se voit ici.
 */
const clicsAuPlus = { lundi: 10, mardi: 6, mercredi: 9, jeudi: 2, vendredi: 20, soir: 3, samedi: 15 } as const
/** Pendant, puis après chaque demi-journée : 9 h – 12 h 30, 13 h 30 – 17 h à Rennes. */
const demies = [
  ['08:10:00', '11:40:00'],
  ['12:40:00', '16:05:00'],
] as const
const chiffres = (jour: string) => jour.split('-').toReversed().join('/')
const plat = (texte: string) =>
  texte
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

describe.each(semaines)('une semaine de travail, %s', (_, largeur, script, s) => {
  let nadia: Devant
  let maiwenn: Devant
  let tom: Devant
  let autrui: Devant
  let session = ''
  let organisme = '' as OrganismeId
  const courriels = s.gens.map(([prenom]) => `${plat(prenom)}@${s.boite}`)
  const elle = courriels.at(-1) ?? ''
  const [prenomDElle = '', nomDElle = ''] = s.gens.at(-1) ?? []
  const presents = courriels.slice(0, -1)

  beforeAll(async () => {
    const vues = new Set<string>()
    const ouvrir = async () =>
      devant(
        await navigateur.ouvrirPage({ script, origine: site.origine, largeur, hauteur: 800 }),
        `semaine-${largeur}`,
        vues,
      )
    nadia = await ouvrir()
    maiwenn = await ouvrir()
    tom = await ouvrir()
    autrui = await ouvrir()
    site.regler(`${s.lundi}T${script ? '09' : '08'}:00:00Z`)
  })

  let comptes = 0
  /** Ce jour n’a pas demandé plus de clics qu’il n’en demandait. */
  const compter = (jour: keyof typeof clicsAuPlus) => {
    const tous = [nadia, maiwenn, tom, autrui].reduce((n, qui) => n + qui.compte.gestes, 0)
    console.info(JSON.stringify({ largeur, jour, clics: tous - comptes }))
    expect(tous - comptes, jour).toBeLessThanOrEqual(clicsAuPlus[jour])
    comptes = tous
  }
  const entrer = async (qui: Devant, adresse: string) => {
    const nom = qui === nadia ? 'nadia' : qui === tom ? 'tom' : 'maiwenn'
    await qui.ouvrir(`/connexion?suite=${encodeURIComponent(adresse)}`)
    if ((await qui.page.locator('[name="motDePasse"]').count()) > 0) {
      await qui.remplir({ courriel: `${nom}@langue-et-lien.example`, motDePasse: motDePasseDemo })
      await qui.presser('Se connecter')
    }
    await qui.ouvrir(adresse)
  }
  const tourner = () => tourneeOrganisme({ organisme }, site.instance.fond)
  const courriersDe = (a: string, objet: RegExp) =>
    site.courrier.filter((m) => m.a === a && objet.test(m.objet))
  const attendre = (a: string, objet: RegExp, n = 1) =>
    vi.waitFor(() => expect(courriersDe(a, objet), `${a} ${objet}`).toHaveLength(n), { timeout: 120_000 })
  const aTom = (objet: RegExp) => courriersDe('tom.okafor@langue-et-lien.example', objet).length
  const armer = async (code: string) => {
    await nadia.ouvrir(`${session}/envois/etapes/${code}`)
    await nadia.presser('J’ai lu : armer pour cette session')
    await nadia.lire('armée pour cette session')
  }

  /** Planifie ces journées entières avec Tom Okafor, dans la première salle, et ouvre les inscriptions ; rend l’adresse de la session. */
  const planifier = async (jours: readonly string[], champs: Readonly<Record<string, string>> = {}) => {
    const option = (champ: string, texte: string) =>
      nadia.page
        .locator(`main select[name="${champ}"] option`, { hasText: texte })
        .first()
        .getAttribute('value')
    await nadia.ouvrir('/sessions/nouvelle')
    await nadia.remplir({ offre: (await option('offre', 'Espagnol')) ?? '' })
    for (const [n, jour] of jours.entries()) {
      if (n === 0) await nadia.remplir({ 'seances[0].date': chiffres(jour) })
      await nadia.presser('Ajouter une journée')
      if (n > 0)
        for (const demie of [2 * n, 2 * n + 1])
          await nadia.remplir({ [`seances[${demie}].date`]: chiffres(jour) })
    }
    await nadia.remplir({
      salle: { rang: 1 },
      formateurId: (await option('formateurId', 'Okafor')) ?? '',
      ...champs,
    })
    await nadia.presser('Planifier et ouvrir les inscriptions')
    const adresse = /\/sessions\/[0-9a-f-]{36}/.exec(nadia.chemin())?.[0] ?? ''
    expect(adresse, await nadia.texte()).not.toBe('')
    return adresse
  }
  /** Ouvre le dossier d’un client, Odile Garnier pour signataire, et y inscrit cette liste, informée. */
  const vendre = async (structure: string, boite: string, liste: readonly string[]) => {
    await nadia.suivre('Ouvrir un dossier')
    await nadia.remplir({
      structure,
      adresse: '3 chemin des Forges',
      codePostal: '35000',
      ville: 'Rennes',
      prenom: 'Odile',
      nom: 'Garnier',
      courriel: `odile@${boite}`,
      qualite: 'présidente',
      prix: '900',
    })
    await nadia.presser('Ouvrir le dossier')
    await nadia.remplir({ remis: true, liste: liste.join('\n') })
    await nadia.presser('Inscrire')
  }

  /** Confie toutes ses demi-journées à qui se reconnaît à son nom, et prévient chacun d’un geste. */
  const confier = async (demies: number, parmi: (nom: string) => boolean) => {
    await nadia.ouvrir(session)
    await nadia.ouvrir((await nadia.liens('main a[href*="/affectations/"]'))[0] ?? '')
    const choix = nadia.page.locator('main select[name="intervenants[0].id"] option')
    const noms = await choix.allTextContents()
    const rang = noms.findIndex((nom, i) => i > 0 && !nom.includes('(') && parmi(nom))
    await nadia.remplir({ 'intervenants[0].id': { rang }, partout: true })
    await nadia.presser('Changer et prévenir chacun')
    await nadia.lire(`${demies} demi-journées sont réglées`)
  }

  it('lundi : elle planifie, ouvre un dossier, inscrit d’une liste, arme ce qui partira seul', async () => {
    await entrer(nadia, '/aujourdhui')
    session = await planifier([s.jeudi])
    await vendre(
      s.client,
      s.boite,
      s.gens.map(([p, n], i) => `${p} ${n} ${courriels[i]}`),
    )
    await nadia.lire(/4 (inscriptions|inscrits|personnes)/)
    await nadia.lire('Signée sur un exemplaire rapporté')
    await nadia.remplir({ jour: chiffres(s.lundi) })
    await nadia.presser('Constater la signature')
    await nadia.lire('La signature est constatée')
    await nadia.ouvrir(`${session}/envois`)
    organisme = ((await nadia.page.locator('[name="_organisme"]').first().getAttribute('value')) ??
      '') as OrganismeId
    // La convocation part d’un geste, mardi : armée si près du jour, la vraie tournée pourrait la devancer.
    for (const code of ['veille', 'lien-emargement']) await armer(code)
    await nadia.ouvrir(`${session}/envois`)
    compter('lundi')
  })

  it('mardi : les convocations partent ensemble ; la session est déplacée, et chacun l’apprend', async () => {
    site.regler(`${s.mardi}T08:30:00Z`)
    await entrer(nadia, `${session}/pieces`)
    await nadia.presser('Convoquer toute la session')
    await nadia.lire(/4 convocations/)
    for (const a of courriels) await attendre(a, /convocation/i)
    await tourner()
    await nadia.ouvrir(session)
    await nadia.suivre('Changer dates, lieu, intervenant')
    await nadia.remplir({
      'seances[0].date': chiffres(s.vendredi),
      'seances[1].date': chiffres(s.vendredi),
    })
    await nadia.presser('Voir ce que cela touche')
    await nadia.presser('Changer et prévenir 5 personnes')
    await nadia.lire('La session est changée')
    for (const a of courriels) await attendre(a, /Nouvelles dates/)
    // Tom appelle : il ne viendra pas vendredi. Une collègue prend la session, d’un geste ; le soir, il va mieux, et la reprend.
    const [otes, remis] = [aTom(/n’animez plus/), aTom(/^Vous animez/)]
    site.regler(`${s.mardi}T09:00:00Z`)
    await confier(2, (nom) => !nom.includes('Okafor'))
    await vi.waitFor(() => expect(aTom(/n’animez plus/)).toBe(otes + 1), { timeout: 120_000 })
    site.regler(`${s.mardi}T09:30:00Z`)
    await confier(2, (nom) => nom.includes('Okafor'))
    await vi.waitFor(() => expect(aTom(/^Vous animez/)).toBe(remis + 1), { timeout: 120_000 })
    compter('mardi')
  })

  it('mercredi : une stagiaire demande ses données, puis leur effacement ; « Aujourd’hui » le dit, et l’on répond', async () => {
    site.regler(`${s.mercredi}T07:30:00Z`)
    await autrui.ouvrir('/moi')
    await autrui.page.getByLabel('Courriel').fill(elle)
    await autrui.presser('Recevoir mon lien')
    await autrui.ouvrir(await recu(site.courrier, elle, /\/moi\/[\w-]{43}/))
    const demander = async (droit: string) => {
      await autrui.page.getByLabel('Je veux').selectOption(droit)
      await autrui.presser('Envoyer ma demande')
      await autrui.lire('due avant le')
    }
    await demander('acces')
    await entrer(maiwenn, '/aujourdhui')
    await maiwenn.lire(new RegExp(`${prenomDElle} ${nomDElle}, qui demande à`))
    await maiwenn.sain('aujourdhui-demande')
    const repondre = () =>
      maiwenn.cliquer(
        maiwenn.page
          .locator('main li, main tr')
          .filter({ hasText: `${prenomDElle} ${nomDElle}, qui demande à` })
          .first()
          .getByRole('link', { name: 'Répondre' }),
      )
    await repondre()
    await maiwenn.presser('Préparer l’archive et la lui remettre')
    await maiwenn.lire(/faite/)
    await vi.waitFor(
      async () => {
        await autrui.page.reload()
        expect(await autrui.page.getByRole('link', { name: /archive/i }).count()).toBeGreaterThan(0)
      },
      { timeout: 120_000, interval: 300 },
    )
    await autrui.sain('espace-archive')
    await demander('effacement')
    await entrer(maiwenn, '/aujourdhui')
    await repondre()
    await maiwenn.suivre('Voir ce qui s’efface et ce qui reste')
    await maiwenn.lire(`${prenomDElle} ${nomDElle} a encore sa place à`)
    await maiwenn.lire('Ce qui se garde')
    await maiwenn.lire(/Convocation/)
    await maiwenn.sain('effacer')
    await maiwenn.page.getByLabel('Pourquoi').fill('Demande de la personne, par son espace.')
    await maiwenn.presser('Effacer ce qui peut l’être')
    await maiwenn.lire('Le reste se garde jusqu’à son terme')
    await maiwenn.sain('effacee')
    await maiwenn.ouvrir('/aujourdhui')
    expect(await maiwenn.texte()).not.toContain(`${prenomDElle} ${nomDElle}, qui demande à`)
    // Son adresse ne se retrouve plus nulle part où l’assistante cherche.
    for (const ou of [`/recherche?q=${elle}`, `/personnes?q=${elle}`, `${session}/envois`]) {
      await entrer(nadia, ou)
      expect(await nadia.page.locator('main :is(a, td, th, li)').filter({ hasText: elle }).count(), ou).toBe(
        0,
      )
    }
    await nadia.lire('sans courriel')
    await nadia.sain('matrice-apres')
    compter('mercredi')
  })

  it('jeudi : la veille part seule à qui reste, rien à qui s’est effacée', async () => {
    // Ce qui répond à sa demande de mercredi peut partir encore ; de la session, plus rien.
    const deLaSession = () =>
      courriersDe(elle, /./).filter((m) => !/^(Votre espace|Vos données)/.test(m.objet))
    const avant = deLaSession().length
    site.regler(`${s.jeudi}T08:30:00Z`)
    await tourner()
    for (const a of presents) await attendre(a, /^Demain/)
    await entrer(nadia, '/planning')
    await nadia.sain('planning')
    // Imprimé, il commence à sa première page.
    const [premiere = ''] = pagesDuPdf(await nadia.page.pdf({ preferCSSPageSize: true }))
    expect(premiere).toContain('Planning')
    expect(premiere).toContain('Tom Okafor')
    await nadia.ouvrir(session)
    await nadia.suivre('Confirmer la session')
    await nadia.presser('Confirmer la session')
    await nadia.lire(/confirmée/)
    expect(deLaSession()).toHaveLength(avant)
    compter('jeudi')
  })

  it('vendredi : les liens partent seuls, trois signent, une absence se dit à l’employeur', async () => {
    for (const [rang, [pendant, apres]] of demies.entries()) {
      site.regler(`${s.vendredi}T${pendant}Z`)
      await tourner()
      for (const a of presents) {
        await autrui.ouvrir(await recu(site.courrier, a, /\/emargement\/[\w-]{43}/, rang))
        await autrui.cliquer(autrui.page.getByRole('checkbox'))
        await autrui.presser('Signer ma présence')
        expect(await autrui.page.textContent('h1')).toBe('Présence signée')
      }
      site.regler(`${s.vendredi}T${apres}Z`)
      await entrer(tom, session)
      const feuille = (await tom.liens('main table a[href*="/seances/"]'))[rang] ?? ''
      await tom.ouvrir(feuille)
      const ligne = tom.page.locator('.presence li').filter({ hasText: nomDElle })
      await tom.cliquer(ligne.getByText('Noter son absence'))
      await tom.cliquer(ligne.getByRole('button', { name: 'Noter l’absence' }))
      await tom.lire('Absence notée')
      await tom.presser(/^Signer la feuille/)
      await tom.lire('Feuille close')
    }
    await entrer(nadia, `${session}/assiduite`)
    await nadia.lire(`${prenomDElle} ${nomDElle}`)
    await nadia.sain('assiduite')
    await nadia.presser(/^Envoyer cet avis/)
    await attendre(`odile@${s.boite}`, /absence/i)
    compter('vendredi')
  })

  it('vendredi soir : les certificats ensemble, puis tout dans une archive ; le registre se vérifie', async () => {
    await entrer(nadia, `${session}/certificats`)
    await nadia.presser(/^Émettre les/)
    await vi.waitFor(
      async () => {
        await nadia.page.goto(`${session}/certificats`)
        expect(await nadia.texte()).toContain('3 sur 4')
      },
      { timeout: 120_000, interval: 500 },
    )
    await entrer(maiwenn, `${session}/certificats`)
    await maiwenn.presser(/^Signer et remettre les 3 certificats/)
    await maiwenn.lire(/3 certificats signés, 3 envois en route/)
    for (const a of presents) await attendre(a, /certificat/i)
    await entrer(nadia, session)
    await nadia.suivre('Tout emporter')
    await nadia.sain('emporter')
    const champs = await nadia.page
      .locator('main form input[type="hidden"]')
      .evaluateAll((tous) =>
        Object.fromEntries(tous.map((x) => [x.getAttribute('name') ?? '', x.getAttribute('value') ?? ''])),
      )
    const action = await nadia.page.locator('main form').first().getAttribute('action')
    const reponse = await nadia.page.request.post(`${site.origine}${action ?? nadia.chemin()}`, {
      form: champs,
      headers: { origin: site.origine },
    })
    const zip = await reponse.body()
    const noms = [...lireZip({ taille: zip.length, lire: (o, n) => zip.subarray(o, o + n) })].map(
      (f) => f.nom,
    )
    expect(noms.filter((n) => /CR-\d{4}-\d+/.test(n))).toHaveLength(3)
    expect(
      noms.some((n) => /CV-\d{4}-|convocation/i.test(n)),
      noms.join('\n'),
    ).toBe(true)
    // Une personne effacée, et le registre se vérifie toujours, sans le serveur.
    await entrer(maiwenn, '/registre')
    const lien = await maiwenn.page.getByRole('link', { name: 'Exporter le registre' }).getAttribute('href')
    const registre = await (await maiwenn.page.request.get(`${site.origine}${lien}`)).body()
    const verdict = verifierExport({ taille: registre.length, lire: (o, n) => registre.subarray(o, o + n) })
    expect(verdict).toMatchObject({ ok: true, premiereRupture: null })
    await entrer(nadia, '/aujourdhui')
    await nadia.sain('aujourdhui-fin')
    compter('soir')
  })

  // Une fois suffit, là où c’est le plus rude.
  if (!script)
    it('samedi : le lieu et le prix changent, une personne arrive en route, l’action s’interrompt ; chacun l’apprend', async () => {
      const [samedi, suivant] = ['2026-12-05', '2026-12-12']
      const [ida, noe, odile] = ['ida@rocher.example', 'noe@rocher.example', 'odile@rocher.example']
      site.regler(`${samedi}T05:30:00Z`)
      await entrer(nadia, '/aujourdhui')
      session = await planifier([samedi, suivant], { capacite: '6', effectifMin: '1' })
      await vendre('Scop du Rocher', 'rocher.example', [`Ida Faure ${ida}`])
      await nadia.ouvrir(`${session}/pieces`)
      await nadia.presser('Convoquer toute la session')
      await attendre(ida, /convocation/i)

      // La salle est prise : une autre, plus petite, et moins chère. Un aperçu, un geste.
      site.regler(`${samedi}T05:50:00Z`)
      await nadia.ouvrir(session)
      await nadia.suivre('Changer dates, lieu, intervenant')
      await nadia.remplir({ salle: { rang: 2 }, prix: '520' })
      await nadia.presser('Voir ce que cela touche')
      await nadia.lire(/Prix par stagiaire.*520,00 €/)
      await nadia.lire('Salle Senghor')
      await nadia.sain('changement')
      await nadia.presser(/^Changer et prévenir \d\spersonnes/)
      await nadia.lire('La session est changée')
      for (const a of [ida, odile]) await attendre(a, /^Ce qui change/)

      // L’action a commencé quand Noé demande à venir : il n’est attendu qu’au second jour, et qui anime l’apprend.
      const arrivees = aTom(/^Une personne arrive/)
      site.regler(`${samedi}T08:45:00Z`)
      await entrer(nadia, `${session}/inscriptions/nouvelle`)
      await nadia.remplir({ liste: `Noé Baron ${noe}`, arrivee: chiffres(suivant) })
      await nadia.presser('Voir ce que cela touche')
      await nadia.lire('Noé Baron arrive')
      await nadia.lire('Les demi-journées d’avant ne lui sont pas demandées')
      await nadia.sain('arrivee')
      await nadia.remplir({ envoyer: true, dire: true })
      await nadia.presser('Inscrire Noé Baron')
      await vi.waitFor(() => expect(courriersDe(noe, /./).length).toBeGreaterThan(0), { timeout: 120_000 })
      await vi.waitFor(() => expect(aTom(/^Une personne arrive/)).toBe(arrivees + 1), { timeout: 120_000 })

      // Plus de courant : la direction arrête là, chacun l’apprend, et ce qui s’est tenu reste.
      const arrets = aTom(/^Interrompue/)
      site.regler(`${samedi}T09:30:00Z`)
      await entrer(maiwenn, session)
      await maiwenn.suivre('Interrompre la session')
      await maiwenn.remplir({ motif: 'Plus de courant dans le quartier' })
      await maiwenn.presser('Voir ce que cela touche')
      await maiwenn.sain('interruption')
      await maiwenn.presser(/et prévenir \d personnes/)
      await maiwenn.lire('La session est désormais « interrompue »')
      for (const a of [ida, noe, odile]) await attendre(a, /^Interrompue/)
      await vi.waitFor(() => expect(aTom(/^Interrompue/)).toBe(arrets + 1), { timeout: 120_000 })
      compter('samedi')
    })

  if (!script)
    it('un lundi où tout arrive : qui anime est malade, une date bouge, deux personnes arrivent en retard, le téléphone sonne', async () => {
      const [lundi, suivant] = ['2026-12-07', '2026-12-14']
      const [ida, odile] = ['ida@fonderie.example', 'odile@fonderie.example']
      site.regler('2026-12-05T10:00:00Z')
      await entrer(nadia, '/aujourdhui')
      session = await planifier([lundi, suivant], { capacite: '6', effectifMin: '1' })
      await vendre('Fonderie du Four', 'fonderie.example', [`Ida Faure ${ida}`, 'Malik Benali'])
      await nadia.ouvrir(`${session}/pieces`)
      await nadia.presser('Convoquer toute la session')
      await attendre(ida, /convocation/i)

      // 6 h 40 : Tom est malade. On le retrouve à une faute près, une collègue prend ses quatre demi-journées ; Malik, sans courriel, reste à appeler.
      const otes = aTom(/n’animez plus/)
      site.regler(`${lundi}T05:40:00Z`)
      await entrer(nadia, '/recherche?q=okafro')
      await nadia.lire('Tom Okafor')
      // Inès est prise ailleurs ce matin-là : c’est Lena qui peut.
      await confier(4, (nom) => nom.includes('Lena Brandt'))
      await nadia.lire('Malik Benali')
      await vi.waitFor(() => expect(aTom(/n’animez plus/)).toBe(otes + 1), { timeout: 120_000 })
      for (const a of [ida, odile]) await attendre(a, /^Ce qui change/)
      await nadia.ouvrir(`${session}/avis`)
      await nadia.lire('Malik Benali')
      await nadia.sain('hostile-avis')

      // 7 h 10 : le client appelle, le second jour passe au lendemain ; les convocations se refont du même geste.
      site.regler(`${lundi}T06:10:00Z`)
      await nadia.ouvrir(session)
      await nadia.suivre('Changer dates, lieu, intervenant')
      await nadia.remplir({ 'seances[2].date': '15/12/2026', 'seances[3].date': '15/12/2026' })
      await nadia.presser('Voir ce que cela touche')
      await nadia.lire('Malik Benali')
      await nadia.sain('hostile-dates')
      await nadia.remplir({ convoquer: true })
      await nadia.presser(/^Changer et prévenir \d\spersonnes/)
      await nadia.lire('La session est changée')
      for (const a of [ida, odile]) await attendre(a, /Nouvelles dates/)
      await attendre(ida, /convocation/i, 2)

      // 9 h 10 : la première demi-journée a commencé, deux personnes se présentent ; qui anime l’apprend, et elles ont leur ligne l’après-midi.
      site.regler(`${lundi}T08:10:00Z`)
      await entrer(nadia, `${session}/inscriptions/nouvelle`)
      await nadia.remplir({
        liste: 'Noé Baron noe@fonderie.example\nInès Le Gall ines@fonderie.example',
        arrivee: chiffres(lundi),
      })
      await nadia.presser('Voir ce que cela touche')
      await nadia.lire('Noé Baron')
      await nadia.sain('hostile-retard')
      await nadia.remplir({ envoyer: true, dire: true })
      await nadia.presser(/^Inscrire/)
      await vi.waitFor(
        () => expect(site.courrier.filter((m) => m.objet.startsWith('2 personnes arrivent')).length).toBe(1),
        { timeout: 120_000 },
      )
      await nadia.ouvrir(session)
      for (const nom of ['Ida Faure', 'Malik Benali', 'Noé Baron', 'Inès Le Gall']) await nadia.lire(nom)
      await nadia.ouvrir((await nadia.liens('main table a[href*="/seances/"]'))[1] ?? '')
      for (const nom of ['Noé Baron', 'Inès Le Gall']) await nadia.lire(nom)
      await nadia.sain('hostile-feuille')
    })
})
