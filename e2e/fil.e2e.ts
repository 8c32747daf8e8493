// Long parce que c’est un seul fil : chaque chapitre reprend où le précédent s’est arrêté.
// Le fil entier, d’une instance vide à douze certificats signés et remis : les pages seules, à 360 px, script coupé, le
// courrier par SMTP. La session mêle un client et ses douze salariés, un particulier à ses frais, et une personne reçue
// d’un autre organisme. Les écrans et les champs de l’équipe sont comptés ; une borne les tient.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lireTexte } from '../test/documents/texte.ts'
import { type Navigateur, ouvrirNavigateur } from '../test/navigateur/index.ts'
import { type Devant, devant, recu } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'

const salaries = [
  ['Agathe', 'Pons'],
  ['Ousmane', 'Sarr'],
  ['Léonie', 'Fabre'],
  ['Yannick', 'Le Gall'],
  ['Chloé', 'Nguyen'],
  ['Bakary', 'Diallo'],
  ['Inès', 'Moreau'],
  ['Paul', 'Kermarrec'],
  ['Sofia', 'Haddad'],
  ['Jules', 'Petit'],
  ['Maëlle', 'Guégan'],
  ['Tomàs', 'Ribeiro'],
] as const
const courrielDe = (prenom: string) =>
  `${prenom
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()}@tilleuls.example`
const demies = [
  { jour: '2026-12-14', pendant: '2026-12-14T08:10:00Z', apres: '2026-12-14T11:40:00Z' },
  { jour: '2026-12-14', pendant: '2026-12-14T12:40:00Z', apres: '2026-12-14T16:05:00Z' },
  { jour: '2026-12-15', pendant: '2026-12-15T08:10:00Z', apres: '2026-12-15T11:40:00Z' },
  { jour: '2026-12-15', pendant: '2026-12-15T12:40:00Z', apres: '2026-12-15T16:05:00Z' },
] as const
/** Dans l’ordre : les douze du client, qui paie à ses frais, qui vient d’un autre organisme. */
const tous = [...salaries.map(([p]) => courrielDe(p)), 'nadege@exemple.example', 'gwen@ponant.example']
const jetonDePiece = /\/piece\/[\w-]{43}/
const jetonDeDemi = /\/emargement\/[\w-]{43}/

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let equipe: Devant
let autrui: Devant
const vues = new Set<string>()
let tom: Devant
let session = ''
let _dossier = ''
const telephone = () =>
  navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360, hauteur: 760 })

/** Ouvre cette adresse ; la session du compte a pu finir depuis la dernière fois. */
const entrer = async (qui: Devant, courriel: string, motDePasse: string, adresse: string) => {
  await qui.ouvrir(adresse)
  if ((await qui.page.locator('[name="motDePasse"]').count()) === 0) {
    if ((await qui.page.locator('main a[href^="/connexion"]').count()) === 0) return
    await qui.ouvrir(`/connexion?suite=${adresse}`)
  }
  await qui.remplir({ courriel, motDePasse })
  await qui.presser('Se connecter')
  await qui.ouvrir(adresse)
}

/** La tablette de la salle : chacun touche son nom, écrit ses initiales, passe à la suivante. */
const signerSurTablette = async (feuille: string) => {
  await tom.suivre('Signer sur une tablette')
  await tom.presser('Ouvrir la tablette sur cet appareil')
  await tom.sain('44-tablette')
  for (;;) {
    const noms = tom.page.locator('main a.button.large')
    const nom = (await noms.count()) === 0 ? undefined : ((await noms.first().textContent()) ?? '').trim()
    if (nom === undefined) break
    await noms.first().click()
    await tom.sain('45-tablette-signer')
    const initiales = nom
      .split(/[\s-]+/)
      .map((m) => m[0] ?? '')
      .join('')
    await tom.page.getByLabel('Vos initiales').fill(initiales)
    await tom.page.getByRole('checkbox').check()
    await tom.presser('Signer ma présence')
    expect(await tom.page.textContent('h1'), `${nom} ${initiales}`).toBe('Présence signée')
    await tom.suivre(/Passer à la personne suivante|revenir à la feuille/)
  }
  await tom.lire('Chacun a signé')
  // Cet appareil n’est plus connecté à un compte : il faut se reconnecter pour reprendre la feuille.
  await entrer(tom, 'tom@exemple.example', 'deux pies dans le vent', feuille)
}

