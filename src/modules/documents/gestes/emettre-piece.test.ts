import { describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { GenrePiece } from '../domain/genres.ts'
import type { Compose, DemandeDePiece, PieceAAjouter, PieceId, PortsEmission } from '../domain/piece.ts'
import { emettrePieces } from './emettre-piece.ts'

const demande = (genre: GenrePiece, libelle: string): DemandeDePiece => ({
  genre,
  activite: '00000000-0000-4000-8000-000000000001' as ActiviteId,
  gabarit: `${genre}.v1`,
  donnees: {},
  libelle,
  recherche: libelle,
  objet: { genre: 'inscription', id: '00000000-0000-4000-8000-000000000002' },
  emisLe: new Date('2026-11-24T08:00:00Z'),
  annee: 2026,
})

/** Des ports qui notent ce qu’on leur demande, dans l’ordre ; `composer` rend quand on le lui dit. */
const noter = (composer: (libelle: string) => Promise<Result<Compose, string>>) => {
  const fait: string[] = []
  const ajoutees: PieceAAjouter[] = []
  const derniers = new Map<string, number>()
  const ports: PortsEmission<string> = {
    nouvelId: () => '00000000-0000-4000-8000-000000000003' as PieceId,
    numeroter: async (serie, annee, combien) => {
      fait.push(`${combien} ${serie}`)
      const depuis = derniers.get(`${serie}/${annee}`) ?? 0
      derniers.set(`${serie}/${annee}`, depuis + combien)
      return Array.from({ length: combien }, (_, i) => depuis + i + 1)
    },
    composer: ({ libelle }) => composer(libelle),
    ranger: async (_, pdf) => {
      fait.push(`range ${Buffer.from(pdf).toString()}`)
      return 'f'.repeat(64)
    },
    fermer: (_, __, donnees) => donnees,
    ajouter: async (pieces) => {
      fait.push(`ajoute ${pieces.length}`)
      ajoutees.push(...pieces)
    },
    toutOuRien: async (work) => {
      const pris = new Map(derniers)
      const rendu = await work()
      if (!rendu.ok) {
        derniers.clear()
        for (const [cle, n] of pris) derniers.set(cle, n)
      }
      return rendu
    },
  }
  return { fait, ajoutees, ports }
}
const compose = (libelle: string): Result<Compose, string> =>
  ok({ pdf: Buffer.from(libelle), pages: 1, empreinte: 'e', donnees: '{}', remplaces: [] })

describe('Un lot de pièces', () => {
  it('prend d’une demande les numéros de chaque série, rend à chacune le sien, et s’ajoute d’un coup', async () => {
    const { fait, ajoutees, ports } = noter(async (libelle) => compose(libelle))
    const issues = await emettrePieces(ports)([
      demande('certificat-realisation', 'a'),
      demande('convention', 'b'),
      demande('certificat-realisation', 'c'),
    ])
    expect(issues.map((i) => i.ok && i.value.numero)).toEqual([
      'CR-2026-0001',
      'CV-2026-0001',
      'CR-2026-0002',
    ])
    expect(ajoutees.map((p) => [p.numero, p.libelle])).toEqual([
      ['CR-2026-0001', 'a'],
      ['CV-2026-0001', 'b'],
      ['CR-2026-0002', 'c'],
    ])
    expect(fait).toEqual(['2 CR', '1 CV', 'range a', 'range b', 'range c', 'ajoute 3'])
  })

  it('range chacune dès qu’elle est composée, sans attendre les autres', async () => {
    const attendues = new Map<string, () => void>()
    const { fait, ports } = noter(
      (libelle) =>
        new Promise((rendre) => {
          attendues.set(libelle, () => rendre(compose(libelle)))
        }),
    )
    const emission = emettrePieces(ports)([
      demande('certificat-realisation', 'a'),
      demande('certificat-realisation', 'b'),
    ])
    await expect.poll(() => attendues.size).toBe(2)
    attendues.get('b')?.()
    await expect.poll(() => fait).toContain('range b')
    expect(fait).not.toContain('ajoute 2')
    attendues.get('a')?.()
    await emission
    expect(fait.slice(1)).toEqual(['range b', 'range a', 'ajoute 2'])
  })

  it('dont une se refuse se reprend pièce par pièce, sans place vide', async () => {
    const { ajoutees, ports } = noter(async (libelle) => (libelle === 'b' ? ko('refusée') : compose(libelle)))
    const issues = await emettrePieces(ports)(
      ['a', 'b', 'c'].map((libelle) => demande('certificat-realisation', libelle)),
    )
    expect(issues.map((i) => (i.ok ? i.value.numero : i.error))).toEqual([
      'CR-2026-0001',
      'refusée',
      'CR-2026-0002',
    ])
    expect(ajoutees).toHaveLength(2)
  })
})
