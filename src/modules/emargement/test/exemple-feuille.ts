import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { FeuilleEmargementV1, PresencesV1, PresenceV1 } from '../documents/feuille-emargement.v1.ts'

/** Un tracé qui ressemble à une signature ; la même personne garde son geste. */
const tracer = (personne: number, fois: number): string =>
  Array.from({ length: 18 }, (_, i) => {
    const angle = i * (1.1 + (personne % 5) * 0.13) + fois * 0.07
    const x = 10 + i * 4.7 + 6 * Math.cos(angle)
    const y = 55 - i * 0.6 * (personne % 3) - (14 + (personne % 4) * 3) * Math.sin(angle)
    return `${Math.round(Math.min(99, Math.max(1, x)))} ${Math.round(Math.min(99, Math.max(1, y)))}`
  }).join(' ')

const seances = [
  { id: 's1', date: '2026-11-17', debut: '09:00', fin: '12:30', minutes: 210, sequence: 'Ouvrir et cadrer' },
  {
    id: 's2',
    date: '2026-11-17',
    debut: '13:30',
    fin: '17:00',
    minutes: 210,
    sequence: 'Faire avancer la discussion',
  },
  {
    id: 's3',
    date: '2026-11-18',
    debut: '09:00',
    fin: '12:30',
    minutes: 210,
    sequence: 'Présenter des chiffres',
  },
  {
    id: 's4',
    date: '2026-11-18',
    debut: '13:30',
    fin: '17:00',
    minutes: 210,
    sequence: 'Conclure et écrire',
  },
] as const

const noms = [
  ['Soraya', 'Amrani'],
  ['Julien', 'Berthollet'],
  ['Anne-Sophie', 'Chevallier-Duval'],
  ['Miguel', 'Da Costa'],
  ['Roxane', 'Fontanel'],
  ['Yasmine', 'Haddad'],
  ['Piotr', 'Kowalczyk'],
  ['Maëlle', 'Le Guen'],
  ['Fatou', 'N’Diaye'],
  ['Mathilde', 'Perrin'],
  ['Damien', 'Rochas'],
  ['Minh Anh', 'Trần'],
] as const

// Des états particuliers, par personne et par séance : [présence, minutes perdues].
const particuliers: Readonly<Record<string, readonly [PresenceV1, number]>> = {
  '3 s1': [{ etat: 'signee', a: '09:41', retardMinutes: 40, trace: tracer(3, 0) }, 40],
  '4 s4': [{ etat: 'absente', justifiee: true }, 210],
  '7 s2': [{ etat: 'hors-ligne', a: '13:29', recue: '17:12', trace: tracer(7, 1) }, 0],
  '10 s3': [{ etat: 'absente', justifiee: false }, 210],
  '11 s3': [
    { etat: 'regularisee', a: '12:34', motif: 'téléphone déchargé', par: 'I. Morvan', trace: tracer(11, 2) },
    0,
  ],
}

/** Une feuille fictive de deux jours ; `stagiaires` en change le nombre. */
export const exempleFeuille = (organisme: OrganismeV1, stagiaires = 12): FeuilleEmargementV1 => {
  const lignes = Array.from({ length: stagiaires }, (_, i) => {
    const [prenom, nom] = noms[i % noms.length] ?? ['Sans', 'Nom']
    const numero = i + 1
    const cases = seances.map((s, j): [string, PresenceV1, number] => {
      const [presence, perdues] = particuliers[`${numero} ${s.id}`] ?? [
        { etat: 'signee', a: `${s.debut.slice(0, 2)}:0${(i + j) % 10}`, trace: tracer(numero, j) } as const,
        0,
      ]
      return [s.id, presence, perdues]
    })
    return {
      numero,
      prenom,
      nom,
      entreprise: 'Ateliers Belledonne',
      minutes: 840 - cases.reduce((somme, [, , perdues]) => somme + perdues, 0),
      presences: Object.fromEntries(cases.map(([id, presence]) => [id, presence])) as PresencesV1,
    }
  })
  return {
    numero: 'EM-2026-0147-01',
    organisme,
    session: {
      code: 'S-2026-0147',
      convention: 'CV-2026-0147',
      intitule: 'Anglais professionnel : conduire une réunion de projet',
      nature: 'action de formation',
      modalite: 'présentiel',
      lieu: {
        nom: 'Langue & Lien, salle Drac',
        adresse: { lignes: ['14 rue des Passerelles'], codePostal: '38000', ville: 'Grenoble' },
      },
    },
    seances,
    stagiaires: lignes,
    formateurs: [
      {
        civilite: 'Mme',
        prenom: 'Inès',
        nom: 'Morvan',
        qualite: 'formatrice associée',
        presences: Object.fromEntries(
          seances.map((s, j) => [
            s.id,
            { etat: 'signee', a: `${s.fin.slice(0, 3)}34`, trace: tracer(60, j) },
          ]),
        ) as PresencesV1,
      },
    ],
    totaux: { minutesPrevues: stagiaires * 840, minutesRealisees: lignes.reduce((s, l) => s + l.minutes, 0) },
    registre: {
      premiere: 11_931,
      derniere: 11_982,
      empreinte: 'c4b1f0a29d7e3c5566aa0912f8e7d4c3b2a1908f7e6d5c4b3a29181716151413',
    },
  }
}

/** Une longue action : `combien` soirées d’affilée, ou le matin et l’après-midi de chaque jour ; sans tracé, comme à la tablette éteinte. */
export const exempleLongue = (
  organisme: OrganismeV1,
  combien: number,
  { soirees = false, stagiaires = 12 } = {},
): FeuilleEmargementV1 => {
  const base = exempleFeuille(organisme, stagiaires)
  const longues = Array.from({ length: combien }, (_, i) => {
    const rang = soirees ? i : Math.floor(i / 2)
    const jour = new Date(Date.UTC(2026, 8, 30 + rang)).toISOString().slice(0, 10)
    const [debut, fin] = soirees
      ? (['18:00', '20:00'] as const)
      : i % 2 === 0
        ? (['09:00', '12:30'] as const)
        : (['13:30', '17:00'] as const)
    return { id: `s${i + 1}`, date: jour, debut, fin, minutes: soirees ? 120 : 210, sequence: '' }
  })
  const presences = (decalage: string): PresencesV1 =>
    Object.fromEntries(
      longues.map((x) => [x.id, { etat: 'signee', a: `${x.debut.slice(0, 3)}${decalage}` } as const]),
    )
  const minutes = longues.reduce((n, x) => n + x.minutes, 0)
  return {
    ...base,
    seances: longues,
    stagiaires: base.stagiaires.map((p) => ({ ...p, minutes, presences: presences('05') })),
    formateurs: base.formateurs.map((f) => ({ ...f, presences: presences('35') })),
    totaux: { minutesPrevues: minutes * stagiaires, minutesRealisees: minutes * stagiaires },
  }
}
