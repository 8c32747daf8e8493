import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { droitDeRenoncer, type FaitsDuContrat, seRetracteEnLigne } from './renoncer-en-ligne.ts'
import { finDeRetractation } from './retractation.ts'

const zone = 'Europe/Paris' as const
const signeLe = new Date('2026-11-02T09:00:00Z')
const contrat: FaitsDuContrat = {
  regime: 'contrat',
  signeLe,
  signatureMoyen: 'lien',
  retracteLe: null,
  debutAnticipeLe: null,
  delaiJours: 14,
  delai: finDeRetractation(signeLe, 14, { zone }),
  zone,
  derniereFin: new Date('2026-12-14T16:00:00Z'),
}
const le = (instant: string, f: Partial<FaitsDuContrat> = {}) =>
  droitDeRenoncer({ ...contrat, ...f }, new Date(instant))

describe('renoncer en ligne', () => {
  it('s’offre du jour de la signature à la dernière minute du dernier jour', () => {
    const ouvert = { etat: 'ouvert', dernierJour: '2026-11-16', zone, anticipe: false }
    expect(le('2026-11-02T09:00:00Z')).toEqual(ouvert)
    expect(le('2026-11-16T22:59:59Z')).toEqual(ouvert)
    expect(le('2026-11-16T23:00:00Z')).toEqual({ etat: 'clos', pourquoi: 'delai', dernierJour: '2026-11-16' })
  })

  it('s’annonce avant de signer', () => {
    expect(le('2026-11-02T09:00:00Z', { signeLe: null, signatureMoyen: null, delai: null })).toEqual({
      etat: 'a-signer',
      jours: 14,
    })
  })

  it.each<readonly [string, Partial<FaitsDuContrat>]>([
    ['une convention', { regime: 'convention' }],
    ['un achat par le CPF', { regime: 'cpf' }],
    ['un contrat conclu dans les locaux : dix jours, par lettre recommandée', { delaiJours: 10 }],
    ['un contrat signé sur papier', { signatureMoyen: 'scan' }],
  ])('ne s’offre pas pour %s', (_, f) => {
    expect(le('2026-11-03T09:00:00Z', f)).toBeUndefined()
  })

  it('ne s’offre que des contrats conclus depuis le 19 juin 2026, au jour du lieu', () => {
    expect(seRetracteEnLigne(14, '2026-06-18' as DateCivile)).toBe(false)
    expect(seRetracteEnLigne(14, '2026-06-19' as DateCivile)).toBe(true)
    const signe = new Date('2026-06-18T21:30:00Z')
    const f = { signeLe: signe, delai: finDeRetractation(signe, 14, { zone }) }
    expect(le('2026-06-20T09:00:00Z', f)).toBeUndefined()
    // À La Réunion, c’était déjà le 19.
    expect(le('2026-06-20T09:00:00Z', { ...f, zone: 'Indian/Reunion' })).toMatchObject({ etat: 'ouvert' })
  })

  it('finit avec l’action que la personne avait demandé à suivre sans attendre', () => {
    const anticipe = { debutAnticipeLe: signeLe, derniereFin: new Date('2026-11-10T16:00:00Z') }
    expect(le('2026-11-10T15:59:00Z', anticipe)).toMatchObject({ etat: 'ouvert', anticipe: true })
    expect(le('2026-11-10T16:00:00Z', anticipe)).toMatchObject({ etat: 'clos', pourquoi: 'executee' })
    // Sans demande expresse, le droit demeure.
    expect(le('2026-11-10T16:00:00Z', { ...anticipe, debutAnticipeLe: null })).toMatchObject({
      etat: 'ouvert',
    })
  })

  it('dit quand il fut exercé, même une fois le délai passé', () => {
    const retracteLe = new Date('2026-11-05T10:00:00Z')
    expect(le('2026-12-01T09:00:00Z', { retracteLe })).toEqual({ etat: 'exerce', le: retracteLe })
  })

  it('est ouvert à tout instant du délai, et à aucun autre', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('2026-07-01T00:00:00Z'),
          max: new Date('2030-01-01T00:00:00Z'),
          noInvalidDate: true,
        }),
        fc.integer({ min: 0, max: 60 * 24 * 30 }),
        fc.constantFrom('Europe/Paris' as const, 'Indian/Reunion' as const, 'America/Martinique' as const),
        (signe, minutes, z) => {
          const delai = finDeRetractation(signe, 14, { zone: z })
          const instant = new Date(signe.getTime() + minutes * 60_000)
          const d = droitDeRenoncer(
            { ...contrat, signeLe: signe, delai, zone: z, derniereFin: undefined },
            instant,
          )
          expect(d?.etat).toBe(instant < delai.finLe ? 'ouvert' : 'clos')
        },
      ),
    )
  })
})
