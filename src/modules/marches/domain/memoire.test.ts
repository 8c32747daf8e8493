import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import type { Ecrit } from './ecrits.ts'
import type { Membre } from './groupement.ts'
import {
  type BlocCopie,
  blocsDuDossier,
  composerMemoire,
  memoireDepasse,
  memoireRange,
  resteDuMemoire,
} from './memoire.ts'
import type { PieceVersee } from './pieces.ts'

const [a, b] = ['a', 'b'] as unknown as [OrganismeId, OrganismeId]
const le = new Date('2027-01-05T09:00:00Z')
const ecrit = (organisme: OrganismeId, genre: Ecrit['genre'], cle: string, contenu: unknown, rang = 1) =>
  ({ organisme, genre, cle, rang, contenu, motif: '', le }) satisfies Ecrit
const bloc = (plus: Partial<BlocCopie> = {}): BlocCopie => ({
  titre: 'Accueillir',
  texte: 'Un entretien, puis un essai.',
  auteur: 'Inès Carvalho',
  licence: 'cc-by-sa',
  preuve: 'Bilan de la session 12',
  preuveLe: '2026-11-30',
  place: 1,
  copie: null,
  ote: false,
  ...plus,
})

describe('le mémoire en blocs', () => {
  it('se range par place, sans ce qui est ôté', () => {
    const lus = blocsDuDossier([
      ecrit(a, 'bloc', '1', bloc({ titre: 'Deux', place: 2 })),
      ecrit(a, 'bloc', '2', bloc({ titre: 'Un', place: 1 })),
      ecrit(b, 'bloc', '3', bloc({ titre: 'Ôté', ote: true })),
    ])
    expect(lus.map((x) => x.contenu.titre)).toEqual(['Un', 'Deux'])
  })
  it('une relecture ne vaut que de la version relue, et jamais de qui l’a écrit', () => {
    const relu = (organisme: OrganismeId, rang: number) =>
      ecrit(organisme, 'relecture', '1', { rang, note: '' })
    const lire = (...relectures: Ecrit[]) =>
      blocsDuDossier([ecrit(a, 'bloc', '1', bloc(), 2), ...relectures])[0]?.relectures.map((x) => x.organisme)
    expect(lire(relu(b, 2))).toEqual([b])
    expect(lire(relu(b, 1))).toEqual([])
    expect(lire(relu(a, 2))).toEqual([])
    expect(
      resteDuMemoire(blocsDuDossier([ecrit(a, 'bloc', '1', bloc({ preuve: ' ' }))])).map((x) =>
        x.replace(/[\u00a0\u202f]/g, ' '),
      ),
    ).toEqual([
      '« Accueillir » : aucun autre membre ne l’a relu.',
      '« Accueillir » : aucune preuve n’est dite.',
    ])
  })
  it('ce que la licence réserve demande l’accord de qui l’a écrit', () => {
    const reste = (licence: BlocCopie['licence']) =>
      resteDuMemoire(blocsDuDossier([ecrit(a, 'bloc', '1', bloc({ licence }))])).filter((x) =>
        x.includes('l’accord de Inès Carvalho'),
      ).length
    expect((['cc-by', 'cc-by-sa', 'cc-by-nc-sa', 'pole', 'reserve'] as const).map(reste)).toEqual([
      0, 0, 1, 1, 1,
    ])
    const auteur = (licence: BlocCopie['licence']) =>
      composerMemoire(
        { g: { objet: 'Lot 1', acheteur: 'Région' } as never },
        [],
        undefined,
        blocsDuDossier([ecrit(a, 'bloc', '1', bloc({ licence }))]),
      ).blocs.map((x) => x.auteur)
    expect([auteur('cc-by'), auteur('reserve')]).toEqual([['Inès Carvalho'], ['']])
  })
  it('rangé, il se dépasse d’un bloc changé depuis, ou d’un membre entré ou sorti', () => {
    const piece = {
      id: 'p',
      exigence: 'memoire',
      organisme: a,
      le,
      retireeLe: null,
    } as unknown as PieceVersee
    const range = ecrit(a, 'memoire', '', { piece: 'p' })
    const apres = new Date(le.getTime() + 1)
    const membre = { accepteLe: le, sortiLe: null } as Membre
    const dit = (ecrits: Ecrit[], membres: Membre[] = [membre], pieces = [piece]) =>
      memoireDepasse(ecrits, pieces, membres) !== undefined
    expect(dit([range, ecrit(a, 'bloc', '1', bloc())])).toBe(false)
    expect(dit([range, { ...ecrit(a, 'bloc', '1', bloc({ ote: true })), le: apres }])).toBe(true)
    expect(dit([range], [{ ...membre, sortiLe: apres }])).toBe(true)
    expect(dit([range], [{ ...membre, accepteLe: apres }])).toBe(true)
    // Versé à la main, ou d’une autre coopérative : rien n’est rangé d’ici.
    expect(memoireRange([], [piece])).toBeUndefined()
    expect(memoireRange([ecrit(b, 'memoire', '', { piece: 'p' })], [piece])).toBeUndefined()
  })
  it('ce qui part chez l’acheteur ne porte ni commentaire, ni relecture, ni licence', () => {
    const blocs = blocsDuDossier([
      ecrit(a, 'bloc', '1', bloc()),
      ecrit(b, 'commentaire', 'c', { bloc: '1', texte: 'À durcir' }),
      ecrit(b, 'relecture', '1', { rang: 1, note: 'Très bien' }),
    ])
    expect(blocs[0]?.commentaires).toHaveLength(1)
    const g = { objet: 'Lot 1', acheteur: 'Région' } as never
    const compose = composerMemoire({ g }, [], { reference: 'R1' }, blocs)
    expect(compose.blocs[0]?.preuve.replace(/\u00a0/g, ' ')).toBe('Bilan de la session 12 (30 novembre 2026)')
    for (const mot of ['À durcir', 'Très bien', 'CC BY']) expect(JSON.stringify(compose)).not.toContain(mot)
  })
})
