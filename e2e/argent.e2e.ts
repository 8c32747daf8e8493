// Long parce que c’est un seul argent : chaque chapitre reprend où le précédent s’est arrêté.
// Du devis au compte soldé, par les pages : deux payeurs et un acompte, une subrogation, un compte personnel de formation
// suivi et non facturé, un particulier et ses échéances, une absence qui ne se facture pas ; puis l’envoi, l’avoir, le
// règlement, la relance et le rapprochement. Script coupé d’abord, à 360 et 1366 px ; script ensuite, pour les mêmes gestes.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lireTexte, serre } from '../test/documents/texte.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { type Devant, devant } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import {
  type Dossiers,
  type Envoyer,
  envoyeur,
  fonder,
  planifier,
  regler,
  vendre,
} from '../test/parcours/pieces.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let e: Devant
let envoyer: Envoyer
let session = ''
let d: Dossiers
let facture = ''
let cpf = ''
const lire = async (url: string) => (await e.page.request.get(`${site.origine}${url}`)).text()

/** Ouvre l’adresse ; la session du compte a pu finir avec l’horloge. */
const chez = async (qui: Devant, adresse: string) => {
  await qui.ouvrir(adresse)
  if ((await qui.page.locator('[name="motDePasse"]').count()) === 0) {
    if ((await qui.page.locator('main a[href^="/connexion"]').count()) === 0) return
    await qui.ouvrir(`/connexion?suite=${adresse}`)
  }
  await qui.remplir({ courriel: 'helene@exemple.example', motDePasse: 'trois merles sous la pluie' })
  await qui.presser('Se connecter')
  await qui.ouvrir(adresse)
}
/** Ni faute d’accessibilité, ni défilement de côté, au téléphone comme au bureau. */
const sain = async (qui: Devant, nom: string) => {
  for (const largeur of [360, 1366]) {
    await qui.page.setViewportSize({ width: largeur, height: 900 })
    await capturer(qui.page, `argent-${nom}-${largeur}`)
    expect(await verifierAxe(qui.page), `${nom} ${largeur}`).toEqual([])
    expect(await sansDefilementDeCote(qui.page), `${nom} ${largeur}`).toEqual([])
  }
}
const papier = async (adresse: string) =>
  lireTexte(await (await e.page.request.get(`${site.origine}${adresse}/piece.pdf`)).body())
const fiche = async (genre: 'entreprises' | 'personnes', nom: string, champs: Record<string, string>) => {
  const lue = new RegExp(`href="(/${genre}/[0-9a-f-]{36})"`).exec(
    await lire(`/${genre}?q=${encodeURIComponent(nom)}`),
  )?.[1]
  await envoyer(`${lue}/modifier`, champs)
}

