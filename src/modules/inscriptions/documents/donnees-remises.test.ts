import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { contenuComplet } from '#modules/catalogue/test/contenus.ts'
import { conditionsProposees } from '#modules/documents/index.ts'
import type { ActiviteAPart, FaitsDePiece, SessionDePiece } from '../domain/a-imprimer.ts'
import {
  commanditaireDe,
  donneesConvocation,
  donneesProgramme,
  faitsDuProgramme,
  type SuiteDuProgramme,
} from './donnees-remises.ts'

const jour = (t: string) => {
  const lu = dateCivile(t)
  if (!lu) throw new Error(t)
  return lu
}
const version = { numero: 1, le: jour('2026-10-26') }
const plan: readonly ActiviteAPart[] = [
  { genre: 'asynchrone', intitule: 'Réécouter trois consignes', minutes: 45 },
  { genre: 'situation', intitule: 'Tenir la ligne', minutes: 60 },
]
const faits = (s: Partial<SessionDePiece> = {}): FaitsDePiece => ({
  organisme: {
    nom: 'Langue & Lien',
    adresse: { lignes: [], codePostal: '35000', ville: 'Rennes' },
    courriel: 'contact@langue-et-lien.example',
    telephone: '02 99 00 00 12',
  } as unknown as FaitsDePiece['organisme'],
  aujourdhui: jour('2026-11-10'),
  mentionTva: { taux: 0 },
  contenu: { ...contenuComplet, duree: 435 },
  conditions: conditionsProposees,
  signataire: { prenom: '', nom: '', qualite: '' },
  jointes: [],
  session: {
    numero: 'S-2026-002',
    intitule: 'Comprendre une consigne',
    nature: 'formation',
    modalite: 'mixte',
    minutes: 300,
    debut: jour('2026-11-25'),
    fin: jour('2026-11-26'),
    prevu: { minutes: 300, jours: 2 },
    capacite: 12,
    effectifMin: 1,
    lieu: 'Conserverie du Port',
    adresse: null,
    connexion: null,
    seances: [{ jour: jour('2026-11-25'), debutMinutes: 540, finMinutes: 720 }],
    formateurs: [{ prenom: 'Tom', nom: 'Okafor', titres: 'CELTA' }],
    ...s,
  },
})
const programme = (f = faits(), suite: Partial<SuiteDuProgramme> = {}) =>
  donneesProgramme(f, version, { plan: [], dejaTenue: false, ...suite })

describe('La durée du programme', () => {
  it('est celle de la session, jamais celle que l’offre estimait', () => {
    expect(programme().formation).toMatchObject({ minutes: 300, jours: 2 })
    expect(programme().formation.parts).toBeUndefined()
  })
  it('compte ce que le plan prévoit hors des demi-journées, et le détaille', () => {
    const { formation } = programme(faits(), { plan })
    expect(formation.minutes).toBe(405)
    expect(formation.parts).toEqual([
      { quoi: 'en demi-journées', minutes: 300 },
      { quoi: 'à distance, en autonomie', minutes: 45 },
      { quoi: 'en situation de travail', minutes: 60 },
    ])
    expect(formation.modalite).toBe('En présentiel, à distance et en situation de travail')
  })
  it('sans aucune date, est celle de l’offre', () => {
    expect(programme(faits({ prevu: { minutes: 0, jours: 0 } })).formation.minutes).toBe(435)
  })
  it('une session en salle dont le plan prévoit une activité à distance n’est pas dite en présentiel seul', () => {
    const { formation } = programme(faits({ modalite: 'presentiel' }), { plan: plan.slice(0, 1) })
    expect(formation.modalite).toBe('En présentiel et à distance')
  })
})

describe('Ce que le programme dit de l’offre', () => {
  it('porte le financement, la fin de l’enregistrement et les résultats de la certification', () => {
    expect(programme().formation).toMatchObject({
      financement: 'CPF, OPCO, employeur, à ses frais.',
      certification: { jusquAu: '2030-03-21', resultats: '91 % d’obtention, 80 % en emploi à six mois.' },
    })
  })
  it('ne dit l’offre sans session achevée que si c’est vrai', () => {
    const neuve = { ...faits(), contenu: { ...contenuComplet, indicateurs: '' } }
    expect(programme(neuve).formation.jamaisTenue).toBe(true)
    expect(programme(neuve, { dejaTenue: true }).formation.jamaisTenue).toBeUndefined()
    expect(programme().formation.jamaisTenue).toBeUndefined()
  })
})

