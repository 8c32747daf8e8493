import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { DossierLu, Inscrit } from '#modules/inscriptions/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { Colonne, Lu } from './matrice.ts'
import { remplirLignes } from './remplir-matrice.ts'

const colonne = (code: Colonne['code']) =>
  ({ code, conduite: 'pieces', seul: false, jour: '2026-11-10' as DateCivile }) as unknown as Colonne
const inscrit = (id: string, dossier: string) =>
  ({
    id,
    dossier,
    prenom: 'Agathe',
    nom: 'Pons',
    personne: id,
    courriel: null,
    etat: 'inscrit',
  }) as unknown as Inscrit
const dossier = (id: string, regime: DossierLu['regime']) =>
  ({ id, regime, financements: [] }) as unknown as DossierLu
const lu = {
  session: { id: 's', zone: 'Europe/Paris', seances: [] } as unknown as SessionLue,
  jour: '2026-11-24' as DateCivile,
  maintenant: new Date('2026-11-24T10:00:00Z'),
  inscrits: [inscrit('i1', 'd1'), inscrit('i2', 'd2')],
  dossiers: [dossier('d1', 'convention'), dossier('d2', 'sous-traitance-recue')],
  gens: [],
  pieces: [],
  remises: [],
  liens: [],
  cases: [],
  feuilles: [],
  demandes: [],
  factures: [],
  conventions: [],
  absences: [],
  messages: [],
  derniers: [],
  arrets: [],
} satisfies Lu

it('qui vient d’un autre organisme n’attend d’ici ni ses informations ni son certificat, mais sa convocation', () => {
  const codes = ['information', 'certificat', 'convocation'] as const
  const lignes = remplirLignes(lu, new Map([['stagiaires', codes.map(colonne)]])).get('stagiaires') ?? []
  const dit = (rang: number) => codes.map((c) => lignes[rang]?.cellules.get(c)?.etat)
  expect(dit(0)).toEqual(['retard', 'retard', 'retard'])
  expect(dit(1)).toEqual(['sans-objet', 'sans-objet', 'retard'])
  expect(lignes[1]?.cellules.get('information')?.mot).toBe('par son organisme')
})

it('un client qui signe ailleurs n’attend d’ici aucune convention', () => {
  const regimes = ['convention', 'contrat', 'cpf', 'sous-traitance-recue'] as const
  const dossiers = regimes.map((r) => dossier(r, r))
  const lignes =
    remplirLignes({ ...lu, dossiers }, new Map([['clients', [colonne('convention')]]])).get('clients') ?? []
  expect(lignes.map((l) => l.cellules.get('convention')?.mot)).toEqual([
    'à envoyer',
    'à envoyer',
    'par la plateforme',
    'contrat de son organisme',
  ])
  expect(lignes.map((l) => l.cellules.get('convention')?.etat)).toEqual([
    'retard',
    'retard',
    'sans-objet',
    'sans-objet',
  ])
})

it('qui rejoint l’action en cours de route a tout signé sans la demi-journée d’avant son arrivée', () => {
  const seance = (id: string, jour: string) => ({ id, jour, tenue: true, fin: new Date(`${jour}T11:30:00Z`) })
  const arrivee = { ...inscrit('i1', 'd1'), arriveeLe: '2026-11-20' as DateCivile }
  const enCours = {
    ...lu,
    session: {
      ...lu.session,
      seances: [seance('s1', '2026-11-19'), seance('s2', '2026-11-20')],
    } as unknown as SessionLue,
    inscrits: [arrivee, { ...arrivee, id: 'i2' as Inscrit['id'], arriveeLe: null }],
    cases: ['i1', 'i2'].map((inscription) => ({
      inscription,
      seance: 's2',
      presence: { etat: 'signee' },
    })) as unknown as Lu['cases'],
  }
  const lignes =
    remplirLignes(enCours, new Map([['stagiaires', [colonne('lien-emargement')]]])).get('stagiaires') ?? []
  expect(lignes.map((l) => l.cellules.get('lien-emargement')?.mot)).toEqual(['1 sur 1', '1 sur 2'])
  expect(lignes.map((l) => l.cellules.get('lien-emargement')?.etat === 'fait')).toEqual([true, false])
})
