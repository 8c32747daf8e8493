/** Ce que les pièces disent juste, ou taisent : un organisme sans numéro, un employeur, des heures, une phrase française. */
import { afterAll, describe, expect, it } from 'vitest'
import { de } from '#kernel/texte.ts'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleReglement } from '#modules/documents/test/exemple-reglement.ts'
import type { PresencesV1 } from '#modules/emargement/documents/feuille-emargement.v1.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { exemplesFactures } from '#modules/facturation/test/exemples-factures.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { exempleActe } from '#modules/stagiaires/test/exemple-acte.ts'
import { composer, lireTexte, moteur, serre } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())
const e = exemplesDocuments(exempleCertificat.organisme)

const rendre = (gabarit: string, donnees: object, garder?: string) =>
  composer(pdf, gabarit, donnees as Readonly<Record<string, unknown>>, garder)
const texteDe = async (gabarit: string, donnees: object, garder?: string) => {
  const r = await rendre(gabarit, donnees, garder)
  if (!r.ok) throw new Error(r.error.phrase)
  return lireTexte(r.value.pdf)
}
const dit = (texte: string, mots: readonly string[], non: readonly string[] = []) => {
  expect(mots.filter((m) => !texte.includes(serre(m)))).toEqual([])
  expect(non.filter((m) => texte.includes(serre(m)))).toEqual([])
}

describe('Un organisme qui n’a pas encore son numéro', () => {
  const { prefet: _, ...sansPrefet } = exempleCertificat.organisme
  const organisme = { ...sansPrefet, nda: '', prefet: '' }
  const sansNumero = 'Numéro de déclaration d’activité non encore attribué'
  it('émet sa première convention et le programme qu’elle annexe ; elle ne prétend pas qu’un dépôt est en cours', async () => {
    dit(
      await texteDe('convention.v1', { ...e.convention, organisme, premiere: true }),
      [sansNumero, 'dans les trois mois qui suivent la première convention'],
      ['en cours d’enregistrement'],
    )
    dit(
      await texteDe('programme.v1', { ...e.programme, organisme, premiere: true }),
      [],
      ['Enregistrée sous'],
    )
  })
  it('un devis ou une convention qui n’est pas la première le demande toujours, par son article', async () => {
    for (const [gabarit, donnees] of [
      ['convention.v1', e.convention],
      ['devis.v1', e.devis],
      ['contrat.v1', e.contrat],
    ] as const) {
      const r = await rendre(gabarit, { ...donnees, organisme })
      expect(r.ok ? 'composée' : r.error.phrase).toContain('R6351-6')
    }
  })
  it('le règlement, le certificat et la feuille, que R6351-6 ne vise pas, s’émettent sans lui ni préfet', async () => {
    dit(await texteDe('reglement-interieur.v1', { ...exempleReglement, organisme }), [], [sansNumero])
    dit(await texteDe('certificat-realisation.v1', { ...exempleCertificat, organisme }), [], ['NDA'])
    dit(
      await texteDe('feuille-emargement.v1', { ...exempleFeuille(exempleCertificat.organisme), organisme }),
      ['Session S-2026-0147'],
      ['Déclaration d’activité'],
    )
  })
})

describe('Le certificat', () => {
  const beneficiaire = { prenom: 'Ewen', nom: 'Tanguy' }
  it('ne dit employeur que de qui en a un, et ne dit pas « entreprise » d’un employeur public', async () => {
    const { civilite: _c, ...b } = { civilite: undefined, ...beneficiaire }
    dit(
      await texteDe('certificat-realisation.v1', { ...exempleCertificat, beneficiaire: b }),
      ['Ewen Tanguy a suivi l’action intitulée'],
      ['de l’entreprise'],
    )
    dit(
      await texteDe('certificat-realisation.v1', {
        ...exempleCertificat,
        beneficiaire: { ...b, entreprise: 'Mairie de Locronan', agentPublic: true },
      }),
      ['Ewen Tanguy employeur public : Mairie de Locronan, a suivi'],
      ['de l’entreprise'],
    )
  })
  it('détaille la situation de travail ; la qualité s’écrit comme dans une phrase', async () => {
    dit(
      await texteDe('certificat-realisation.v1', {
        ...exempleCertificat,
        action: { ...exempleCertificat.action, minutesTravail: 90 },
        signataire: { ...exempleCertificat.signataire, qualite: 'Présidente' },
      }),
      [
        'dont 1 h 30 en situation de travail',
        'En présentiel et en situation de travail.',
        ', présidente, représente',
      ],
      ['Présidente'],
    )
  })
})

