import { describe, expect, it } from 'vitest'
import { changerInscription, estFinale, etats, type Faits } from './etats.ts'

const faits = (f: Partial<Faits> = {}): Faits => ({
  presences: 2,
  nonStatuees: 0,
  sessionTerminee: true,
  ...f,
})

describe('les états d’une inscription', () => {
  it.each([
    ['inscrit', 'en-formation', faits(), undefined, 'en-formation'],
    ['inscrit', 'en-formation', faits({ presences: 0 }), undefined, 'jamais-venu'],
    ['inscrit', 'annule', faits({ presences: 0 }), 'désistement', 'annule'],
    ['inscrit', 'annule', faits({ presences: 0 }), '', 'motif-exige'],
    ['inscrit', 'annule', faits(), 'désistement', 'deja-venu'],
    ['inscrit', 'realise', faits(), undefined, 'transition-impossible'],
    ['en-formation', 'realise', faits(), undefined, 'realise'],
    ['en-formation', 'realise', faits({ sessionTerminee: false }), undefined, 'session-en-cours'],
    ['en-formation', 'realise', faits({ nonStatuees: 1 }), undefined, 'demi-journees-non-statuees'],
    ['en-formation', 'abandon', faits(), 'nouvel emploi', 'abandon'],
    ['en-formation', 'abandon', faits(), undefined, 'motif-exige'],
    ['en-formation', 'annule', faits(), 'x', 'transition-impossible'],
  ] as const)('%s vers %s avec %j et le motif « %s » : %s', (de, vers, f, motif, attendu) => {
    const r = changerInscription(de, vers, f, motif)
    expect(r.ok ? r.value.etat : r.error.code).toBe(attendu)
  })
  it('une fin ne se quitte pas', () => {
    for (const de of etats.filter(estFinale))
      for (const vers of etats)
        expect(changerInscription(de, vers, faits(), 'x')).toMatchObject({
          error: { code: 'transition-impossible' },
        })
    expect(etats.filter(estFinale)).toEqual(['realise', 'annule', 'abandon'])
  })
})