describe('Ce que le programme dit de la session', () => {
  it('est son prix à elle, quoi que vaille l’offre ; celui de l’offre, d’une session qui n’en pose pas', () => {
    const tarif = (prix: number | null) => [{ formule: 'Par stagiaire', prix, unite: 'une personne' }]
    expect(programme(faits({ prix: 30_000 })).formation.tarifs).toEqual(tarif(30_000))
    expect(programme(faits({ prix: null })).formation.tarifs).toEqual(tarif(contenuComplet.prix))
  })
  it('nomme le délai d’accès, sauf si qui l’a écrit l’a fait', () => {
    const acces = (delaiAcces: string) =>
      programme({ ...faits(), contenu: { ...contenuComplet, delaiAcces } }).formation.acces.split('\n\n')
    expect(acces('Deux semaines.')).toEqual(['Entretien préalable.', 'Délai d’accès\u00a0: deux semaines.'])
    expect(acces('Délai de deux semaines.')[1]).toBe('Délai de deux semaines.')
    expect(acces('France Travail répond sous un mois.')[1]).toBe(
      'Délai d’accès\u00a0: France Travail répond sous un mois.',
    )
    expect(acces('')).toEqual(['Entretien préalable.'])
  })
})

describe('Mêmes faits, même programme', () => {
  const un = faitsDuProgramme(programme())
  it.each<[string, Partial<SessionDePiece>]>([
    ['le lieu', { lieu: 'La Halle, Vitré' }],
    ['le rythme', { prevu: { minutes: 300, jours: 4 } }],
    ['qui forme', { formateurs: [{ prenom: 'Lena', nom: 'Brandt', titres: 'Interprète' }] }],
    ['ses titres', { formateurs: [{ prenom: 'Tom', nom: 'Okafor', titres: 'CELTA, 2014' }] }],
    ['l’effectif', { capacite: 8 }],
    ['le prix', { prix: 30_000 }],
  ])('%s en fait un autre', (_, s) => {
    expect(faitsDuProgramme(programme(faits(s)))).not.toBe(un)
  })
  it('une interruption avant la part à distance n’en fait pas un autre : il décrit ce qui fut posé', () => {
    const arretee = {
      prevu: { minutes: 300, jours: 2, modalite: 'mixte' as const },
      seances: [
        {
          jour: jour('2026-11-25'),
          debutMinutes: 540,
          finMinutes: 720,
          modalite: 'presentiel' as const,
        },
      ],
    }
    expect(faitsDuProgramme(programme(faits(arretee)))).toBe(un)
    expect(programme(faits(arretee)).formation.distance).toBeDefined()
  })
  it('le jour de l’émission, l’en-tête, une autre session achevée n’en font pas un autre', () => {
    const plusTard = { ...faits(), aujourdhui: jour('2027-01-04') }
    expect(faitsDuProgramme(programme(plusTard))).toBe(un)
    const contenu = { ...contenuComplet, duree: 435, indicateurs: '' }
    expect(faitsDuProgramme(programme({ ...faits(), contenu }))).toBe(
      faitsDuProgramme(programme({ ...faits(), contenu }, { dejaTenue: true })),
    )
  })
})

describe('L’entité commanditaire (L6353-8)', () => {
  const client = {
    acheteur: 'entreprise',
    nom: 'Ateliers Belledonne',
    signataire: { prenom: 'Odile', nom: 'Garnier', qualite: 'présidente' },
    courriel: 'odile@belledonne.example',
    telephone: null,
  } as const
  it('est le client, et son signataire à qui s’adresser', () => {
    expect(commanditaireDe(client)).toEqual({
      nom: 'Ateliers Belledonne',
      contact: 'Odile Garnier',
      qualite: 'présidente',
      courriel: 'odile@belledonne.example',
    })
  })
  it('sans signataire connu, se nomme seule ; une personne qui commande pour elle n’en a pas', () => {
    const vide = { prenom: '', nom: '', qualite: 'présidente' }
    expect(commanditaireDe({ ...client, signataire: vide, courriel: null })).toEqual({
      nom: 'Ateliers Belledonne',
    })
    expect(commanditaireDe({ ...client, acheteur: 'personne' })).toBeUndefined()
    expect(commanditaireDe(undefined)).toBeUndefined()
  })
})