beforeAll(async () => {
  site = await servirInstance('2026-11-02T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  e = devant(await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360 }), 'argent')
  envoyer = envoyeur(e.page, site.origine)
  await fonder(envoyer)
  const compte = /<option value="([0-9a-f-]{36})"/.exec(await lire('/cooperative/signataires'))?.[1] ?? ''
  await regler(envoyer, compte)
  session = await planifier(envoyer, lire)
  d = await vendre(envoyer, lire, session, e.page)
  const ouvert = await envoyer(`${session}/dossiers/nouveau`, {
    acheteur: 'personne',
    prenom: 'Samir',
    nom: 'Belkacem',
    courriel: 'samir@exemple.example',
    circonstance: 'distance',
    prix: '980',
    'lignes[0].dispositif': 'cdc-cpf',
    'lignes[0].payeur': 'Caisse des dépôts',
    'lignes[0].accord': 'CPF-80417',
    'lignes[0].accordLe': '28/10/2026',
  })
  const dossier =
    /dossiers\/([0-9a-f-]{36})/.exec(ouvert)?.[1] ?? /dossier=([0-9a-f-]{36})/.exec(ouvert)?.[1] ?? ''
  cpf = `${session}/dossiers/${dossier}`
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

describe('l’argent d’une session, sans script', () => {
  it('se règle une fois, puis l’acompte de l’entreprise part avant toute séance', async () => {
    await e.ouvrir('/factures')
    await e.lire('Aucune facture n’est encore connue ici')
    await sain(e, '01-vide')
    await e.ouvrir('/factures/reglages')
    await e.remplir({
      iban: 'FR76 3000 6000 0112 3456 7890 189',
      titulaire: 'Langue & Lien',
      rcs: 'Grenoble',
      premiere: '8',
    })
    await sain(e, '02-reglages')
    await e.presser('Enregistrer')
    await e.lire('Les réglages sont enregistrés')
    await envoyer(`${d.entreprise}/pieces`, { geste: 'emettre-devis', validiteJours: '30', objetAvenant: '' })

    await e.ouvrir(`${d.entreprise}/factures`)
    await sain(e, '03-dossier')
    // L’OPCO par subrogation ne paie que du réalisé : l’acompte est celui de l’entreprise seule.
    expect(await e.page.getByRole('button', { name: /Préparer un acompte/ }).count()).toBe(1)
    await e.presser(/Préparer un acompte d’Ateliers Belledonne/)
    await e.lire(/216,00 €/)
    await sain(e, '04-projet')
    await e.presser('Émettre la facture')
    await e.lire('FA-2026-0001 est émise')
    await sain(e, '05-acompte')
    const texte = await papier(e.chemin())
    for (const mention of [
      'Facture d’acompte FA-2026-0001',
      'Avant réalisation',
      'DV-2026-0001',
      '259,20 €',
      'TVA 20 % sur 216,00 €',
    ])
      expect(texte, mention).toContain(serre(mention))
  })

  it('un particulier ne paie rien avant la fin de son délai, puis trente pour cent au plus', async () => {
    await e.ouvrir(`${d.particulier}/echeancier`)
    await e.presser('Poser l’échéancier')
    await envoyer(`${d.particulier}/pieces`, {
      geste: 'emettre-contrat',
      validiteJours: '30',
      objetAvenant: '',
    })
    await envoyer(`${d.entreprise}/pieces`, {
      geste: 'emettre-convention',
      validiteJours: '30',
      objetAvenant: '',
    })
    // Chacun a signé sur papier, reçu ses informations, et sa place est définitive.
    for (const dossier of [d.entreprise, d.particulier, d.recue]) {
      await envoyer(dossier, { quoi: 'signature', jour: '02/11/2026' })
      if (dossier !== d.recue) await envoyer(dossier, { quoi: 'remise', remisLe: '02/11/2026', accuse: 'on' })
    }
    await e.ouvrir(`${d.particulier}/factures`)
    expect(await e.page.getByRole('button', { name: /Préparer/ }).count()).toBe(0)
    site.regler('2026-11-23T08:00:00Z')
    await chez(e, `${d.particulier}/factures`)
    await e.presser(/Préparer un acompte/)
    const lu = await e.lire(/TTC/)
    // 30 % de 1 200 € taxe comprise : ce que L6353-6 permet d’un coup.
    expect(lu).toMatch(/300,00 € HT, 360,00 € TTC/)
    await e.presser('Émettre la facture')
    await e.lire('FA-2026-0002 est émise')
  })

  it('les présences se tiennent ; une demi-journée manquée est notée', async () => {
    await chez(e, session)
    for (const dossier of [d.entreprise, d.particulier, d.recue]) {
      await e.ouvrir(dossier)
      if (await e.page.getByRole('button', { name: /Rendre définitive/ }).count())
        await e.presser(/Rendre définitive/)
    }
    site.regler('2026-12-02T18:00:00Z')
    await chez(e, session)
    const feuilles = await e.liens('main table a[href*="/seances/"]')
    expect(feuilles).toHaveLength(4)
    for (const [rang, feuille] of feuilles.entries()) {
      await e.ouvrir(feuille)
      const sarr = e.page.locator('.presence li').filter({ hasText: 'Sarr' })
      const absent =
        rang === 3 ? await sarr.locator('[name="inscription"]').first().getAttribute('value') : null
      const tous = [
        ...new Set(
          [...(await lire(feuille)).matchAll(/name="inscription" value="([0-9a-f-]{36})"/g)].map(
            (m) => m[1] ?? '',
          ),
        ),
      ]
      expect(tous).toHaveLength(4)
      for (const inscription of tous)
        await envoyer(
          feuille,
          inscription === absent
            ? { geste: 'absent', inscription, absence: 'inconnu' }
            : {
                geste: 'regulariser',
                inscription,
                motif: 'Vue en salle, sans téléphone',
                retard: '',
                depart: '',
              },
        )
      await envoyer(feuille, { geste: 'clore' })
    }
    // La session est finie : ses dossiers attendent leur facture.
    site.regler('2026-12-03T08:00:00Z')
    await chez(e, '/factures/a-facturer')
    await e.lire('Ateliers Belledonne')
    await sain(e, '06-a-facturer')
  })

  it('deux payeurs, deux factures : l’OPCO attend le certificat, et nul ne paie l’absence', async () => {
    await e.ouvrir(`${d.entreprise}/factures`)
    await e.lire(/10 h 30/)
    await e.presser(/Préparer la facture d’Opco/)
    // Tout ce qui retient se dit ensemble : le certificat, l’adresse, le SIREN.
    await e.lire(/certificat de réalisation d’Agathe Pons n’est pas émis/)
    await e.lire(/L’adresse d’Opco Industrie & Montagne manque/)
    await sain(e, '07-retenue')
    const projet = e.chemin()
    await fiche('entreprises', 'Opco', {
      nom: 'Opco Industrie & Montagne',
      siret: '99955510500017',
      adresse: '8 place des Métiers',
      codePostal: '69003',
      ville: 'Lyon',
      financeur: 'opco',
      courriel: 'factures@opco.example',
    })
    await fiche('entreprises', 'Ateliers', {
      nom: 'Ateliers Belledonne',
      siret: '99973210000014',
      adresse: '3 chemin des Forges',
      codePostal: '38190',
      ville: 'Villard-Bonnot',
      estClient: 'on',
      courriel: 'compta@belledonne.example',
    })
    await envoyer(`${session}/certificats`, { geste: 'emettre' })
    await e.ouvrir(projet)
    await e.presser('Émettre la facture')
    await e.lire('FA-2026-0003 est émise')
    facture = e.chemin()
    await sain(e, '08-facture')
    const opco = await papier(facture)
    for (const mention of [
      'Opco Industrie & Montagne',
      'SIREN 999 555 105',
      '8 place des Métiers',
      'Par subrogation, au nom et pour le compte de',
      'Ateliers Belledonne',
      '3 chemin des Forges',
      '26-88310 du 28 octobre 2026',
      'Anglais professionnel : conduire une réunion de projet',
      'Salle Drac',
      'Heures suivies et facturées : 24 h 30',
      'Agathe Pons',
      'Ousmane Sarr',
      '10 h 30',
      'CR-2026-0002',
      'CR-2026-0003',
      'au 2 décembre 2026',
      // 1 680 € au prorata de 24 h 30 sur 28 h.
      '1 470,00 €',
      'TVA 20 % sur 1 470,00 €',
      '1 764,00 €',
      'Rappelez le numéro FA-2026-0003',
      '84 38 12345 38',
    ])
      expect(opco, mention).toContain(serre(mention))

    await e.ouvrir(`${d.entreprise}/factures`)
    await e.presser(/Préparer la facture d’Ateliers Belledonne/)
    await e.lire(/Acompte déjà facturé, FA-2026-0001, à déduire/)
    // 720 € au prorata, moins l’acompte : 630 − 216.
    await e.lire(/414,00 € HT, 496,80 € TTC/)
    await e.presser('Émettre la facture')
    await e.lire('FA-2026-0004 est émise')
  })

  it('le compte personnel de formation se suit : rien ne se facture, ce qu’il paie s’enregistre', async () => {
    await e.ouvrir(`${cpf}/factures`)
    await e.lire('Payé sur sa plateforme')
    expect(await e.page.getByRole('button', { name: /Préparer/ }).count()).toBe(0)
    await sain(e, '09-cpf')
    await e.suivre('Enregistrer ce qu’elle paie')
    expect(await e.page.inputValue('[name="outil"]')).toBe('EDOF')
    await e.remplir({ numero: 'EDOF-1', date: '02/12/2026', ht: '980', origine: 'cdc-cpf' })
    await sain(e, '10-enregistrer')
    await e.presser('Enregistrer cette facture')
    await e.lire('Elle est enregistrée')
  })

  it('la facture s’envoie par le courrier, sa pièce jointe, et l’envoi se garde', async () => {
    await e.ouvrir(facture)
    expect(await e.page.inputValue('[name="a"]')).toBe('factures@opco.example')
    await e.presser('Envoyer FA-2026-0003')
    await e.lire('FA-2026-0003 part à factures@opco.example')
    const recu = await vi.waitFor(
      () => {
        const trouve = site.courrier.find((m) => m.a === 'factures@opco.example')
        expect(trouve).toBeDefined()
        return trouve
      },
      { timeout: 120_000 },
    )
    // La facture, puis les certificats qu’elle cite, que le financeur attend.
    const [premiere, ...certificats] = recu?.jointes.map((j) => j.nom) ?? []
    expect(premiere).toBe('FA-2026-0003.pdf')
    expect(certificats.length).toBeGreaterThan(0)
    for (const nom of certificats) expect(nom).toMatch(/^CR-2026-\d{4}\.pdf$/)
    expect(lireTexte(recu?.jointes[0]?.octets ?? new Uint8Array())).toBe(await papier(facture))
    await vi.waitFor(
      async () => {
        await e.ouvrir(facture)
        await e.lire(/remis le/)
      },
      { timeout: 120_000 },
    )
    await sain(e, '11-envoyee')
  })

  it('un avoir, un règlement en partie, une relance, puis le relevé de banque solde le compte', async () => {
    await e.remplir({ 'ligne-0': '60,00', motif: 'Support remis en retard' })
    await e.presser('Préparer l’avoir')
    await e.lire('L’avoir est prêt à relire')
    await sain(e, '12-avoir')
    await e.presser('Émettre l’avoir')
    await e.lire('AVR-2026-0001 est émis')
    expect(await papier(e.chemin())).toContain(serre('Sur la facture FA-2026-0003 du 3 décembre 2026'))
    await e.ouvrir(facture)
    await e.remplir({ montant: '1 000,00' })
    await e.presser('Enregistrer le règlement')
    // 1 764 − 72 (60 HT) − 1 000.
    await e.lire(/Reste 692,00 €/)
    site.regler('2027-01-12T08:00:00Z')
    await chez(e, facture)
    await e.lire(/Relancer, niveau 1 sur 3/)
    await sain(e, '13-relance')
    await e.presser('Envoyer cette relance')
    await vi.waitFor(
      () =>
        expect(
          site.courrier.filter((m) => m.a === 'factures@opco.example' && /692,00/.test(m.texte)),
        ).toHaveLength(1),
      { timeout: 120_000 },
    )
    await e.ouvrir('/factures/importer')
    await e.remplir({
      genre: 'releve',
      outil: 'banque',
      texte: 'date;libelle;montant\n11/01/2027;VIR SEPA OPCO INDUSTRIE FA-2026-0003;692,00',
    })
    await e.presser('Lire à blanc')
    await sain(e, '14-a-blanc')
    await e.presser('Enregistrer')
    await e.ouvrir('/factures/releve')
    await sain(e, '15-releve')
    await e.presser(/Rapprocher/)
    await e.lire('Le règlement est rapproché')
    await e.ouvrir(facture)
    await e.lire(/soldée/)
  })

  it('soldée, elle s’acquitte ; un avoir de plus laisse un trop-perçu, rendu, et tout se lettre', async () => {
    const acquittee = await e.page.request.get(`${site.origine}${facture}/acquittee.pdf`)
    expect(lireTexte(await acquittee.body())).toContain(serre('Facture acquittée le 11 janvier 2027'))
    await e.remplir({ 'ligne-0': '10,00', motif: 'Geste commercial' })
    await e.presser('Préparer l’avoir')
    await e.presser('Émettre l’avoir')
    await e.lire(/est émis/)
    await e.ouvrir(facture)
    await e.lire(/trop-perçu à rendre/)
    await sain(e, '15b-trop-percu')
    await e.presser('Enregistrer le remboursement')
    await e.lire('Le remboursement est enregistré')
    await e.lire(/soldée/)
    await e.suivre('son compte')
    await sain(e, '15c-lettre')
    expect(await e.page.locator('#compte td[data-titre="Lettre"]').allInnerTexts()).toContain('A')
    await e.suivre('Sa fiche')
    await e.lire('Compte client')
    await sain(e, '15d-fiche')
  })

  it('une facture sans dossier, ses lignes mêlées ; puis ce que chacun doit encore', async () => {
    await e.ouvrir('/factures')
    await sain(e, '16-factures')
    await e.suivre('Facture sans dossier')
    await e.remplir({ q: 'belledonne' })
    await e.presser('Filtrer')
    await sain(e, '17-qui-paie')
    await e.suivre('Ateliers Belledonne')
    await e.remplir({ du: '04/01/2027', au: '04/01/2027' })
    await e.remplir({
      'lignes[0].libelle': 'Conseil : plan de développement des compétences',
      'lignes[0].quantite': '1,5',
      'lignes[0].unite': 'jour',
      'lignes[0].prix': '600',
    })
    await e.presser('Ajouter une ligne')
    await e.remplir({ 'lignes[1].libelle': 'Livrets', 'lignes[1].nature': 'annexe', 'lignes[1].prix': '45' })
    await sain(e, '18-sans-dossier')
    await e.presser('Préparer la facture')
    await e.lire(/945,00 € HT, 1 134,00 € TTC/)
    await e.presser('Émettre la facture')
    await e.lire('FA-2027-0001 est émise')
    await e.ouvrir('/factures/comptes')
    await e.lire(/Ateliers Belledonne/)
    await sain(e, '19-comptes')
    await e.suivre('Ateliers Belledonne')
    // 259,20 + 496,80 + 1 134 : l’acompte, le solde, le conseil.
    await e.lire(/1 890,00 € restent dus/)
    await sain(e, '20-compte')
    await e.ouvrir('/factures/a-verifier')
    await sain(e, '21-a-verifier')
    await e.ouvrir('/factures/charges')
    await sain(e, '22-charges')
    await e.ouvrir('/factures/exercices')
    await sain(e, '23-exercices')
  })

  it('une case du bilan se suit de la facture à la signature d’une personne', async () => {
    const exercice = '/bpf/2026-01-01..2026-12-31'
    await chez(e, exercice)
    await sain(e, '24-bilan')
    // C 2 h : le produit de l’OPCO mène à la facture qui le fait.
    await e.ouvrir(`${exercice}?case=C.2h`)
    await e.suivre(/FA-2026-0003/)
    expect(e.chemin()).toBe(facture)
    await e.ouvrir(`${exercice}?case=F3.d`)
    await e.suivre(/Agathe Pons/)
    await sain(e, '25-case')
    await e.page
      .locator('#deplie ~ table a[href*="/seances/"], .deplie table a[href*="/seances/"]')
      .first()
      .click()
    await e.lire(/Agathe Pons/)
    expect(e.chemin()).toMatch(/\/sessions\/[0-9a-f-]{36}\/seances\/[0-9a-f-]{36}$/)
  })
})

describe('les mêmes gestes, script en marche', () => {
  it('ajouter une ligne, émettre, régler, et lire le compte', async () => {
    const s = devant(
      await navigateur.ouvrirPage({ script: true, origine: site.origine, largeur: 1366 }),
      'argent',
    )
    await chez(s, '/factures/nouvelle?q=belledonne')
    await s.suivre('Ateliers Belledonne')
    await s.remplir({ du: '04/01/2027', au: '04/01/2027' })
    await s.remplir({ 'lignes[0].libelle': 'Location de la salle haute', 'lignes[0].prix': '150' })
    await s.page.getByRole('button', { name: 'Ajouter une ligne' }).click()
    await s.page.locator('[name="lignes[1].libelle"]').waitFor()
    await s.remplir({ 'lignes[1].libelle': 'Vidéoprojecteur', 'lignes[1].prix': '20' })
    await sain(s, '30-script-sans-dossier')
    await s.page.getByRole('button', { name: 'Préparer la facture' }).click()
    await s.page.getByRole('button', { name: 'Émettre la facture' }).click()
    await s.page.getByText('FA-2027-0002 est émise').waitFor()
    await sain(s, '31-script-facture')
    await s.remplir({ montant: '204,00' })
    await s.page.getByRole('button', { name: 'Enregistrer le règlement' }).click()
    await s.page.getByText('La facture est soldée').waitFor()
    await s.ouvrir('/factures/comptes')
    await sain(s, '32-script-comptes')
  })
})