/** Consent, reçoit le code à l’adresse de la demande, l’écrit, signe. */
const signerParLien = async (courriel: string) => {
  await autrui.remplir({ consentement: true })
  await autrui.presser('Recevoir le code pour signer')
  const code = await recu(site.courrier, courriel, /(?<=\n)\d{6}(?=\n)/)
  await autrui.remplir({ consentement: true, code })
  await autrui.presser('Signer la pièce')
  await autrui.lire('Pièce signée')
}

beforeAll(async () => {
  site = await servirInstance('2026-11-24T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  equipe = devant(await telephone(), 'fil', vues)
  autrui = devant(await telephone(), 'fil', vues)
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

describe('le fil, d’une instance vide aux certificats remis', () => {
  it('une coopérative naît, avec son signataire, sa salle et son règlement', async () => {
    const e = equipe
    await e.ouvrir('/')
    await e.sain('01-premiers-pas')
    await e.remplir({
      nom: 'Langue & Lien',
      siret: '123 456 782 00010',
      prenom: 'Hélène',
      nomPersonne: 'Marchand',
      courriel: 'helene@exemple.example',
      motDePasse: 'trois merles sous la pluie',
    })
    await e.presser('Commencer')
    await e.sain('02-reste-a-faire')
    await e.ouvrir('/cooperative/identite')
    await e.remplir({
      adresse: '3 rue du Four',
      codePostal: '35000',
      ville: 'Rennes',
      courriel: 'contact@exemple.example',
      telephone: '02 99 00 00 00',
      nda: '53 35 12345 35',
      ndaPrefet: 'de la région Bretagne',
      regimeTva: 'assujetti',
    })
    await e.presser('Enregistrer la fiche')
    await e.lire('La fiche est enregistrée')
    await e.ouvrir('/cooperative/signataires')
    await e.remplir({ personne: { rang: 1 }, qualite: 'gérante', genre: 'fonction' })
    await e.presser('Donner ce pouvoir')
    await e.lire('Le pouvoir est donné')
    await e.sain('03-signataires')
    await e.ouvrir('/documents/reglement-interieur')
    await e.sain('04-reglement')
    await e.presser('Émettre le règlement')
    await e.lire(/Le règlement RI-2026-0001 est émis/)
    await e.sain('05-reglement-emis')
  })

  it('l’offre s’écrit, s’adopte et se publie ; une visiteuse la lit', async () => {
    const e = equipe
    await e.ouvrir('/catalogue/nouvelle')
    await e.sain('06-offre')
    await e.remplir({
      intitule: 'Accueillir et orienter au téléphone',
      objectif: 'Tenir un accueil téléphonique sûr et chaleureux.',
      objectifs: 'Reformuler une demande\nOrienter vers le bon service\nConclure un appel difficile',
      contenu:
        'L’écoute : reformuler, nommer\nL’orientation : qui fait quoi\nLes appels difficiles : mises en situation',
      publicVise: 'Toute personne qui répond au téléphone.',
      prerequis: 'Aucun.',
      methodes: 'Mises en situation enregistrées, puis écoutées ensemble.',
      moyensTechniques: 'Deux téléphones, un enregistreur.',
      encadrement: 'Une formatrice pour douze.',
      formateurs: 'Dix ans d’accueil hospitalier.',
      suivi: 'Émargement par demi-journée.',
      evaluation: 'Une mise en situation notée.',
      sanction: 'Certificat de réalisation.',
      acces: 'Sur inscription.',
      delaiAcces: 'Deux semaines.',
      financement: 'OPCO, employeur, particulier.',
      accessibilite: 'Salle de plain-pied.',
      referentHandicap: 'Hélène Marchand',
      sansResultat: true,
      modalite: 'presentiel',
      duree: '14 h',
      prix: '200',
      f3: 'd',
      nsf: { rang: 1 },
    })
    await e.presser('Créer le brouillon')
    await e.sain('07-brouillon')
    await e.suivre(/Valider cette offre/)
    await e.remplir({ nature: 'formation' })
    await e.sain('08-adopter')
    await e.presser('Valider et publier')
    await e.lire('validée et publiée')
    await autrui.ouvrir('/formations')
    await autrui.sain('09-formations')
    await autrui.suivre('Accueillir et orienter au téléphone')
    await autrui.lire('Salle de plain-pied.')
    await autrui.sain('10-fiche')
  })

  it('la salle, l’intervenant et son compte, la session et ses quatre demi-journées', async () => {
    const e = equipe
    await e.ouvrir('/cooperative/etablissements')
    await e.remplir({ nom: 'Maison Duras', adresse: '3 rue du Four', codePostal: '35000', ville: 'Rennes' })
    await e.presser(/^Ajouter/)
    await e.ouvrir('/salles')
    await e.remplir({ nom: 'Salle haute', places: '16' })
    await e.presser('Ajouter la salle')
    await e.lire('La salle est ajoutée')
    await e.sain('11-salles')
    await e.ouvrir('/cooperative/equipe')
    await e.remplir({ prenom: 'Tom', nom: 'Okafor', courriel: 'tom@exemple.example', roles: 'formateur' })
    await e.presser('Inviter')
    tom = devant(await telephone(), 'fil', vues)
    await tom.ouvrir(
      await recu(site.courrier, 'tom@exemple.example', /\/\S*[\w-]{43}/).then(
        (l) => new URL(l, site.origine).pathname,
      ),
    )
    await tom.sain('12-invitation')
    await tom.page.getByLabel('Mot de passe', { exact: true }).first().fill('deux pies dans le vent')
    await tom.presser(/^(Rejoindre|Entrer|Accepter|Créer|Choisir)/)
    await e.ouvrir('/sessions/nouvelle')
    await e.sain('13-planifier')
    await e.remplir({ offre: { rang: 1 }, capacite: '16' })
    await e.remplir({ 'seances[0].date': '14/12/2026' })
    await e.presser('Ajouter une journée')
    await e.presser('Ajouter une journée')
    expect(await e.page.inputValue('[name="seances[3].date"]')).toBe('15/12/2026')
    await e.remplir({ salle: { rang: 1 }, formateurId: { rang: 1 } })
    await e.presser('Planifier et ouvrir les inscriptions')
    session = /\/sessions\/[0-9a-f-]{36}/.exec(e.chemin())?.[0] ?? ''
    expect(session, await e.texte()).not.toBe('')
    await e.sain('15-session-ouverte')
    await e.ouvrir('/personnes?q=okafor')
    await e.lire(/Okafor/)
    await e.suivre(/Okafor/)
    await e.suivre(/statut/i)
    await e.remplir({ statut: 'salarie', du: '01/01/2026' })
    await e.presser('Ouvrir ce statut')
    await e.sain('16-intervenant')
    await e.suivre(/titres/i)
    await e.remplir({
      titres: 'Formateur à l’accueil, dix ans d’accueil hospitalier.',
      rapport: 'L’accueil téléphonique.',
    })
    await e.presser(/^Enregistrer/)
    await e.lire('Les titres et qualités sont enregistrés')
  })

  it('un client et ses douze salariés : la convention s’émet, s’envoie, se signe des deux côtés', async () => {
    const e = equipe
    await e.ouvrir(session)
    await e.suivre('Ouvrir un dossier')
    await e.sain('17-dossier')
    await e.remplir({
      acheteur: 'entreprise',
      structure: 'Clinique des Tilleuls',
      adresse: '12 rue des Tilleuls',
      codePostal: '35000',
      ville: 'Rennes',
      prenom: 'Rosa',
      nom: 'Marchal',
      courriel: 'rosa@tilleuls.example',
      qualite: 'directrice',
      prix: '2 400',
    })
    await e.presser('Ouvrir le dossier')
    await e.sain('18-inscrire')
    await e.remplir({ liste: salaries.map(([p, n]) => `${p} ${n} ${courrielDe(p)}`).join('\n') })
    await e.presser('Inscrire')
    await e.lire(/12 /)
    _dossier = e.chemin()
    await e.sain('19-dossier')
    await e.suivre('Pièces du dossier')
    await e.sain('20-pieces')
    await e.presser(/^Émettre la convention/)
    await e.sain('21-convention')
    const convention = e.chemin()
    await e.presser('Envoyer pour signature')
    await autrui.ouvrir(await recu(site.courrier, 'rosa@tilleuls.example', jetonDePiece))
    await autrui.sain('22-signer-convention')
    const lue = await autrui.page.request.get(`${autrui.chemin()}/0.pdf`)
    expect((await lue.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await signerParLien('rosa@tilleuls.example')
    await autrui.sain('23-convention-signee')
    await e.ouvrir(convention)
    await e.presser('Signer pour l’organisme')
    await e.lire(/signée/)
    await e.sain('24-convention-complete')
  })

  it('un particulier à ses frais a son contrat, une personne vient d’un autre organisme : client par client', async () => {
    const e = equipe
    await e.ouvrir(session)
    await e.suivre('Ouvrir un dossier')
    await e.remplir({
      acheteur: 'personne',
      individuel: true,
      adresse: '4 rue du Port',
      codePostal: '35400',
      ville: 'Saint-Malo',
      prenom: 'Nadège',
      nom: 'Cariou',
      courriel: 'nadege@exemple.example',
      prix: '200',
    })
    await e.presser('Ouvrir le dossier')
    await e.presser('Inscrire')
    const particulier = e.chemin()
    await e.suivre('Écrire')
    await e.sain('25-echeancier')
    await e.remplir({
      'echeances[0].montant': '200',
      'echeances[1].montant': '20',
      'echeances[2].montant': '20',
    })
    await e.presser('Poser l’échéancier')
    await e.lire(/30 %/)
    await e.sain('26-echeancier-refuse')
    // Proposé : trente pour cent, puis au soir de chacun des deux jours.
    await e.remplir({
      'echeances[0].montant': '72',
      'echeances[1].montant': '48',
      'echeances[2].montant': '120',
    })
    await e.presser('Poser l’échéancier')
    await e.lire('L’échéancier est posé')
    await e.suivre('Pièces du dossier')
    await e.remplir({
      mediateurNom: 'Médiation Ouest',
      mediateurAdresse: '1 place du Parlement, 35000 Rennes',
      mediateurSite: 'mediation-ouest.example',
    })
    await e.presser('Émettre le contrat')
    await e.sain('27-contrat')
    await e.presser('Envoyer pour signature')
    await autrui.ouvrir(await recu(site.courrier, 'nadege@exemple.example', jetonDePiece))
    await autrui.remplir({ qualite: 'stagiaire' })
    await signerParLien('nadege@exemple.example')
    await e.ouvrir(particulier)
    await e.lire(/délai de rétractation court jusqu’au mardi 8 décembre 2026 à minuit/)
    await e.sain('28-delai')

    await e.ouvrir(`${session}/dossiers/nouveau`)
    await e.remplir({
      acheteur: 'organisme-formation',
      structure: 'Formations du Ponant',
      siret: '99912345800013',
      adresse: '2 quai Malbert',
      codePostal: '29200',
      ville: 'Brest',
      prenom: 'Iris',
      nom: 'Tanguy',
      qualite: 'gérante',
      prix: '180',
    })
    await e.presser('Ouvrir le dossier')
    await e.remplir({ liste: 'Gwen Abgrall gwen@ponant.example', statutCommun: 'salarie-prive' })
    await e.presser('Inscrire')
    await e.sain('29-recue')
    await e.remplir({ jour: '24/11/2026' })
    await e.presser('Constater la signature')
    await e.lire('La signature est constatée')
  })

  it('informations et règlement partent par lien, chacun en accuse réception, puis chacun est convoqué', async () => {
    const e = equipe
    await e.ouvrir(`${session}/pieces`)
    await e.sain('30-remises')
    await e.presser('Remettre les informations à tous')
    await e.lire(/remises en route/)
    for (const courriel of [...salaries.map(([p]) => courrielDe(p)), 'nadege@exemple.example']) {
      const rang = courriel.startsWith('nadege') ? 1 : 0
      await autrui.ouvrir(await recu(site.courrier, courriel, jetonDePiece, rang))
      await autrui.sain('31-accuser')
      await autrui.remplir({ consentement: true })
      await autrui.presser('Accuser réception')
      await autrui.lire('Réception enregistrée')
    }
    await e.ouvrir(`${session}/pieces`)
    await e.sain('32-accuses')
    await e.presser('Convoquer toute la session')
    await e.lire(/1[34] convocations/)
    await e.sain('33-convoques')
    expect(await e.texte()).not.toMatch(/pas encore inscrit/)
    await e.ouvrir(session)
    await e.sain('34-session-prete')
    await e.suivre('Signer le contrat de Nadège Cariou')
    await e.presser('Signer pour l’organisme')
    await e.ouvrir(session)
    await e.suivre('Confirmer la session')
    await e.presser('Confirmer la session')
    await e.lire(/confirmée/)
  })

  it('quatre demi-journées : onze signent par lien, une matinée se signe sur la tablette, une absence, un retard', async () => {
    for (const [rang, demi] of demies.entries()) {
      site.regler(demi.pendant)
      await entrer(tom, 'tom@exemple.example', 'deux pies dans le vent', session)
      const feuilles = await tom.liens('main table a[href*="/seances/"]')
      expect(feuilles).toHaveLength(4)
      const feuille = feuilles[rang] ?? ''
      await entrer(tom, 'tom@exemple.example', 'deux pies dans le vent', feuille)
      await tom.sain('40-feuille')
      if (rang === 2) await signerSurTablette(feuille)
      else {
        await tom.presser('Envoyer les liens de signature')
        for (const [i, courriel] of tous.entries()) {
          // Tomàs manque le dernier après-midi.
          if (rang === 3 && i === 11) continue
          await autrui.ouvrir(await recu(site.courrier, courriel, jetonDeDemi, rang > 2 ? rang - 1 : rang))
          await autrui.sain('41-signer')
          await autrui.page.getByRole('checkbox').check()
          await autrui.presser('Signer ma présence')
          expect(await autrui.page.textContent('h1')).toBe('Présence signée')
        }
      }
      site.regler(demi.apres)
      await entrer(tom, 'tom@exemple.example', 'deux pies dans le vent', feuille)
      if (rang === 0) {
        const ligne = tom.page.locator('.presence li').filter({ hasText: 'Kermarrec' })
        await ligne.getByText('Minutes ou correction').click()
        await ligne.getByLabel('Retard, en minutes').fill('20')
        await ligne.getByRole('button', { name: 'Noter les minutes' }).click()
        await tom.lire('Minutes notées')
      }
      if (rang === 3) {
        const ligne = tom.page.locator('.presence li').filter({ hasText: 'Ribeiro' })
        await ligne.getByText('Noter son absence').click()
        await ligne.getByRole('button', { name: 'Noter l’absence' }).click()
        await tom.lire('Absence notée')
      }
      await tom.sain(`42-feuille-${rang}`)
      await tom.presser(/^Signer la feuille/)
      await tom.lire('Feuille close')
    }
    await tom.sain('43-feuille-close')
  })

  it('treize certificats s’émettent, se signent, se remettent ; leurs heures se lisent dans le PDF', async () => {
    const e = equipe
    await entrer(e, 'helene@exemple.example', 'trois merles sous la pluie', `${session}/certificats`)
    await e.sain('50-certificats')
    await e.presser(/^Émettre les/)
    await vi.waitFor(
      async () => {
        await e.page.goto(`${session}/certificats`)
        expect(await e.texte()).toContain('13 sur 13')
      },
      { timeout: 120_000, interval: 500 },
    )
    await e.presser(/^Signer et remettre les 13 certificats/)
    await e.lire(/13 certificats signés, 13 envois en route/)
    await e.sain('51-remis')
    for (const [i, courriel] of tous.entries()) {
      if (courriel.includes('ponant')) continue
      await autrui.ouvrir(await recu(site.courrier, courriel, jetonDePiece, 0, /CR-2026-|certificat/i))
      await autrui.lire(/CR-2026-/)
      await autrui.sain('53-certificat-remis')
      const texte = lireTexte(
        await vi.waitFor(
          async () => {
            const pdf = await (await autrui.page.request.get(`${autrui.chemin()}/0.pdf`)).body()
            // L’exemplaire signé se compose en tâche de fond.
            expect(lireTexte(pdf)).toContain('HélèneMarchand')
            return pdf
          },
          { timeout: 120_000, interval: 300 },
        ),
      )
      expect(texte, courriel).toContain(i === 11 ? '10h30' : i === 7 ? '13h40' : '14h')
      await autrui.remplir({ consentement: true })
      await autrui.presser('Accuser réception')
      await autrui.lire('Réception enregistrée')
    }
    await e.ouvrir(session)
    await e.sain('54-session-finie')
    await e.ouvrir('/aujourdhui')
    await e.sain('55-aujourdhui')
    await e.ouvrir('/documents')
    await e.sain('56-documents')
    await e.ouvrir('/journal')
    await e.sain('57-journal')
    console.info(JSON.stringify(e.compte))
    expect(e.compte.ecrans).toBeLessThan(70)
  })

  it('trois demi-journées signées pour tous d’un seul navigateur, par les liens : les contrôles le disent et nomment', async () => {
    // Hors du compte des écrans de l’équipe : personne n’a à passer par là.
    await equipe.page.goto(`${session.split('?')[0]}/controles`)
    const dit = await equipe.texte()
    expect(dit).toContain('Un même navigateur a signé pour plusieurs')
    expect(dit).toMatch(/Un même navigateur a signé pour .*Agathe Pons.*Tomàs Ribeiro/)
  })

  it('qui vient d’un autre organisme n’a pas de certificat ; l’extrait dit ses heures et qui l’a formée', async () => {
    const e = equipe
    await e.ouvrir('/entreprises?q=ponant')
    await e.suivre(/Ponant/)
    await e.suivre(/Corriger|Modifier/)
    await e.remplir({ nda: '53 29 12345 29' })
    await e.presser('Enregistrer')
    await e.ouvrir(`${session}/feuille-emargement`)
    await e.presser('Émettre la feuille')
    await e.lire(/EM-2026-0001/)
    await e.ouvrir(`${session}/certificats`)
    await e.suivre(/Émettre l’extrait/)
    await e.sain('52-extrait')
    await e.remplir({ contrat: 'ST-2026-07', prefet: 'de la région Bretagne' })
    await e.presser(/^Émettre/)
    await e.sain('54-extrait-emis')
    const pdf = lireTexte(await (await e.page.request.get(`${e.chemin()}/piece.pdf`)).body())
    expect(pdf).toContain('Abgrall')
    expect(pdf).toContain('dixansd’accueilhospitalier')
    await e.ouvrir('/documents?q=abgrall')
    expect(await e.texte()).not.toContain('CR-2026')
  })
})

describe('le fil depuis La Réunion', () => {
  it('une demi-journée dans une salle de Saint-Denis se signe, se clôt et s’imprime à l’heure de Saint-Denis', async () => {
    const e = devant(
      await navigateur.ouvrirPage({
        script: false,
        origine: site.origine,
        fuseau: 'Indian/Reunion',
        largeur: 360,
        hauteur: 760,
      }),
      'fil',
      vues,
    )
    site.regler('2026-12-21T05:00:00Z')
    const ouvrir = (adresse: string) =>
      entrer(e, 'helene@exemple.example', 'trois merles sous la pluie', adresse)
    await ouvrir('/sessions/nouvelle')
    await e.remplir({
      offre: { rang: 1 },
      capacite: '2',
      'seances[0].date': '22/12/2026',
      'seances[0].debut': '9 h',
      'seances[0].fin': '12 h 30',
      lieu: 'Case Bardzour, Saint-Denis',
      zone: 'Indian/Reunion',
      formateur: 'Marie Hoarau',
    })
    await e.presser('Planifier et ouvrir les inscriptions')
    const la = /\/sessions\/[0-9a-f-]{36}/.exec(e.chemin())?.[0] ?? ''
    expect(la, await e.texte()).not.toBe('')
    await e.ouvrir(`${la}/inscriptions/nouvelle`)
    await e.remplir({ liste: 'Lucie Payet lucie@reunion.example' })
    await e.presser('Inscrire')
    await e.ouvrir(la)
    const feuille = (await e.liens('main table a[href*="/seances/"]'))[0] ?? ''
    // 5 h 10 à Greenwich, 6 h 10 à Paris : il est 9 h 10 dans la salle.
    site.regler('2026-12-22T05:10:00Z')
    await ouvrir(feuille)
    await e.presser('Envoyer les liens de signature')
    await autrui.ouvrir(await recu(site.courrier, 'lucie@reunion.example', jetonDeDemi))
    await autrui.lire(/matin, 9 h – 12 h 30/)
    await autrui.page.getByRole('checkbox').check()
    await autrui.presser('Signer ma présence')
    await autrui.lire(/Signée à 9 h 10/)
    site.regler('2026-12-22T08:35:00Z')
    await ouvrir(feuille)
    await e.presser(/^Signer la feuille/)
    await e.lire('Feuille close')
    await e.sain('60-reunion-close')
    await e.ouvrir(`${la}/feuille-emargement`)
    await e.presser('Émettre la feuille')
    const pdf = lireTexte(await (await e.page.request.get(`${e.chemin()}/piece.pdf`)).body())
    expect(pdf).toContain('9h10')
    expect(pdf).not.toContain('6h10')
  })
})
