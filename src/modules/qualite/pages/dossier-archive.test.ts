import { describe, expect, it } from 'vitest'
import { type FaitMontre, type Photo, pourAuditeur } from '../domain/photo.ts'
import { archiveDePhoto } from './dossier-archive.tsx'

const fait = (f: Partial<FaitMontre>): FaitMontre => ({
  code: '4a',
  de: 'Le recueil du besoin',
  indice: false,
  session: 's1',
  nom: 'Malo Guérin',
  tenu: true,
  le: '2026-11-10',
  quoi: '',
  tard: false,
  apresGel: false,
  pieces: [],
  contenu: [['Besoin', 'Tenir l’accueil']],
  auteur: 'Nadia X',
  ...f,
})
const nosMots = [
  'MANQUE-PLANTÉ',
  'CONSTAT-PLANTÉ',
  'RISQUE-PLANTÉ',
  'STRATE-PLANTÉE',
  'MUET-PLANTÉ',
  'NOTE-PLANTÉE',
  'écart',
  'manquant',
  'partiel',
  'majeur',
  'mineur',
  'après coup',
  'après le gel',
  'déclaré',
]
const photo: Photo = {
  forme: 'coforme-audit/1',
  organisme: 'Langue et Lien',
  version: '2026-728',
  sessions: [
    {
      id: 's1',
      numero: 'S-2026-001',
      intitule: 'Anglais',
      du: '2026-11-10',
      au: '2026-11-10',
      strates: ['STRATE-PLANTÉE'],
      stagiaires: [{ id: 'i1', nom: 'Malo Guérin' }],
    },
  ],
  pieces: [
    { id: 'aaaaaaaa-0000-4000-8000-0000cafe0001', libelle: 'Convocation, C-2026-001', le: '2026-10-12' },
  ],
  plan: [
    { jour: 1, debut: 540, fin: 555, quoi: 'Réunion d’ouverture', points: [], qui: ['Maïwenn X'] },
    { jour: 1, debut: 555, fin: 700, quoi: 'Critère 2', points: ['4'], qui: ['Inès X'] },
  ],
  points: [
    {
      point: '4',
      intitule: 'Analyse du besoin',
      attendu: 'Le besoin est recueilli.',
      gradable: false,
      programme: true,
      note: 'NOTE-PLANTÉE',
      critere: 2,
      question: 'Montrez-moi le recueil.',
      etat: 'partiel',
      phrase: 'CONSTAT-PLANTÉ',
      muets: ['MUET-PLANTÉ'],
      faits: [
        fait({}),
        fait({ nom: 'Anna Roux', tard: true, apresGel: true }),
        fait({ nom: 'Sans Preuve', tenu: false, quoi: 'MANQUE-PLANTÉ', contenu: [] }),
        fait({ nom: 'Rien N’ouvre', contenu: [] }),
      ],
    },
    {
      point: '9',
      intitule: 'Conditions',
      attendu: 'Les conditions sont dites.',
      gradable: true,
      programme: true,
      critere: 3,
      question: 'Montrez-moi la convocation.',
      etat: 'prouve',
      phrase: 'RISQUE-PLANTÉ',
      muets: [],
      faits: [
        fait({
          code: '9a',
          de: 'La convocation',
          contenu: [],
          pieces: ['aaaaaaaa-0000-4000-8000-0000cafe0001'],
        }),
      ],
    },
  ],
}
const lire = async () => {
  const fichiers = new Map<string, string>()
  const pieces = photo.pieces.map((p) => ({
    id: p.id,
    libelle: p.libelle,
    lire: async () => ({ octets: new TextEncoder().encode('%PDF-1.7'), type: 'application/pdf' }),
  }))
  for await (const f of archiveDePhoto(pourAuditeur(photo), pieces, {
    titre: 'Les preuves',
    prisLe: '29 nov. 2026',
  }))
    fichiers.set(f.nom, new TextDecoder().decode(f.octets))
  return fichiers
}

describe('ce que l’auditeur lit du dehors', () => {
  it('ne porte aucun de nos constats, manques, risques, ni pourquoi un dossier fut choisi', async () => {
    const servi = JSON.stringify(pourAuditeur(photo)) + [...(await lire()).entries()].flat().join('\n')
    expect(nosMots.filter((mot) => servi.toLowerCase().includes(mot.toLowerCase()))).toEqual([])
    expect(servi).not.toContain('Sans Preuve')
  })
  it('chaque preuve s’ouvre : elle dit quelque chose, ou une pièce le dit', () => {
    const preuves = pourAuditeur(photo).points.flatMap((p) => p.preuves)
    expect(preuves.map((p) => p.nom)).toEqual(['Malo Guérin', 'Anna Roux', 'Malo Guérin'])
    expect(preuves.every((p) => p.contenu.length > 0 || p.pieces.length > 0)).toBe(true)
  })
  it('l’archive porte, indicateur par indicateur, ce qui est compté : un pour un, au sommaire, à sa page et au tableau', async () => {
    const fichiers = await lire()
    const sommaire = fichiers.get('index.html') ?? ''
    for (const p of pourAuditeur(photo).points) {
      const dossier = `indicateur-${p.point.padStart(2, '0')}`
      const csv = (fichiers.get(`${dossier}/preuves.csv`) ?? '').trim().split('\n')
      expect(csv.length - 1, p.point).toBe(p.preuves.length)
      const page = fichiers.get(`${dossier}/index.html`) ?? ''
      for (const [i, preuve] of p.preuves.entries()) {
        expect(page).toContain(`id="${preuve.code}-${i + 1}"`)
        expect(sommaire).toContain(`${dossier}/index.html#${preuve.code}-${i + 1}`)
        for (const [, valeur] of preuve.contenu) expect(page).toContain(valeur)
      }
    }
  })
  it('le sommaire dit qui reçoit l’auditeur, sur quoi, à quelle heure', async () => {
    const sommaire = ((await lire()).get('index.html') ?? '').replace(/[\u00a0\u202f]/g, ' ')
    expect(sommaire).toMatch(/9 h[\s\S]*Réunion d’ouverture[\s\S]*Maïwenn X[\s\S]*Critère 2[\s\S]*Inès X/)
  })
  it('une copie ancienne, sans plan, se lit encore', () => {
    const { plan: _, ...ancienne } = photo
    expect(pourAuditeur(ancienne).plan).toEqual([])
  })
  it('une pièce garde son nom d’une copie à l’autre, et le sommaire y mène', async () => {
    const fichiers = await lire()
    const nom = [...fichiers.keys()].find((n) => n.startsWith('pieces/'))
    expect(nom).toBe('pieces/convocation-c-2026-001-cafe0001.pdf')
    expect(fichiers.get('index.html')).toContain(nom)
    expect(fichiers.get('indicateur-09/index.html')).toContain(`../${nom}`)
  })
})
