// Long parce que la mission va de l’appel aux preuves d’un trait, chez trois coopératives et sous deux signatures par lien.
// Une mission entre deux coopératives, dont une d’activités et d’emploi, menée par ses seules pages, au téléphone, sans script : l’appel, la
// réponse, les visas, le contrat, la session, son émargement, le constat, la facture, le compte courant, et les preuves des deux côtés. Un fait
// dit une fois n’est jamais redemandé : chaque page le propose déjà écrit.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
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

const objet = 'Écrire et publier à plusieurs, une journée'
const lieu = 'Maison des associations, 6 cours des Alliés, Rennes'
const jetonDePiece = /\/piece\/[\w-]{43}/
const jetonDeDemi = /\/emargement\/[\w-]{43}/
const gens = {
  maiwenn: 'maiwenn@langue-et-lien.example',
  nadia: 'nadia@langue-et-lien.example',
  salome: 'salome@les-tisserands.example',
  yann: 'yann@les-tisserands.example',
  claire: 'claire@les-tisserands.example',
} as const
type Nom = keyof typeof gens

describe('une mission d’une coopérative à l’autre, au téléphone, sans script', () => {
  const d = {} as Record<Nom | 'autrui', Devant>
  const adresses = { appel: '', mission: '', session: '', feuilles: [] as string[] }
  beforeAll(async () => {
    const vues = new Set<string>()
    for (const nom of [...(Object.keys(gens) as Nom[]), 'autrui' as const])
      d[nom] = devant(
        await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360, hauteur: 800 }),
        'mission-360',
        vues,
      )
  })
  /** La connexion a pu finir : on se reconnecte, et l’on revient où l’on allait. */
  const entrer = async (nom: Nom, adresse: string) => {
    const qui = d[nom]
    await qui.ouvrir(`/connexion?suite=${encodeURIComponent(adresse)}`)
    if ((await qui.page.locator('[name="motDePasse"]').count()) > 0) {
      await qui.remplir({ courriel: gens[nom], motDePasse: motDePasseDemo })
      await qui.presser('Se connecter')
    }
    await qui.ouvrir(adresse)
  }
  const ecrit = async (nom: Nom, champ: string) =>
    (await d[nom].page.locator(`main [name="${champ}"]`).first().inputValue()).replace(/[\u00a0\u202f]/g, ' ')
  /** Suit le lien de ce contrat, qui vient d’arriver à cette direction : ceux de la démonstration peuvent encore partir. */
  const signer = async (courriel: string, depuis: number, numero: string) => {
    let depart = depuis
    const suivants = () => site.courrier.slice(depart).filter((m) => m.a === courriel)
    const trouver = (motif: RegExp, dit = '') =>
      vi.waitFor(
        () => {
          const trouve = suivants()
            .filter((m) => `${m.objet} ${m.texte}`.includes(dit))
            .flatMap((m) => motif.exec(m.texte)?.[0] ?? [])[0]
          expect(trouve, `${motif}, pour ${courriel}`).toBeDefined()
          return trouve ?? ''
        },
        { timeout: 120_000 },
      )
    await d.autrui.ouvrir(await trouver(jetonDePiece, numero))
    await d.autrui.lire('Contrat de sous-traitance')
    await d.autrui.remplir({ consentement: true })
    // Son code est celui d’après la demande : ceux que la démonstration a fait écrire à la même personne peuvent venir d’arriver.
    depart = site.courrier.length
    await d.autrui.presser('Recevoir le code pour signer')
    await d.autrui.remplir({ consentement: true, code: await trouver(/(?<=\n)\d{6}(?=\n)/) })
    await d.autrui.presser('Signer la pièce')
    await d.autrui.lire('Pièce signée')
  }

  it('l’appel se publie, la personne y répond, une option se pose', async () => {
    await entrer('maiwenn', '/vivier')
    await d.maiwenn.suivre(/appels/i)
    await d.maiwenn.suivre(/Publier un appel/)
    await d.maiwenn.sain('01-publier')
    await d.maiwenn.remplir({
      objet,
      publics: 'apprenantes en français',
      stagiaires: '2',
      attendus: 'Un recueil publié par le groupe.',
      jours1: '17/12/2026',
      lieu,
      jusque: '10/12/2026',
    })
    await d.maiwenn.presser('Publier l’appel')
    await d.maiwenn.lire('L’appel est publié')
    await d.maiwenn.sain('02-appel')
    adresses.appel = d.maiwenn.chemin()
    await entrer('salome', '/vivier/appels')
    await d.salome.suivre(objet)
    await d.salome.remplir({ rangs: '1', prix: '620', statut: 'cesa' })
    await d.salome.sain('03-repondre')
    await d.salome.presser('Répondre à l’appel')
    await d.salome.lire('620,00 €')
    await entrer('maiwenn', adresses.appel)
    await d.maiwenn.lire(/1 réponse/)
    await d.maiwenn.remplir({ forme: 'sous-traitance-cae' })
    await d.maiwenn.sain('04-choisir')
    await d.maiwenn.presser(/^Poser une option/)
    await d.maiwenn.lire('en option')
    adresses.mission = d.maiwenn.chemin()
    await d.maiwenn.sain('05-option')
  })

  it('sa coopérative vise, le contrat s’établit et se signe des deux par leur lien', async () => {
    await entrer('yann', '/aujourdhui')
    await d.yann.lire(objet)
    await d.yann.sain('06-journee')
    await entrer('yann', adresses.mission)
    await d.yann.sain('06-viser')
    await d.yann.presser(/^Viser pour/)
    await d.yann.lire('accordé')
    await entrer('maiwenn', adresses.mission)
    await d.maiwenn.sain('07-etablir')
    const depuis = site.courrier.length
    await d.maiwenn.presser('Établir le contrat')
    const numero = /CM-\d{4}-\d{4}/.exec(await d.maiwenn.lire('Le contrat est établi'))?.[0] ?? ''
    expect(numero).toMatch(/CM-/)
    await signer(gens.claire, depuis, numero)
    await signer(gens.maiwenn, depuis, numero)
    await entrer('maiwenn', adresses.mission)
    await d.maiwenn.lire(/Mission\s*ferme/)
    await d.maiwenn.sain('08-ferme')
  })

  it('la session naît de la mission : ses jours, ses heures, son lieu et qui l’anime y sont déjà', async () => {
    await d.maiwenn.suivre('planifiez-la')
    expect(await ecrit('maiwenn', 'lieu')).toBe(lieu)
    expect(await ecrit('maiwenn', 'seances[0].date')).toBe('17/12/2026')
    expect(await ecrit('maiwenn', 'formateur')).toBe('Salomé Diallo')
    expect(await ecrit('maiwenn', 'capacite')).toBe('2')
    const option = await d.maiwenn.page
      .locator('main select[name="offre"] option', { hasText: 'Espagnol' })
      .first()
      .getAttribute('value')
    await d.maiwenn.remplir({ offre: option ?? '' })
    await d.maiwenn.sain('09-planifier')
    await d.maiwenn.presser('Planifier et ouvrir les inscriptions')
    adresses.session = /\/sessions\/[0-9a-f-]{36}/.exec(d.maiwenn.chemin())?.[0] ?? ''
    expect(adresses.session, await d.maiwenn.texte()).not.toBe('')
    await entrer('maiwenn', adresses.mission)
    await d.maiwenn.sain('10-confier')
    // L’exemplaire signé des deux se compose en tâche de fond : la page dit de réessayer tant qu’il n’est pas là.
    await vi.waitFor(
      async () => {
        await d.maiwenn.presser('Lui confier ces demi-journées')
        await d.maiwenn.lire('2 demi-journées confiées')
      },
      { timeout: 120_000, interval: 500 },
    )
    await d.maiwenn.sain('11-confiee')
  })

  it('la personne remet son dossier, de son accord ; qui la reçoit l’ouvre, et le range', async () => {
    await entrer('salome', adresses.mission)
    await d.salome.page.locator('summary', { hasText: 'Remettre mon dossier' }).click()
    // Rien n’est coché d’avance.
    for (const piece of await d.salome.page.locator('input[name="pieces"]').all()) await piece.check()
    await d.salome.remplir({ accord: true })
    await d.salome.sain('11a-remettre')
    await d.salome.presser('Remettre ces pièces')
    await d.salome.lire('Votre dossier est remis')
    await entrer('maiwenn', adresses.mission)
    await d.maiwenn.suivre('Ouvrir le dossier')
    await d.maiwenn.lire('tel que remis')
    await d.maiwenn.sain('11b-dossier')
    await d.maiwenn.presser(/ranger à nos registres/)
    await d.maiwenn.lire('Le dossier est rangé')
    await entrer('salome', adresses.mission)
    await d.salome.lire('Ouvert par Langue & Lien')
  })

  it('deux stagiaires s’inscrivent, signent leurs demi-journées, et les feuilles se closent', async () => {
    await entrer('nadia', adresses.session)
    await d.nadia.suivre(/Ouvrir (un|le) dossier/)
    await d.nadia.remplir({
      structure: 'Cercle des apprenantes',
      adresse: '3 rue du Four',
      codePostal: '35000',
      ville: 'Rennes',
      prenom: 'Odile',
      nom: 'Garnier',
      courriel: 'odile@cercle.example',
      qualite: 'présidente',
      prix: '900',
    })
    await d.nadia.presser('Ouvrir le dossier')
    await d.nadia.remplir({
      remis: true,
      liste: 'Nour Ben Salah nour@cercle.example\nZoé Kermarrec zoe@cercle.example',
    })
    await d.nadia.presser('Inscrire')
    await d.nadia.lire('Signée sur un exemplaire rapporté')
    await d.nadia.remplir({ jour: '30/11/2026' })
    await d.nadia.presser('Constater la signature')
    await d.nadia.lire('La signature est constatée')
    // Le contrat de la mission est au registre : rien ne retient la confirmation.
    await d.nadia.ouvrir(adresses.session)
    await d.nadia.suivre('Confirmer la session')
    await d.nadia.presser('Confirmer la session')
    await d.nadia.lire(/confirmée/)
    for (const [rang, [moment, pendant, apres]] of (
      [
        [/17 décembre 2026, matin/, '2026-12-17T08:20:00Z', '2026-12-17T11:50:00Z'],
        [/17 décembre 2026, après-midi/, '2026-12-17T12:50:00Z', '2026-12-17T16:30:00Z'],
      ] as const
    ).entries()) {
      site.regler(pendant)
      await entrer('nadia', adresses.session)
      await d.nadia.suivre(moment)
      await d.nadia.presser('Envoyer les liens de signature')
      for (const a of ['nour@cercle.example', 'zoe@cercle.example']) {
        await d.autrui.ouvrir(await recu(site.courrier, a, jetonDeDemi, rang))
        await d.autrui.page.getByRole('checkbox').check()
        await d.autrui.presser('Signer ma présence')
        expect(await d.autrui.page.textContent('h1')).toBe('Présence signée')
      }
      site.regler(apres)
      await entrer('nadia', adresses.session)
      await d.nadia.suivre(moment)
      await d.nadia.sain('12-feuille')
      await d.nadia.presser(/^Signer la feuille/)
      await d.nadia.lire('Feuille close')
    }
  })

  it('le constat se propose d’après les feuilles, se dit des deux, et la facture en naît chez qui envoie', async () => {
    site.regler('2026-12-18T08:00:00Z')
    await entrer('maiwenn', adresses.mission)
    // Les heures viennent des feuilles closes : rien à recopier.
    await d.maiwenn.lire(/vient de vos feuilles closes.: 7 h/)
    expect(await ecrit('maiwenn', 'duree')).toBe('7 h')
    expect(await ecrit('maiwenn', 'montant')).toBe('620,00')
    // Le taux est celui de qui envoie : il se dit une fois, et se propose à l’autre.
    await d.maiwenn.remplir({ taux: '0' })
    await d.maiwenn.sain('13-constat')
    await d.maiwenn.presser('Signer le constat')
    await entrer('yann', adresses.mission)
    expect(await ecrit('yann', 'duree')).toBe('7 h')
    expect(await ecrit('yann', 'taux')).toBe('0')
    await d.yann.presser('Signer le constat')
    await d.yann.lire('Le constat vaut')
    await d.yann.sain('14-faite')
    await d.yann.presser('Préparer la facture')
    await d.yann.lire('620,00 €')
    await d.yann.lire('La facture est préparée')
    await d.yann.sain('15-facture')
    await entrer('maiwenn', '/comptes-courants')
    await d.maiwenn.lire(/Écrire et publier à plusieurs, une journée.*620,00/)
    await d.maiwenn.sain('16-compte')
  })

  it('les preuves et les livres sont des deux côtés, et la page dit où ils ne concordent pas encore', async () => {
    // Qui reçoit : le contrat au registre, ses stagiaires en F-2 ; la facture est attendue.
    await entrer('maiwenn', adresses.mission)
    await d.maiwenn.lire(/F-2.*2 stagiaires, 14 h de présence.*concorde/)
    await d.maiwenn.sain('17-bilans')
    await entrer('maiwenn', '/qualite/registres/contrat-sous-traitance')
    await d.maiwenn.lire(/Salomé Diallo/)
    // Qui envoie lit les mêmes nombres, que son cadre G compte de la mission.
    await entrer('yann', adresses.mission)
    await d.yann.lire(/G.*2 stagiaires, 14 h de présence.*comptés de la mission.*concorde/)
    await d.yann.sain('18-bilans-envoie')
    // Le compte courant dit la même somme, en sens inverse.
    await entrer('claire', '/comptes-courants')
    // Sa coopérative est de deux pôles : elle choisit le compte.
    await d.claire.suivre('Pôle Formation')
    await d.claire.lire(/Écrire et publier à plusieurs, une journée.*620,00/)
  })

  it('d’un bout à l’autre, rien ne se tape deux fois, d’une personne ou d’une autre', () => {
    const connexion = new Set<string>([motDePasseDemo, ...Object.values(gens)])
    const tape = Object.values(d)
      .flatMap((qui) => qui.tape)
      .filter((t) => !connexion.has(t) && !/^\d{6}$/.test(t))
    expect(tape.filter((t, i) => tape.indexOf(t) !== i)).toEqual([])
    // Ce que le parcours coûte à toutes : de quoi s’apercevoir qu’un champ de plus est demandé.
    expect(tape.length, tape.join(' | ')).toBeLessThanOrEqual(22)
  })
})
