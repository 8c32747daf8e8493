// Le chronomètre de qui arrive : une instance vide, une seule personne de la coopérative, douze certificats remis, puis sa
// première facture, sans rien taper deux fois. Elle ne connaît aucune adresse : elle ouvre la première page, puis ne suit que les liens et les boutons qu’on lui montre. Ses
// écrans, ses champs et ses frappes sont comptés, et une borne les tient : dix minutes ne se promettent pas au-delà.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lireTexte } from '../test/documents/texte.ts'
import { type Navigateur, ouvrirNavigateur } from '../test/navigateur/index.ts'
import { type Devant, devant, recu } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'

const stagiaires = [
  'Agathe Pons',
  'Ousmane Sarr',
  'Léonie Fabre',
  'Yannick Le Gall',
  'Chloé Nguyen',
  'Bakary Diallo',
  'Inès Moreau',
  'Paul Kermarrec',
  'Sofia Haddad',
  'Jules Petit',
  'Maëlle Guégan',
  'Tomàs Ribeiro',
]
const courriel = (rang: number) => `stagiaire-${rang}@tilleuls.example`
const demies = [
  ['2026-12-14T08:10:00Z', '2026-12-14T11:40:00Z'],
  ['2026-12-14T12:40:00Z', '2026-12-14T18:40:00Z'],
  ['2026-12-15T08:10:00Z', '2026-12-15T14:00:00Z'],
  ['2026-12-15T12:40:00Z', '2026-12-15T18:40:00Z'],
] as const
const jetonDePiece = /\/piece\/[\w-]{43}/
const jetonDeDemi = /\/emargement\/[\w-]{43}/

let navigateur: Navigateur
beforeAll(async () => {
  navigateur = await ouvrirNavigateur()
})
afterAll(() => navigateur?.fermer())

