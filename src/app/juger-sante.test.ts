import { describe, expect, test } from 'vitest'
import type { EtatFile } from '#platform/jobs/etat-file.ts'
import { jugerCourrier, jugerDisque, jugerSauvegarde, jugerTaches } from './juger-sante.ts'

const maintenant = new Date('2026-11-29T03:00:00Z')
const ilYA = (minutes: number) => new Date(maintenant.getTime() - minutes * 60_000)
const file = (
  taches: Partial<EtatFile['taches']> = {},
  courriels: Partial<EtatFile['courriels']> = {},
): EtatFile => ({
  taches: { dues: 0, enCours: 0, aVenir: 0, enEchec: 0, mortes: 0, depuis: null, ...taches },
  courriels: { attente: 0, retenus: 0, depuis: null, code: null, ...courriels },
})

describe('la santé, partie par partie', () => {
  test('un disque plein est une panne, un disque presque plein se regarde', () => {
    expect([10e6, 500e6, 5e9].map((libre) => jugerDisque(libre).etat)).toEqual(['panne', 'attention', 'ok'])
  })
  test('des tâches dues que personne ne prend sont une panne ; des tâches mortes se regardent', () => {
    expect(jugerTaches(file({ dues: 3, depuis: ilYA(20) }), maintenant)).toMatchObject({
      etat: 'panne',
      retardEnMinutes: 20,
    })
    expect(jugerTaches(file({ dues: 3, depuis: ilYA(2) }), maintenant).etat).toBe('ok')
    expect(jugerTaches(file({ mortes: 1 }), maintenant)).toMatchObject({ etat: 'attention', mortes: 1 })
  })
  test('un serveur d’envoi muet, ou qui refuse depuis dix minutes, est une panne', () => {
    const juger = (c: Partial<EtatFile['courriels']>, envoi: 'repond' | 'muet' | 'aucun', demo = false) =>
      jugerCourrier(file({}, c), envoi, { maintenant, demo }).etat
    expect(juger({}, 'repond')).toBe('ok')
    expect(juger({}, 'muet')).toBe('panne')
    expect(juger({ retenus: 1, depuis: ilYA(3), code: '535' }, 'repond')).toBe('ok')
    expect(juger({ retenus: 1, depuis: ilYA(30), code: '535' }, 'repond')).toBe('panne')
    expect([juger({}, 'aucun'), juger({}, 'aucun', true)]).toEqual(['attention', 'ok'])
  })
  test('une sauvegarde de plus de huit jours, ou aucune, se regarde', () => {
    const juger = (le: Date | null) => jugerSauvegarde(le, { maintenant, demo: false })
    expect(juger(null)).toEqual({ etat: 'attention', ageEnHeures: null })
    expect(juger(ilYA(60 * 24))).toEqual({ etat: 'ok', ageEnHeures: 24 })
    expect(juger(ilYA(60 * 24 * 9)).etat).toBe('attention')
  })
})