describe('L’attestation', () => {
  it('ne met pas en rapport plus d’heures que prévu, et nomme qui forme au travail', async () => {
    dit(
      await texteDe('attestation.v1', {
        ...e.attestation,
        action: {
          ...e.attestation.action,
          minutes: 405,
          minutesSuivies: 435,
          auTravail: ['Maud Tanguy, cheffe d’équipe'],
        },
      }),
      ['7 h 15 suivies.', 'En situation de travail : Maud Tanguy, cheffe d’équipe.'],
      ['sur 6 h 45'],
    )
  })
  it('sans évaluation, ne dit pas ce qu’une évaluation aurait montré', async () => {
    const { evaluations: _, ...sans } = { evaluations: undefined, ...e.attestation }
    dit(
      await texteDe('attestation.v1', {
        ...sans,
        evaluations: [],
        resultats: e.attestation.resultats.map((r) => ({ ...r, resultat: 'non-evalue' })),
      }),
      ['n’ont pas été évalués', 'Cette attestation dit ce qui a été suivi. Elle'],
      ['ce que l’évaluation a montré'],
    )
  })
})

describe('La facture', () => {
  it('n’annonce de pénalités et d’indemnité qu’à un professionnel, et à lui toujours', async () => {
    const { facture } = exemplesFactures(exempleCertificat.organisme)
    const { siren: _n, siret: _t, ...nom } = facture.payeur
    const { penalites: _p, indemnite: _i, ...reglement } = facture.reglement ?? {}
    dit(
      await texteDe('facture.v1', { ...facture, payeur: nom, reglement }),
      ['au plus tard le 20 décembre 2026', 'Escompte : aucun pour paiement anticipé.'],
      ['Pénalités', 'Indemnité forfaitaire'],
    )
    const muette = await rendre('facture.v1', { ...facture, reglement })
    expect(muette.ok ? 'composée' : muette.error.phrase).toContain('L441-9')
    // Un client sans SIREN connu reste un professionnel, si c’est une entreprise : ce que la facture porte s’imprime.
    dit(
      await texteDe('facture.v1', { ...facture, payeur: nom }),
      ['Pénalités de retard', 'Indemnité forfaitaire'],
      [],
    )
  })
})

describe('Les objectifs', () => {
  const dits = (objectifs: readonly string[]) =>
    texteDe('programme.v1', { ...e.programme, formation: { ...e.programme.formation, objectifs } })
  it('sont tous de la même casse : en minuscule si chacun s’y met, un sigle à part', async () => {
    dit(await dits(['Reformuler un besoin', 'CV : lire un parcours', 'Conclure']), [
      '1. reformuler un besoin',
      '2. CV : lire un parcours',
      '3. conclure',
    ])
  })
  it('ou tels qu’ils furent écrits, dès que l’un ne s’y met pas', async () => {
    dit(await dits(['Reformuler un besoin', 'Grenoble, son histoire']), [
      '1. Reformuler un besoin',
      '2. Grenoble, son histoire',
    ])
  })
})

describe('Les phrases', () => {
  it('une fonction saisie comme un nom se lit au milieu d’une phrase ; un nom de famille garde sa majuscule', async () => {
    const convention = (referent: string) =>
      texteDe('convention.v1', {
        ...e.convention,
        action: { ...e.convention.action, acces: { ...e.convention.action.acces, referent } },
      })
    dit(await convention('La personne référente handicap, par l’accueil'), [
      'un handicap, la personne référente handicap, par l’accueil, répond au',
    ])
    dit(await convention('L’équipe d’appui'), ['un handicap, l’équipe d’appui répond au'])
    dit(await convention('Le Guen Olivier'), ['un handicap, Le Guen Olivier répond au'])
    dit(await convention('Olivier Le Guen'), ['un handicap, Olivier Le Guen répond au'])
    dit(
      await texteDe('programme.v1', {
        ...e.programme,
        formation: {
          ...e.programme.formation,
          referent: { ...e.programme.formation.referent, nom: 'La personne référente handicap' },
        },
      }),
      [],
      ['Personne référente handicap : la personne'],
    )
  })
  it('« aucun » prérequis est « aucune » connaissance ; la phrase du certificat ne se redit pas', async () => {
    dit(
      await texteDe('contrat.v1', { ...e.contrat, action: { ...e.contrat.action, prerequis: 'aucun' } }),
      ['Connaissances préalables requises. Aucune. Qualification'],
      [],
    )
    const sanction = 'Un certificat de réalisation et une attestation sont remis à chacun.'
    dit(
      await texteDe('convention.v1', { ...e.convention, action: { ...e.convention.action, sanction } }),
      ['Le certificat de réalisation est établi, pour chaque stagiaire, sur les heures réellement suivies.'],
      ['est délivré pour chaque stagiaire'],
    )
  })
  it('la phase réflexive s’annonce à part de la mise en situation', async () => {
    dit(
      await texteDe('convention.v1', {
        ...e.convention,
        action: {
          ...e.convention.action,
          aPart: [{ genre: 'reflexion', intitule: 'Revenir sur les consignes', minutes: 30 }],
        },
      }),
      [
        'Revenir sur les consignes, phase réflexive, distincte de la mise en situation (D6313-3-2, 3°) : 30 min.',
      ],
    )
  })
  it('des griefs ne se présentent pas comme des chiffres', async () => {
    dit(
      await texteDe('acte-stagiaires.v1', {
        ...exempleActe(exempleCertificat.organisme),
        titre: 'Information des griefs',
        faits: [{ quoi: 'Faits reprochés', valeur: 'Trois retards sans motif.' }],
      }),
      ['Faits reprochés', 'Trois retards sans motif.'],
      ['Valeur', 'Faits et chiffres'],
    )
  })
  it('le devis dit la base du dédit et la subrogation', async () => {
    dit(await texteDe('devis.v1', { ...e.devis, prix: { ...e.devis.prix, financement: [] } }), [
      'compté sur le prix de l’action',
      'sans subrogation',
    ])
  })
})