describe.each([
  { largeur: 360, script: false },
  { largeur: 1366, script: true },
])('d’une instance vide à douze certificats, à $largeur pixels, script : $script', ({ largeur, script }) => {
  let site: Awaited<ReturnType<typeof servirInstance>>
  let e: Devant
  let autrui: Devant
  const vues = new Set<string>()
  beforeAll(async () => {
    site = await servirInstance('2026-11-24T08:00:00Z')
    const page = () => navigateur.ouvrirPage({ script, origine: site.origine, largeur, hauteur: 800 })
    e = devant(await page(), `chrono-${largeur}`, vues)
    autrui = devant(await page(), `chrono-${largeur}`, vues)
  })
  afterAll(() => site?.fermer())
  /** La connexion a pu finir : on se reconnecte, et l’on revient où l’on allait. */
  const reprendre = async () => {
    await e.page.reload()
    if ((await e.page.locator('[name="motDePasse"]').count()) === 0) return
    await e.remplir({ courriel: 'helene@exemple.example', motDePasse: 'trois merles sous la pluie' })
    await e.presser('Se connecter')
  }
  /** À 360 pixels, `fil.e2e.ts` éprouve déjà presque tous ces écrans : seuls les neufs le sont ici. */
  const neufs = new Set(['02-pas', '04-offre', '06-adoptee', '11-dossier-inscrits', '20-ensemble'])
  const regarder = async (nom: string) => {
    if (largeur > 360 || neufs.has(nom)) await e.sain(nom)
  }
  const accuser = async (adresse: string) => {
    await autrui.ouvrir(adresse)
    await autrui.remplir({ consentement: true })
    await autrui.presser('Accuser réception')
    await autrui.lire('Réception enregistrée')
  }

  it('la coopérative, son règlement, son offre en ligne', async () => {
    await e.ouvrir('/')
    await e.remplir({
      nom: 'Langue & Lien',
      siret: '123 456 782 00010',
      prenom: 'Hélène',
      nomPersonne: 'Marchand',
      courriel: 'helene@exemple.example',
      qualite: 'gérante',
      motDePasse: 'trois merles sous la pluie',
    })
    await e.presser('Commencer')
    await e.lire(/1 sur 5 faits/)
    await regarder('02-pas')
    await e.suivre('Compléter la fiche')
    await e.remplir({
      nda: '53 35 12345 35',
      ndaPrefet: 'de la région Bretagne',
      adresse: '3 rue du Four',
      codePostal: '35000',
      ville: 'Rennes',
      telephone: '02 99 00 00 00',
      regimeTva: 'assujetti',
    })
    await e.presser('Enregistrer la fiche')
    await e.lire('La fiche est enregistrée')
    await e.suivre('Votre règlement intérieur')
    await e.presser('Émettre le règlement')
    await e.lire(/3 sur 5 faits/)
    await e.suivre('Votre catalogue')
    await regarder('03-catalogue-vide')
    await e.suivre(/[ÉEé]crire une (première )?offre/)
    await regarder('04-offre')
    await e.remplir({
      intitule: 'Accueillir et orienter au téléphone',
      objectif: 'Tenir un accueil téléphonique sûr et chaleureux.',
      objectifs: 'Reformuler une demande\nOrienter vers le bon service\nConclure un appel difficile',
      contenu: 'L’écoute : reformuler, nommer\nL’orientation : qui fait quoi\nLes appels difficiles',
      duree: '14 h',
      modalite: 'presentiel',
      prix: '200',
      publicVise: 'Toute personne qui répond au téléphone.',
      prerequis: 'Aucun.',
      referentHandicap: 'Hélène Marchand, 02 99 00 00 00',
      methodes: 'Mises en situation enregistrées, puis écoutées ensemble.',
      moyensTechniques: 'Deux téléphones, un enregistreur.',
      encadrement: 'Une formatrice pour douze.',
      formateurs: 'Dix ans d’accueil hospitalier.',
      evaluation: 'Une mise en situation notée.',
      f3: 'd',
      nsf: { rang: 1 },
    })
    await e.presser('Créer le brouillon')
    await e.suivre('Valider cette offre')
    await regarder('05-adopter')
    await e.presser('Valider et publier')
    await e.lire('validée et publiée')
    await regarder('06-adoptee')
  })

  it('la session, son client, sa convention signée des deux côtés', async () => {
    await e.suivre('Planifier une session')
    await regarder('07-planifier')
    await e.remplir({ 'seances[0].date': '14/12/2026' })
    await e.presser('Ajouter une journée')
    await e.presser('Ajouter une journée')
    await e.remplir({
      lieu: 'Salle haute, 3 rue du Four, 35000 Rennes',
      formateur: 'Tom Okafor',
      titres: 'Formateur à l’accueil, ancien agent d’accueil à l’hôpital.',
    })
    await e.presser('Planifier et ouvrir les inscriptions')
    await regarder('08-session')
    await e.suivre('Ouvrir le dossier du premier client')
    await regarder('09-dossier')
    await e.remplir({
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
    await regarder('10-inscrire')
    await e.remplir({ liste: stagiaires.map((s, i) => `${s} ${courriel(i)}`).join('\n') })
    await e.presser('Inscrire')
    await e.lire(/12 /)
    await regarder('11-dossier-inscrits')
    await e.presser('Émettre la convention')
    await regarder('12-convention')
    await e.presser('Envoyer pour signature')
    await e.presser('Signer pour l’organisme')
    await autrui.ouvrir(await recu(site.courrier, 'rosa@tilleuls.example', jetonDePiece))
    await autrui.remplir({ consentement: true })
    await autrui.presser('Recevoir le code pour signer')
    const code = await recu(site.courrier, 'rosa@tilleuls.example', /(?<=\n)\d{6}(?=\n)/)
    await autrui.remplir({ consentement: true, code })
    await autrui.presser('Signer la pièce')
    await autrui.lire('Pièce signée')
  })

  it('informations remises et accusées, convocations, confirmation', async () => {
    await e.remonter('Clinique des Tilleuls')
    await regarder('14-dossier-signe')
    await e.presser('Remettre par courriel à 12 personnes')
    for (const rang of stagiaires.keys())
      await accuser(await recu(site.courrier, courriel(rang), jetonDePiece))
    await e.page.reload()
    await regarder('15-dossier-remis')
    await e.remonter(/^S-2026-001/)
    await regarder('16-session-remise')
    await e.suivre('Convoquer les stagiaires')
    await e.presser('Convoquer toute la session')
    await e.lire(/12 convocations/)
    await e.remonter(/^S-2026-001/)
    await e.suivre('Confirmer la session')
    await e.presser('Confirmer la session')
    await e.lire(/confirmée/)
    await regarder('17-session-confirmee')
  })

  it('quatre demi-journées : la première par lien, les autres sur papier, attestées d’un geste', async () => {
    for (const [rang, [pendant, apres]] of demies.entries()) {
      const parLien = rang === 0 && largeur === 360
      if (parLien) {
        site.regler(pendant)
        await reprendre()
        await regarder('18-session-du-jour')
        await e.suivre(/14 décembre 2026, matin/)
        await regarder('19-feuille')
        await e.presser('Envoyer les liens de signature')
        for (const s of stagiaires.keys()) {
          await autrui.ouvrir(await recu(site.courrier, courriel(s), jetonDeDemi))
          await autrui.page.getByRole('checkbox').check()
          await autrui.presser('Signer ma présence')
          expect(await autrui.page.textContent('h1')).toBe('Présence signée')
        }
      }
      site.regler(apres)
      await reprendre()
      if (!parLien) {
        await e.suivre(
          [
            /14 décembre 2026, matin/,
            /14 décembre 2026, après-midi/,
            /15 décembre 2026, matin/,
            /15 décembre 2026, après-midi/,
          ][rang] ?? '',
        )
        await e.page.getByText('Régulariser ces 12 personnes ensemble').click()
        await regarder('20-ensemble')
        await e.page
          .getByLabel('Motif, imprimé sur la feuille pour chacune')
          .fill('Signé sur papier, le réseau manquait.')
        e.compte.champs += 1
        e.compte.frappes += 36
        await e.presser('Attester leur présence')
        await e.lire('12 présences attestées')
      }
      await e.presser(/^Signer la feuille/)
      await e.lire('Feuille close')
    }
    await regarder('21-close')
  })

  it('douze certificats émis, signés, remis', async () => {
    await e.suivre('Certificats')
    await regarder('22-certificats')
    await e.presser(/^Émettre les 12/)
    await vi.waitFor(
      async () => {
        await e.page.reload()
        expect(await e.texte()).toContain('12 sur 12')
      },
      { timeout: 120_000, interval: 500 },
    )
    await e.presser(/^Signer et remettre les 12 certificats/)
    await e.lire(/12 certificats signés, 12 envois en route/)
    await regarder('23-remis')
    const premier = (await e.liens('main a[href^="/documents/"]'))[0] ?? ''
    await vi.waitFor(
      async () => {
        const pdf = lireTexte(await (await e.page.request.get(`${premier}/exemplaire.pdf`)).body())
        expect(pdf).toContain('HélèneMarchand')
        expect(pdf).toContain('14h')
      },
      { timeout: 120_000, interval: 300 },
    )
    console.info(JSON.stringify({ largeur, ...e.compte }))
    expect(e.compte).toMatchObject({
      ecrans: expect.toSatisfy((n: number) => n <= 45),
      champs: expect.toSatisfy((n: number) => n <= 50),
    })
  })

  it('sa première facture : ce qui manque se dit avant, s’écrit une fois, et elle s’ouvre', async () => {
    site.regler('2026-12-16T08:00:00Z')
    await reprendre()
    await e.page.setViewportSize({ width: 360, height: 800 })
    await e.remonter(/^S-2026-001/)
    await e.suivre(/^facturer Clinique des Tilleuls/i)
    await e.sain('24-a-facturer')
    await e.presser('Préparer la facture de Clinique des Tilleuls')
    // Rien ne s’émet sans ce que la loi et le virement demandent : la page le dit, et y mène.
    await e.lire('L’IBAN de la coopérative manque')
    expect(await e.page.getByRole('button', { name: 'Émettre la facture' }).isDisabled()).toBe(true)
    await e.sain('25-retenue')
    await e.suivre('Ouvrir les réglages des factures')
    await e.remplir({ iban: 'FR76 3000 6000 0112 3456 7890 189', rcs: 'Rennes' })
    await e.presser('Enregistrer')
    await e.lire('Le SIREN de Clinique des Tilleuls manque')
    await e.suivre(/^Compléter la fiche/)
    await e.remplir({ siret: '999 600 000 00007' })
    await e.presser(/^Enregistrer/)
    const emettre = e.page.getByRole('button', { name: 'Émettre la facture' })
    expect(await emettre.isEnabled(), await e.texte()).toBe(true)
    await e.presser('Émettre la facture')
    await e.lire('FA-2026-0001 est émise')
    await e.sain('26-facture')
    const facture = await e.page.request.get(`${site.origine}${e.chemin()}/piece.pdf`)
    expect(facture.headers()['content-type']).toBe('application/pdf')
    const lue = lireTexte(await facture.body())
    for (const mention of ['FA-2026-0001', 'CliniquedesTilleuls', '2400,00€', '0299000000', 'FR763000'])
      expect(lue, mention).toContain(mention)
    const redites = e.tape.filter((t, i) => t.length > 6 && e.tape.indexOf(t) !== i)
    // Le mot de passe se retape quand la connexion a fini ; elle y redit qui elle est.
    expect(
      redites.filter((t) => !['helene@exemple.example', 'trois merles sous la pluie'].includes(t)),
    ).toEqual([])
  })
})
