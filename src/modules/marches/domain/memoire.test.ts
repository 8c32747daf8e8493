import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import type { Ecrit } from './ecrits.ts'
import { type BlocCopie, blocsDuDossier, composerMemoire, resteDuMemoire } from './memoire.ts'

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