/** La même feuille, avec tout ce qu’une case peut avoir à dire, et des noms qui débordent. */
const feuilleBavarde = () => {
  const base = exempleFeuille(exempleCertificat.organisme)
  const cases: Readonly<Record<number, PresencesV1[string]>> = {
    1: { etat: 'signee', a: '13:33', corrections: ['Arrivée notée sur la ligne d’à côté'] },
    2: {
      etat: 'hors-ligne',
      a: '13:29',
      recue: '08:12',
      recueLe: '2026-11-19',
      retardMinutes: 25,
      corrections: ['Retenue par un appel de son employeur'],
    },
    3: {
      etat: 'regularisee',
      a: '09:10',
      le: '2026-11-20',
      motif: 'Téléphone déchargé, vue en salle',
      par: 'Inès Morvan',
      departMinutes: 20,
    },
    4: { etat: 'absente', justifiee: false, corrections: ['Signée par une voisine, par erreur'] },
    5: { etat: 'non-statuee', corrections: ['Annulée : signée deux fois'] },
  }
  const noms = [
    'عبد الرحمن بن محمد الفاسي',
    'de La Rochefoucauld-Montmorency d’Aubigné',
    'Ðurđević-Łukasiewicz',
  ]
  return {
    ...base,
    stagiaires: base.stagiaires.map((s, i) => ({
      ...s,
      nom: noms[i] ?? s.nom,
      presences: { ...s.presences, ...(cases[s.numero] ? { s2: cases[s.numero] } : {}) },
    })),
    formateurs: base.formateurs.map((f) => ({
      ...f,
      presences: {
        ...f.presences,
        s2: { etat: 'hors-ligne', a: '17:34', recue: '08:12', recueLe: '2026-11-19', apres: 1 },
        s4: { etat: 'signee', a: '08:15', le: '2026-11-20' },
      },
    })),
  }
}

it('la feuille dit le jour dès qu’il n’est pas celui de la colonne, d’où vient chaque signature, et pourquoi une case a changé', async () => {
  dit(await texteDe('feuille-emargement.v1', feuilleBavarde(), 'feuille-bavarde'), [
    'Signé 13 h 33',
    'voir note 3',
    'Hors ligne 13 h 29',
    'reçu le 19 novembre à 8 h 12, retard de 25 min, voir note 4',
    'Régularisé le 20 novembre à 9 h 10',
    'sans justificatif, voir note 5',
    'Hors ligne 17 h 34',
    'reçu le 19 novembre à 8 h 12, 1 entrée venue après',
    'Venue après : cette signature ne la couvre pas',
    'Non statuée : ni signature, ni absence',
    'Signé le 20 novembre à 8 h 15',
    'Arrivée notée sur la ligne d’à côté.',
    'Retenue par un appel de son employeur.',
    'Signée par une voisine, par erreur.',
  ])
})

it('le nom d’une coopérative s’élide, ou se contracte, comme ailleurs', async () => {
  const o = exempleReglement.organisme
  for (const nom of ['Pôle Formation', 'Les Tisserands', 'Hôtel des Savoirs', 'Halle aux Savoirs'])
    dit(await texteDe('reglement-interieur.v1', { ...exempleReglement, organisme: { ...o, nom } }), [
      `d’une action ${de(nom)}, `,
    ])
})

it('la feuille dit ce qui est prévu et ne s’y signe pas', async () => {
  const feuille = exempleFeuille(exempleCertificat.organisme)
  dit(
    await texteDe('feuille-emargement.v1', {
      ...feuille,
      session: { ...feuille.session, horsFeuille: ['Tenir la ligne, en situation de travail : 1 h'] },
    }),
    ['Hors de cette feuille', 'prouvé autrement (R6313-3) : Tenir la ligne, en situation de travail : 1 h.'],
  )
})