describe('La convocation', () => {
  const convocation = (
    s: Partial<SessionDePiece> = {},
    p: readonly ActiviteAPart[] = [],
    donneur: string | null = null,
  ) => donneesConvocation(faits(s), { prenom: 'Rosa', nom: 'Mendes', entreprise: null, donneur }, p)

  it('d’une session mixte dit que tout n’est pas sur place, et comment le lien arrive', () => {
    const { connexion } = convocation()
    expect(connexion).toContain('ne se tiennent pas sur place')
    expect(connexion).toContain('appelez le 04\u00a076\u00a000\u00a000\u00a000')
    expect(convocation({ connexion: 'https://classe.example/a' }).connexion).toMatch(
      /Connectez-vous par https:\/\/classe\.example\/a$/,
    )
  })
  it('à distance, le dit de toutes ; en salle, n’en dit rien', () => {
    expect(convocation({ modalite: 'distance' }).connexion).toContain('Toutes les demi-journées')
    expect(convocation({ modalite: 'presentiel' }).connexion).toBeUndefined()
  })
  const dites = (...modalites: readonly ('presentiel' | 'distance' | null)[]) => ({
    seances: modalites.map((modalite, i) => ({
      jour: jour(`2026-11-2${5 + i}`),
      debutMinutes: 540,
      finMinutes: 720,
      modalite,
    })),
  })
  it('d’une session mixte qui dit ses demi-journées, dit chacune, et par où suivre celles qui sont à distance', () => {
    const c = convocation({ ...dites('presentiel', 'distance'), connexion: 'https://classe.example/a' })
    expect(c.action.seances.map((x) => x.modalite)).toEqual(['sur place', 'à distance'])
    expect(c.connexion).toBe(
      'Ne vous déplacez pas pour les demi-journées que le calendrier dit à distance. Connectez-vous par https://classe.example/a',
    )
    expect(convocation(dites('presentiel', 'distance')).connexion).toContain('Le lien vous est envoyé')
  })
  it('celles qui restent à préciser le disent, et à qui le demander', () => {
    const c = convocation(dites('distance', null))
    expect(c.action.seances.map((x) => x.modalite)).toEqual(['à distance', 'à préciser'])
    expect(c.connexion).toContain('Nadia Ferhat, accueil vous dit comment les suivre')
  })
  it('toutes dites sur place, elle est d’une session en salle', () => {
    expect(convocation(dites('presentiel', 'presentiel')).action.modalite).toBe('en présentiel')
    const c = convocation(dites('presentiel', 'presentiel'))
    expect(c.connexion).toBeUndefined()
    expect(c.materiel).not.toContain('internet')
    expect(convocation(dites('distance', 'distance')).connexion).toContain('Toutes les demi-journées')
  })
  it('rien n’étant dit, rien ne s’en écrit : la pièce est celle d’avant', () =>
    expect(convocation().action.seances[0]).not.toHaveProperty('modalite'))
  it('annonce l’activité à distance et la situation de travail, et ce qu’il faut pour les suivre', () => {
    const c = convocation({}, plan)
    expect(c.horsSeance?.map((a) => [a.minutes, a.comment])).toEqual([
      [45, 'à distance, en autonomie'],
      [60, 'en situation de travail'],
    ])
    expect(c.materiel).toContain('relié à internet')
    expect(convocation({ modalite: 'presentiel' }).materiel).not.toContain('internet')
  })
  it('nomme l’organisme donneur d’ordre de qui nous est confié, et lui seul', () => {
    expect(convocation({}, [], 'Institut des langues des Alpes').donneur).toBe(
      'Institut des langues des Alpes',
    )
    expect(convocation()).not.toHaveProperty('donneur')
  })
  it('donne qui forme pour la pédagogie, joint par le contact de la coopérative', () => {
    const { administratif, pedagogique } = convocation().contacts
    expect(administratif.nom).toBe('Nadia Ferhat, accueil')
    expect(pedagogique).toEqual({ ...administratif, nom: 'Tom Okafor, par Nadia Ferhat, accueil' })
  })
})

describe('Un organisme sans numéro de déclaration', () => {
  it('émet le programme que sa première convention annexe (R6351-6)', () => {
    const f = faits()
    expect(programme({ ...f, organisme: { ...f.organisme, nda: '' } }).premiere).toBe(true)
    expect(programme({ ...f, organisme: { ...f.organisme, nda: '53350000035' } })).not.toHaveProperty(
      'premiere',
    )
  })
})

describe('La phase réflexive (D6313-3-2, 3°)', () => {
  const reflexif: readonly ActiviteAPart[] = [
    ...plan,
    { genre: 'reflexion', intitule: 'Revenir sur les consignes', minutes: 30 },
  ]
  it('se compte dans la durée convenue, et s’annonce à part de la mise en situation', () => {
    const { formation } = programme(faits(), { plan: reflexif })
    expect(formation.minutes).toBe(435)
    expect(formation.parts?.at(-1)).toEqual({ quoi: 'en phase réflexive', minutes: 30 })
    expect(formation.horsSeance?.at(-1)?.comment).toBe('en phase réflexive, après la mise en situation')
    expect(formation.modalite).toBe('En présentiel, à distance et en situation de travail')
  })
})

describe('Qui répond de la pédagogie', () => {
  it('passe par le contact, dit comme au milieu d’une phrase', () => {
    const par = (contact: string) =>
      donneesConvocation(
        { ...faits(), contenu: { ...contenuComplet, contact } },
        { prenom: 'Rosa', nom: 'Mendes', entreprise: null, donneur: null },
        [],
      ).contacts.pedagogique.nom
    expect(par('L’équipe d’appui')).toBe('Tom Okafor, par l’équipe d’appui')
    expect(par('Le Guen Olivier')).toBe('Tom Okafor, par Le Guen Olivier')
  })
})
